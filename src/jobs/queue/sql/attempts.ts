/**
 * Statements on `attempts`: those of a job that went wrong.
 *
 * @module
 */

import type { Failure } from "../../protocol";

/** An attempt that went wrong: its number, when that was (milliseconds since the epoch), and why. */
export interface FailedAttempt {
  n: number;
  at: number;
  failure: Failure;
  /** What was thrown, with its stack. */
  error: string | null;
}

export function insertAttempt(sql: SqlStorage, job: string, attempt: FailedAttempt): void {
  sql.exec(
    "INSERT OR REPLACE INTO attempts (job, n, at, failure, error) VALUES (?, ?, ?, ?, ?)",
    job,
    attempt.n,
    attempt.at,
    JSON.stringify(attempt.failure),
    attempt.error,
  );
}

/** In the order of time. */
export function attemptsOf(sql: SqlStorage, job: string): FailedAttempt[] {
  return sql
    .exec<{ n: number; at: number; failure: string; error: string | null }>(
      "SELECT n, at, failure, error FROM attempts WHERE job = ? ORDER BY n",
      job,
    )
    .toArray()
    .map((row) => ({ ...row, failure: JSON.parse(row.failure) as Failure }));
}

export function deleteAttemptsOf(sql: SqlStorage, job: string): void {
  sql.exec("DELETE FROM attempts WHERE job = ?", job);
}
