/** Every kind of function, with every kind of answer. */

import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { events, type failing, type plain, type steady, type torn } from "../dependencies/dependencies";
import * as jobs from "../generated/jobs";
import type { Address } from "../models/seen";
import type { Depends, Resume, Steps, UploadedFile } from "../operations";

/** @get /answers/text
 *  @produces text/plain */
export async function text(): Promise<string> {
  return "plain";
}

/** @get /answers/json-text */
export async function jsonText(): Promise<string> {
  return "quoted";
}

/** @get /answers/bytes
 *  @produces image/png */
export async function bytes(): Promise<Uint8Array> {
  return new Uint8Array([1, 2, 3]);
}

/** @get /answers/blob */
export async function blob(): Promise<Blob> {
  return new Blob(["blob"]);
}

/** @get /answers/empty */
export async function empty(): Promise<void> {}

/** @get /answers/response */
export async function response(): Promise<Response> {
  return new Response("own", { status: 299, headers: { "x-own": "yes" } });
}

/** @post /answers/shaped
 *  @status 201 */
export async function shaped(): Promise<Address> {
  const row = { city: "paris", since: new Date("2026-11-23T10:00:00Z"), passwordHash: "secret" };
  return row;
}

/** @get /context/{name} */
export async function context(
  c: Context,
  request: Request,
  name: string,
): Promise<{ path: string; url: string }> {
  c.header("x-name", name);
  return { path: c.req.path, url: new URL(request.url).pathname };
}

/** @get /stream */
export async function* stream(upTo: number, failAt?: number): AsyncGenerator<{ n: number }> {
  for (let n = 0; n < upTo; n++) {
    if (n === failAt) throw n === 0 ? new HTTPException(409, { message: "Not yet." }) : new Error("secret");
    yield { n };
  }
}

/** @get /errors/thrown */
export async function thrown(): Promise<string> {
  throw new Error("secret");
}

/** @get /errors/text */
export async function thrownText(): Promise<string> {
  throw "secret";
}

/** @get /errors/exception */
export async function exception(): Promise<string> {
  const res = new Response(null, { headers: { "www-authenticate": "Bearer" } });
  throw new HTTPException(401, { message: "Sign in.", res });
}

/** @get /dependencies */
export async function dependencies(
  first: Depends<typeof steady>,
  second: Depends<typeof steady>,
  resource: Depends<typeof torn>,
  computed: Depends<typeof plain>,
): Promise<{ once: boolean; resource: string; computed: number }> {
  return { once: first === second, resource, computed };
}

/** @post /dependencies/refused */
export async function refused(_never: Depends<typeof failing>, address: Address): Promise<Address> {
  return address;
}

/** @head /answers/text */
export async function headOfText(c: Context): Promise<void> {
  c.header("x-head", "own");
}

/** @get /dependencies/stream */
export async function* streamedResource(resource: Depends<typeof torn>): AsyncGenerator<string> {
  try {
    yield resource;
  } finally {
    events.push("stream ended");
  }
}

/** @get /dependencies/log */
export async function readLog(): Promise<string[]> {
  return events;
}

/** @delete /dependencies/log */
export async function clearLog(): Promise<void> {
  events.length = 0;
}

/** @get /dependencies/broken */
export async function broken(resource: Depends<typeof torn>): Promise<string> {
  throw new HTTPException(418, { message: resource });
}

/** @post /cpu/later */
export function later(since: Date, address: Address): { day: number; year: number } {
  return { day: since.getUTCDate(), year: address.since?.getUTCFullYear() ?? 0 };
}

/** @post /cpu/steps */
export function* steps(
  numbers: number[],
  resume?: Resume<{ at: number; sum: number }>,
): Steps<{ at: number; sum: number }, number> {
  let { at, sum } = resume ?? { at: 0, sum: 0 };
  for (; at < numbers.length; at++, sum += numbers[at - 1] ?? 0)
    yield { progress: at / numbers.length, checkpoint: { at, sum } };
  return sum;
}

/** @job */
export function submitted(since: Date, file?: UploadedFile, bytes?: Uint8Array): string {
  return [since.getUTCFullYear(), file?.name, bytes?.length].join();
}

/** @job */
export function submittedEmpty(): void {}

/** @get /cpu/submitted */
export async function submit(): Promise<{ answer: string; id: string }> {
  const file = { name: "a.txt", type: "text/plain", bytes: new Uint8Array(2) };
  const answer: string = await jobs.submitted(new Date(0), file, new Uint8Array(3));
  const { id, result } = await jobs.submittedEmpty.submit();
  await result();
  return { answer, id };
}

/** @get /cpu/exception */
export function cpuException(): string {
  throw new HTTPException(409, { message: "Busy." });
}

/** @get /cpu/thrown */
export function cpuThrown(): string {
  throw new Error("secret");
}

/** @get /cpu/empty */
export function cpuEmpty(): void {}

/** @get /cpu/text
 *  @produces text/csv
 *  @status 203 */
export function cpuText(): string {
  return "a,b";
}

/** @get /cpu/bytes
 *  @produces image/png */
export function cpuBytes(): Uint8Array {
  return new Uint8Array([1, 2, 3]);
}

/** @get /cpu/response */
export function cpuResponse(): Response {
  return new Response("own", { status: 299, headers: { "x-own": "yes" } });
}

/**
 * Turn every bit.
 *
 * @post /cpu/inverse
 */
export function inverse(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => ~byte);
}
