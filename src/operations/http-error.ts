import { HTTPException } from "hono/http-exception";

/**
 * An error whose answer is JSON of your own type, in place of a problem: `throw httpError<SoldOut>(409, { until })`, for
 * `@throws {409} {@link SoldOut} text`.
 *
 * @param headers more of them; a `content-type` in place of `application/json`, too
 */
export function httpError<Body>(
  status: NonNullable<ConstructorParameters<typeof HTTPException>[0]>,
  body: Body,
  headers: HeadersInit = {},
): HTTPException {
  const json = JSON.stringify(body);
  const all = { "content-type": "application/json", ...Object.fromEntries(new Headers(headers)) };
  // A new answer each time it is asked for: an error may be a constant that is thrown again and again.
  const res = { get: () => new Response(json, { status, headers: all }) };
  return Object.defineProperty(new HTTPException(status), "res", res);
}
