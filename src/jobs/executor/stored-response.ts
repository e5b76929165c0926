/**
 * What an operation answers, as the queue stores it. Everything here throws {@link TooLargeError} when the body is
 * larger than the queue takes.
 *
 * @module
 */

import { concatenate } from "../bytes";
import { MAX_RESULT_BYTES } from "../limits";
import type { StoredResponse } from "../protocol";

/** A body or a checkpoint is larger than the queue stores. */
export class TooLargeError extends Error {
  override name = "TooLargeError";
  /** Of a stream that was given up on: what had been read until then. */
  readonly bytes: number;
  readonly limit: number;

  constructor(bytes: number, limit: number) {
    super(`${bytes} bytes are more than the queue stores, ${limit}.`);
    this.bytes = bytes;
    this.limit = limit;
  }
}

/**
 * A JSON body.
 *
 * @throws {TypeError} the value is not JSON-serialisable: a cycle, a `bigint`, `undefined`
 */
export function storedJson(value: unknown, status: number): StoredResponse {
  const json = JSON.stringify(value);
  if (json === undefined) throw new TypeError(`A value of type ${typeof value} is not JSON.`);
  return stored(status, "application/json", new TextEncoder().encode(json));
}

/** A text body. */
export function storedText(text: string, type: string, status: number): StoredResponse {
  return stored(status, type, new TextEncoder().encode(text));
}

/** A body of bytes, as they are. */
export async function storedBytes(
  bytes: Uint8Array | Blob | ReadableStream<Uint8Array>,
  type: string,
  status: number,
): Promise<StoredResponse> {
  return stored(status, type, await readBytes(bytes));
}

/** No body. */
export function storedEmpty(status: number): StoredResponse {
  return { status, headers: [], body: null };
}

/** A `Response`, as it is. */
export async function storedWebResponse(
  response: Response,
  limit = MAX_RESULT_BYTES,
): Promise<StoredResponse> {
  const body = response.body && (await readBytes(response.body, limit));
  return { status: response.status, headers: [...response.headers], body };
}

function stored(status: number, type: string, body: Uint8Array): StoredResponse {
  if (body.byteLength > MAX_RESULT_BYTES) throw new TooLargeError(body.byteLength, MAX_RESULT_BYTES);
  return { status, headers: [["content-type", type]], body };
}

async function readBytes(
  source: Uint8Array | Blob | ReadableStream<Uint8Array>,
  limit = MAX_RESULT_BYTES,
): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source instanceof Blob ? source.stream() : source) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (bytes > limit) throw new TooLargeError(bytes, limit);
    chunks.push(chunk);
  }
  return concatenate(chunks);
}
