import { env } from "cloudflare:workers";
import type { Context } from "hono";
import { isAllowed } from "../operations/cors";
import { ProblemError } from "../operations/failure";
import { problemOf } from "../operations/problem";

/**
 * See that the request asks for a WebSocket, and that it may.
 *
 * A browser lets every page connect to every site, with the cookies that its user has there, and asks nobody. So a page
 * of another site is turned away here, but for those of `CORS_ORIGINS`, and of those the cookies are not looked at.
 *
 * @throws {ProblemError} 426, 403
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-10.2
 */
export function assertUpgrade(c: Context): void {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
    throw new ProblemError(problemOf(426, { detail: `${c.req.path} is a WebSocket: connect to it.` }), {
      connection: "upgrade",
      upgrade: "websocket",
    });
  }
  const origin = c.req.header("origin");
  const { CORS_ORIGINS: others = "" }: { CORS_ORIGINS?: string } = env;
  if (origin === undefined || isOwn(origin, c.req.url)) return;
  if (!isAllowed(origin, others)) {
    throw new ProblemError(problemOf(403, { detail: `Pages of ${origin} may not connect here.` }));
  }
  // As everywhere with CORS, and here the browser does not see to it.
  c.req.raw = new Request(c.req.raw);
  c.req.raw.headers.delete("cookie");
}

function isOwn(origin: string, url: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === new URL(url).host;
}
