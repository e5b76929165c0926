import type { Context } from "hono";
import { JSON_HEADERS, securedJson } from "./secure-headers";

/** Answer with JSON. */
export function answerJson(c: Context, value: unknown, status = 200): Response {
  const json = JSON.stringify(value);
  // What stands before it on its route may have set headers, which only the context knows.
  if (c.req.routeIndex > 0) return c.body(json, status as 200, JSON_HEADERS);
  return securedJson(json, status);
}
