/**
 * Sending requests: the client's headers, its `fetch`, and coming back to an API that is busy.
 *
 * @module
 */

import { ApiError } from "./api-error";
import type { CallOptions, ClientOptions, Fetch, Problem } from "./contract";
import type { Outgoing } from "./request";
import { sleep } from "./sleep";

/** Sends a request and gives the answer. @throws {ApiError} it is none of success */
export type Send = (outgoing: Outgoing, options?: CallOptions) => Promise<Response>;

/** HTTP says that these may be repeated (RFC 9110, section 9.2.2); the key says it of any. */
const IDEMPOTENT = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"];

const DEFAULT_RETRIES = 2;

/** Who says to come back later than this is not waited for, in seconds. */
const LONGEST_WAIT = 60;

export function transport(client: ClientOptions): Send {
  const base = baseOf(client);
  const fetch = fetchOf(client);
  return async ({ method, path, headers, body }, options = {}) => {
    const own = typeof client.headers === "function" ? await client.headers() : client.headers;
    const all = new Headers(own);
    for (const more of [headers, options.headers])
      new Headers(more).forEach((value, name) => {
        all.set(name, value);
      });
    const init: RequestInit & { duplex?: "half" } = { method, headers: all };
    if (options.signal) init.signal = options.signal;
    if (body !== undefined) init.body = body as NonNullable<RequestInit["body"]>;
    const isOnce = body instanceof ReadableStream;
    if (isOnce) init.duplex = "half";
    const isRepeatable = !isOnce && (IDEMPOTENT.includes(method) || all.has("idempotency-key"));

    for (let left = isRepeatable ? (options.retries ?? client.retries ?? DEFAULT_RETRIES) : 0; ; left--) {
      const response = await fetch(new Request(base + path, init));
      if (response.ok) return response;
      const wait = left > 0 ? retryAfter(response) : undefined;
      if (wait === undefined) throw await errorOf(response);
      await response.body?.cancel();
      await sleep(wait, options.signal);
    }
  };
}

function baseOf({ baseUrl, fetch }: ClientOptions): string {
  const { location: page } = globalThis as { location?: { origin: string } };
  const base = baseUrl ?? page?.origin ?? (fetch && "http://localhost");
  if (base === undefined)
    throw new TypeError("A client needs a baseUrl where there is no page that it belongs to.");
  return String(base).replace(/\/+$/, "");
}

function fetchOf({ fetch }: ClientOptions): Fetch {
  if (fetch === undefined) return (request) => globalThis.fetch(request);
  // A service binding is a function too, as far as `typeof` goes.
  return "fetch" in fetch ? (request) => fetch.fetch(request) : fetch;
}

/** How long a busy API asks to wait, in milliseconds; undefined when it does not, or for too long. */
function retryAfter({ status, headers }: Response): number | undefined {
  const value = headers.get("retry-after");
  if ((status !== 429 && status !== 503) || value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return seconds <= LONGEST_WAIT ? Math.max(seconds, 0) * 1000 : undefined;
}

async function errorOf(response: Response): Promise<ApiError> {
  const { status, statusText, headers } = response;
  const problem: Problem = { title: statusText || "The request failed", status };
  const type = headers.get("content-type")?.toLowerCase() ?? "";
  let body: unknown = await response.text();
  if (/^application\/([^;]+\+)?json\b/.test(type)) {
    try {
      body = JSON.parse(body as string);
      if (type.startsWith("application/problem+json")) Object.assign(problem, body);
    } catch {
      // What claims to be JSON and is not says no more than its status does.
    }
  }
  return new ApiError(problem, headers, body);
}
