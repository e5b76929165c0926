/**
 * Statements on `chunks`: values larger than a row, cut into pieces.
 *
 * @module
 */

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

/** The value again; null if none is stored. Of a large one there is never more than a piece in memory twice. */
export function readChunks(sql: SqlStorage, job: string, part: Part): Uint8Array | null {
  const chunks = sql.exec<{ bytes: ArrayBuffer }>(
    "SELECT bytes FROM chunks WHERE job = ? AND part = ? ORDER BY n",
    job,
    part,
  );
  const first = chunks.next().value?.bytes;
  if (first === undefined) return null;
  if (first.byteLength < CHUNK_BYTES) return new Uint8Array(first);
  const { size } = sql
    .exec<{ size: number }>(
      "SELECT sum(length(bytes)) AS size FROM chunks WHERE job = ? AND part = ?",
      job,
      part,
    )
    .one();
  const value = new Uint8Array(size);
  value.set(new Uint8Array(first));
  let offset = first.byteLength;
  for (const { bytes } of chunks) {
    value.set(new Uint8Array(bytes), offset);
    offset += bytes.byteLength;
  }
  return value;
}

export function deleteChunks(sql: SqlStorage, job: string, part: Part): void {
  sql.exec("DELETE FROM chunks WHERE job = ? AND part = ?", job, part);
}

/** Delete all that is kept of a job. */
export function deleteChunksOf(sql: SqlStorage, job: string): void {
  sql.exec("DELETE FROM chunks WHERE job = ?", job);
}
