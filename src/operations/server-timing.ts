/**
 * Where the time of an answer went, for the network tab of a browser.
 *
 * @module
 * @see https://www.w3.org/TR/server-timing/
 */

import type { Context, MiddlewareHandler } from "hono";

const KEY = "timings";

/**
 * Middleware that says it. Deployed, the clock stands still while code runs and goes on where it waits: of an operation
 * that waits the total is true, and what it computes by itself is not in it. (Hono's `timing` cannot say it of an
 * answer that was fetched from elsewhere, whose headers must not be changed.)
 */
export function serverTiming(): MiddlewareHandler {
  return async (c, next) => {
    const start = Date.now();
    const timings: string[] = [];
    c.set(KEY, timings);
    await next();
    addTiming(c, "total", Date.now() - start);
    c.header("server-timing", timings.join(", "), { append: true });
  };
}

/** Say that of the answer so many milliseconds went into something; nothing where timings are off. */
export function addTiming(c: Context, name: string, ms: number): void {
  const timings: string[] | undefined = c.get(KEY);
  timings?.push(`${name};dur=${ms}`);
}
