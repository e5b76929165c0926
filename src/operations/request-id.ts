import type { Context } from "hono";
import { tryGetContext } from "hono/context-storage";

const KEY = "requestId";

/**
 * The id that a request has in the logs, also in those of the jobs that it submits: Cloudflare's own, which its
 * dashboard knows too; locally a random one.
 */
export function requestIdOf(c: Context): string {
  const known: string | undefined = c.get(KEY);
  if (known !== undefined) return known;
  const id = c.req.header("cf-ray") ?? crypto.randomUUID();
  c.set(KEY, id);
  return id;
}

/** The id of the request that is being answered here; undefined where none is, as on an executor. */
export function currentRequestId(): string | undefined {
  const c = tryGetContext();
  return c && requestIdOf(c);
}
