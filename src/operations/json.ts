import type { Context } from "hono";
import { JSON_HEADERS } from "./secure-headers";

/** As Hono would make them of each answer anew. */
const HEADERS = new Headers(JSON_HEADERS);

/** Answer with JSON. */
export function answerJson(c: Context, value: unknown, status = 200): Response {
  const json = JSON.stringify(value);
  // What stands before it on its route may have set headers, which only the context knows.
  if (c.req.routeIndex > 0) return c.body(json, status as 200, JSON_HEADERS);
  return new Response(json, { status, headers: HEADERS });
}
