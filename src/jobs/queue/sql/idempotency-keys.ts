/**
 * Statements on `idempotency_keys`.
 *
 * @module
 */

import type { Order } from "../../protocol";

export function insertIdempotencyKey(
  sql: SqlStorage,
  job: string,
  { key, payload }: NonNullable<Order["idempotency"]>,
): void {
  sql.exec("INSERT INTO idempotency_keys (key, payload, job) VALUES (?, ?, ?)", key, payload, job);
}

/** What the key was used for before: the digest of the arguments, and the job. */
export function findIdempotencyKey(sql: SqlStorage, key: string): { payload: string; job: string } | null {
  return (
    sql
      .exec<{ payload: string; job: string }>("SELECT payload, job FROM idempotency_keys WHERE key = ?", key)
      .next().value ?? null
  );
}
