/**
 * Statements on `events`: every change of a job, as its watchers see it.
 *
 * @module
 */

import type { Job, JobEvent } from "../../protocol";

/** Append the next event of the job. */
export function insertEvent(sql: SqlStorage, job: Job): void {
  sql.exec(
    `INSERT INTO events (job, n, snapshot)
     SELECT ?1, coalesce(max(n), 0) + 1, ?2 FROM events WHERE job = ?1`,
    job.id,
    JSON.stringify(job),
  );
}

/** Number of the job's last event. */
export function lastEventNumber(sql: SqlStorage, job: string): number {
  return sql.exec<{ n: number }>("SELECT coalesce(max(n), 0) AS n FROM events WHERE job = ?", job).one().n;
}

/** The next events after that one, oldest first. */
export function eventsAfter(sql: SqlStorage, job: string, after: number, limit: number): JobEvent[] {
  return sql
    .exec<{ n: number; snapshot: string }>(
      "SELECT n, snapshot FROM events WHERE job = ? AND n > ? ORDER BY n LIMIT ?",
      job,
      after,
      limit,
    )
    .toArray()
    .map(({ n, snapshot }) => ({ id: n, job: JSON.parse(snapshot) as Job }));
}
