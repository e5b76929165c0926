/**
 * How many requests a caller may send in a while, counted by the platform.
 *
 * @module
 * @see https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/
 */

import type { Context, MiddlewareHandler } from "hono";
import { problemOf, problemResponse } from "./problem";

/** Seconds: the shorter of the two periods that there are. Nobody tells which one the binding has. */
const RETRY_AFTER = 10;

/** Middleware that answers 429 to whoever has sent too much. */
export function limitRate(limit: RateLimit): MiddlewareHandler {
  return async (c, next) => {
    const { success } = await limit.limit({ key: await callerOf(c) });
    if (success) return next();
    return problemResponse(problemOf(429, { detail: "You send too many requests: wait a while." }), {
      "retry-after": String(RETRY_AFTER),
    });
  };
}

/** Whoever sends the same credentials is one caller, and without any, whoever comes from the same address. */
async function callerOf(c: Context): Promise<string> {
  const credentials = c.req.header("authorization") ?? c.req.header("x-api-key");
  if (credentials === undefined) return c.req.header("cf-connecting-ip") ?? "";
  // Secrets go nowhere that they need not.
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(credentials));
  return new Uint8Array(digest).toHex();
}
