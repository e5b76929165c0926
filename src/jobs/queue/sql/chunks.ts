/**
 * Statements on `chunks`: values larger than a row, cut into pieces.
 *
 * @module
 */

import { concatenate } from "../../bytes";
import { CHUNK_BYTES } from "../../limits";

/** What of a job is kept in chunks. */
export type Part = "arguments" | "checkpoint" | "body";

/** Store a value; an earlier one of the same part must have been deleted. */
export function insertChunks(sql: SqlStorage, job: string, part: Part, value: Uint8Array): void {
  for (let n = 0; n === 0 || n * CHUNK_BYTES < value.byteLength; n++) {
    const bytes = value.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES);
    sql.exec("INSERT INTO chunks (job, part, n, bytes) VALUES (?, ?, ?, ?)", job, part, n, bytes);
  }
}

/** The value again; null if none is stored. */
export function readChunks(sql: SqlStorage, job: string, part: Part): Uint8Array | null {
  const chunks = sql
    .exec<{ bytes: ArrayBuffer }>("SELECT bytes FROM chunks WHERE job = ? AND part = ? ORDER BY n", job, part)
    .toArray()
    .map(({ bytes }) => new Uint8Array(bytes));
  const [first] = chunks;
  if (first === undefined) return null;
  return chunks.length === 1 ? first : concatenate(chunks);
}

export function deleteChunks(sql: SqlStorage, job: string, part: Part): void {
  sql.exec("DELETE FROM chunks WHERE job = ? AND part = ?", job, part);
}

/** Delete what a job needs to run: the next attempt's arguments and checkpoint. */
export function deleteInputChunks(sql: SqlStorage, job: string): void {
  sql.exec("DELETE FROM chunks WHERE job = ? AND part IN ('arguments', 'checkpoint')", job);
}
