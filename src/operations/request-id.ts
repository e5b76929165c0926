import type { Context } from "hono";

const KEY = "requestId";

/** What an id may be that a client gives: it goes into every line of the log. */
const WELL_FORMED = /^[\w.=-]{1,128}$/;

/**
 * The id that a request has in the logs, also in those of the jobs that it submits: the client's own `X-Request-Id` where
 * it is well-formed; else Cloudflare's, which its dashboard knows and every answer says; locally a random one.
 */
export function requestIdOf(c: Context): string {
  const known: string | undefined = c.get(KEY);
  if (known !== undefined) return known;
  const given = c.req.header("x-request-id") ?? "";
  const id = WELL_FORMED.test(given) ? given : (c.req.header("cf-ray") ?? crypto.randomUUID());
  c.set(KEY, id);
  return id;
}
