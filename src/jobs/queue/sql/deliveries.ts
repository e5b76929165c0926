/**
 * Statements on `deliveries`: the webhooks that have not got through yet.
 *
 * @module
 */

/** A webhook on its way. Times are milliseconds since the epoch. */
export interface PendingDelivery {
  job: string;
  url: string;
  /** Attempts that failed so far. */
  failures: number;
  dueAt: number;
}

type Row = { job: string; url: string; attempt: number; due_at: number };

export function upsertDelivery(sql: SqlStorage, { job, url, failures, dueAt }: PendingDelivery): void {
  sql.exec(
    "INSERT OR REPLACE INTO deliveries (job, url, attempt, due_at) VALUES (?, ?, ?, ?)",
    job,
    url,
    failures,
    dueAt,
  );
}

export function deleteDelivery(sql: SqlStorage, job: string): void {
  sql.exec("DELETE FROM deliveries WHERE job = ?", job);
}

/** The earliest first. */
export function dueDeliveries(sql: SqlStorage, now: number, limit: number): PendingDelivery[] {
  return sql
    .exec<Row>(
      "SELECT job, url, attempt, due_at FROM deliveries WHERE due_at <= ? ORDER BY due_at LIMIT +?",
      now,
      limit,
    )
    .toArray()
    .map((row) => ({ job: row.job, url: row.url, failures: row.attempt, dueAt: row.due_at }));
}

/** @param except jobs whose webhooks do not count */
export function nextDeliveryTime(sql: SqlStorage, except: readonly string[]): number | null {
  const places = except.map(() => "?").join(", ");
  return sql
    .exec<{ at: number | null }>(
      `SELECT min(due_at) AS at FROM deliveries WHERE job NOT IN (${places})`,
      ...except,
    )
    .one().at;
}
