/**
 * One line in the log for each request.
 *
 * @module
 */

import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { log } from "../logs/log";
import { requestIdOf } from "./request-id";

/** From this status on it was us, and not the client. */
const FAILED = 500;

/**
 * Middleware that writes the line: the route and not the path, since a path may hold what is nobody's business, and never
 * a query. `ms`: until the head of the answer; a stream goes on after it.
 *
 * @param which "failed": leave out those that were answered with less than 500
 */
export function logRequests(which: string): MiddlewareHandler {
  return async (c, next) => {
    const start = Date.now();
    await next();
    const { method } = c.req;
    const { status } = c.res;
    if (which === "failed" && status < FAILED) return;
    // That of whatever went last: where nothing is, it is this middleware's.
    const last = routePath(c);
    const route = last === "/*" ? undefined : last;
    const [requestId, ray] = [requestIdOf(c), c.req.header("cf-ray")];
    log(status < FAILED ? "info" : "warn", `${method} ${route ?? "(no route)"} ${status}`, {
      method,
      route,
      status,
      ms: Date.now() - start,
      requestId,
      // It ends with the data centre.
      ray: ray === requestId ? undefined : ray,
    });
  };
}
