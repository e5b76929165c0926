/**
 * Statements on `waits`: the batches that a job has waited for since its last checkpoint, in order.
 *
 * @module
 */

export function insertWait(sql: SqlStorage, job: string, n: number, batch: string): void {
  sql.exec("INSERT INTO waits (job, n, batch) VALUES (?, ?, ?)", job, n, batch);
}

/** The batch of the job's wait number `n`; null if it has not come to that yet. */
export function findWait(sql: SqlStorage, job: string, n: number): string | null {
  return (
    sql.exec<{ batch: string }>("SELECT batch FROM waits WHERE job = ? AND n = ?", job, n).next().value
      ?.batch ?? null
  );
}

export function deleteWaitsOf(sql: SqlStorage, job: string): void {
  sql.exec("DELETE FROM waits WHERE job = ?", job);
}
