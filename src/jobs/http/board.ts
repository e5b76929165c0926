import { env } from "cloudflare:workers";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { Hono } from "../../operations/hono";

/** The board of the jobs for browsers, at the addresses that answer programs with JSON: whichever `Accept` prefers. */
export const board = new Hono();

/** All that it asks of the browser, which is less than other pages do. Pictures that a job answers are `blob:`. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** The page is one for all of them, and shows what its address says. */
for (const path of ["/jobs", "/jobs/queues", "/jobs/schedules", "/jobs/:id"])
  board.get(path, async (c, next) => {
    if (prefersHtml(c)) c.res = await asset(c, "/jobs/board/");
    else await next();
    c.res.headers.append("vary", "Accept");
  });

/** Its script and style. */
board.get("/jobs/board/:file", async (c) => {
  const response = await asset(c, new URL(c.req.url).pathname);
  return response.status === 404 ? c.notFound() : response;
});

/** What does not care, as curl, gets JSON. */
function prefersHtml(c: Context): boolean {
  const json = "application/json";
  return accepts(c, { header: "Accept", supports: [json, "text/html"], default: json }) === "text/html";
}

/** Whatever the request's own path is, and as it can be changed. */
async function asset(c: Context, path: string): Promise<Response> {
  const found = await env.ASSETS.fetch(new Request(new URL(path, c.req.url), c.req.raw));
  const response = new Response(found.body, found);
  response.headers.set("content-security-policy", POLICY);
  return response;
}
