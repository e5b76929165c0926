/**
 * Statements on `progress`: how far a job was, and when.
 *
 * @module
 */

/** `at`: milliseconds since the epoch. `progress`: from 0 to 1. */
export interface Progress {
  at: number;
  progress: number;
}

export function insertProgress(sql: SqlStorage, job: string, { at, progress }: Progress): void {
  sql.exec("INSERT OR REPLACE INTO progress (job, at, progress) VALUES (?, ?, ?)", job, at, progress);
}

/** In the order of time. */
export function progressOf(sql: SqlStorage, job: string): Progress[] {
  return sql
    .exec<{ at: number; progress: number }>(
      "SELECT at, progress FROM progress WHERE job = ? ORDER BY at",
      job,
    )
    .toArray();
}

export function deleteProgressOf(sql: SqlStorage, job: string): void {
  sql.exec("DELETE FROM progress WHERE job = ?", job);
}
