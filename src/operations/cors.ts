/**
 * Which sites' pages may call the API from a browser.
 *
 * @module
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */

import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { MethodsOf } from "./methods";

/** Seconds that a browser need not ask again; none believes more. */
const MAX_AGE = 7200;

/** What scripts may read beside the few headers that they always may. */
const EXPOSED = [
  "Allow",
  "CF-Ray",
  "Location",
  "Preference-Applied",
  "Retry-After",
  "Server-Timing",
  "WWW-Authenticate",
  "X-Request-Id",
];

/**
 * Middleware that allows the pages of these sites to call every operation.
 *
 * Cookies stay behind: a page that may send another site's cookies can do whatever its user may. Tokens and keys are in
 * headers, which only those who know them can send.
 *
 * @param origins with spaces between; `https://*.example.com` is any subdomain, one level deep; `*` is everybody
 * @param methodsOf what a preflight is told
 * @throws {Error} one is no origin
 */
export function allowOrigins(origins: string, methodsOf: MethodsOf): MiddlewareHandler {
  const patterns = patternsOf(origins);
  const answer = cors({
    origin: patterns.includes(ANY) ? "*" : (origin) => (matches(origin, patterns) ? origin : null),
    allowMethods: (_, c) => methodsOf(c.req.path),
    exposeHeaders: EXPOSED,
    maxAge: MAX_AGE,
  });
  return async (c, next) => {
    // Only a preflight asks for a method: any other OPTIONS is the path's own affair.
    const asks = c.req.header("access-control-request-method") !== undefined;
    return c.req.method === "OPTIONS" && !asks ? next() : answer(c, next);
  };
}

/**
 * Whether a page of the origin may call the API.
 *
 * @param origins as {@link allowOrigins} reads them
 */
export function isAllowed(origin: string, origins: string): boolean {
  return matches(origin, patternsOf(origins));
}

function patternsOf(origins: string): RegExp[] {
  return origins.split(/\s+/).filter(Boolean).map(patternOf);
}

function matches(origin: string, patterns: RegExp[]): boolean {
  return patterns.some((pattern) => pattern.test(origin));
}

const ANY = /^/;

const ORIGIN = /^(https?:\/\/)(\*\.)?([a-z\d-]+(?:\.[a-z\d-]+)*|\[[\da-f:]+\])(:\d+)?$/;

function patternOf(origin: string): RegExp {
  if (origin === "*") return ANY;
  const [, scheme, wildcard = "", host, port = ""] = ORIGIN.exec(origin) ?? [];
  if (host === undefined)
    throw new Error(
      `CORS_ORIGINS: "${origin}" is no origin. Write https://example.com, without a path; https://*.example.com for its subdomains; * for everybody. Put spaces between several.`,
    );
  const level = wildcard === "" ? "" : "[a-z\\d-]+\\.";
  return new RegExp(`^${scheme}${level}${host.replace(/[.[\]]/g, "\\$&")}${port}$`);
}
