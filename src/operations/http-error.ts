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
  return new HTTPException(status, { res: Response.json(body, { status, headers }) });
}
