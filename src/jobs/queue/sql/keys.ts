/**
 * Statements on `keys`: what makes a later order the same job.
 *
 * @module
 */

import type { OrderKey } from "../../protocol";

/** Store the key, in place of one of a job that is done. */
export function insertKey(sql: SqlStorage, job: string, key: OrderKey): void {
  sql.exec(
    "INSERT OR REPLACE INTO keys (key, payload, job) VALUES (?, ?, ?)",
    key.key,
    key.scope === "kept" ? key.payload : null,
    job,
  );
}

/** What the key was used for before: the digest of the arguments, if they matter, and the job. */
export function findKey(sql: SqlStorage, key: string): { payload: string | null; job: string } | null {
  return (
    sql
      .exec<{ payload: string | null; job: string }>("SELECT payload, job FROM keys WHERE key = ?", key)
      .next().value ?? null
  );
}

export function deleteKeysOf(sql: SqlStorage, job: string): void {
  sql.exec("DELETE FROM keys WHERE job = ?", job);
}
