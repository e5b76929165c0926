/**
 * Arguments of a job as bytes, and back.
 *
 * Layout: 4 bytes (little-endian) length of the manifest · the manifest, JSON · the arguments, JSON · the bytes of
 * binary arguments, one after another. Binary arguments leave a `null` in the JSON, and the manifest says which
 * bytes belong there; so JSON is written and read by the engine's own code without a replacer, whatever its size.
 *
 * @module
 */

import type { UploadedFile } from "../operations/markers";
import { concatenate } from "./bytes";
import { MAX_PAYLOAD_BYTES } from "./limits";

/** The arguments take more bytes than the queue stores. */
export class PayloadTooLargeError extends Error {
  override name = "PayloadTooLargeError";
  readonly bytes: number;
  readonly limit: number;

  constructor(bytes: number, limit = MAX_PAYLOAD_BYTES) {
    super(`The arguments take ${bytes} bytes; the queue takes ${limit} at most.`);
    this.bytes = bytes;
    this.limit = limit;
  }
}

/** A binary argument, or a member of a list of them. */
interface Part {
  argument: number;
  /** Index in the list; left out when the argument itself is binary. */
  member?: number;
  bytes: number;
  /** Name and media type of an `UploadedFile`; left out for plain bytes. */
  file?: { name: string; type: string };
}

interface Manifest {
  jsonBytes: number;
  /** Indices of the arguments that are `undefined`, which JSON cannot say. */
  undefineds?: number[];
  parts?: Part[];
}

const HEADER_BYTES = 4;

/**
 * Pack arguments.
 *
 * @param args JSON values (a `Date` becomes its ISO string, a `bigint` its digits), `Uint8Array`s, `UploadedFile`s,
 *   lists of these, `undefined`
 * @throws {PayloadTooLargeError}
 * @throws {TypeError} a cycle
 */
export function pack(args: readonly unknown[]): Uint8Array {
  const parts: Part[] = [];
  const blobs: Uint8Array[] = [];
  const undefineds: number[] = [];

  const take = (value: Uint8Array | UploadedFile, argument: number, member?: number) => {
    const bytes = value instanceof Uint8Array ? value : value.bytes;
    const file = value instanceof Uint8Array ? undefined : { name: value.name, type: value.type };
    parts.push({ argument, member, bytes: bytes.byteLength, file });
    blobs.push(bytes);
    return null;
  };

  const values = args.map((arg, argument) => {
    if (arg === undefined) undefineds.push(argument);
    if (isBinary(arg)) return take(arg, argument);
    // A list is binary or it is not: the first member that is not settles it, so a long list of numbers costs nothing.
    if (Array.isArray(arg) && arg.length > 0 && arg.every(isBinary))
      return arg.map((member, index) => take(member, argument, index));
    return arg;
  });

  const encoder = new TextEncoder();
  const json = encoder.encode(stringify(values));
  const manifest = encoder.encode(
    JSON.stringify({
      jsonBytes: json.byteLength,
      undefineds: undefineds.length > 0 ? undefineds : undefined,
      parts: parts.length > 0 ? parts : undefined,
    } satisfies Manifest),
  );

  const header = new Uint8Array(HEADER_BYTES);
  new DataView(header.buffer).setUint32(0, manifest.byteLength, true);
  const chunks = [header, manifest, json, ...blobs];
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  if (bytes > MAX_PAYLOAD_BYTES) throw new PayloadTooLargeError(bytes);
  return concatenate(chunks);
}

/**
 * The arguments again: dates are ISO strings, bigints strings of digits, bytes are copies that share nothing with `payload`.
 *
 * @throws {Error} the bytes are not of {@link pack}
 */
export function unpack(payload: Uint8Array): unknown[] {
  const decoder = new TextDecoder();
  const manifestBytes = new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getUint32(
    0,
    true,
  );
  const jsonStart = HEADER_BYTES + manifestBytes;
  const manifest: Manifest = JSON.parse(decoder.decode(payload.subarray(HEADER_BYTES, jsonStart)));
  const jsonEnd = jsonStart + manifest.jsonBytes;
  const args: unknown[] = JSON.parse(decoder.decode(payload.subarray(jsonStart, jsonEnd)));

  for (const index of manifest.undefineds ?? []) args[index] = undefined;
  let offset = jsonEnd;
  for (const part of manifest.parts ?? []) {
    const bytes = payload.slice(offset, offset + part.bytes);
    offset += part.bytes;
    const value = part.file ? { ...part.file, bytes } : bytes;
    if (part.member === undefined) args[part.argument] = value;
    else (args[part.argument] as unknown[])[part.member] = value;
  }
  return args;
}

/** A replacer makes this several times slower: only what has a `bigint` in it gets one. */
function stringify(values: readonly unknown[]): string {
  try {
    return JSON.stringify(values);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(values, (_, value) => (typeof value === "bigint" ? String(value) : value));
  }
}

function isBinary(value: unknown): value is Uint8Array | UploadedFile {
  if (typeof value !== "object" || value === null) return false;
  return value instanceof Uint8Array || (value as Partial<UploadedFile>).bytes instanceof Uint8Array;
}
