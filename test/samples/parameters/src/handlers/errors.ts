/** Errors with bodies of their own, from both Workers. */
import { HTTPException } from "hono/http-exception";
import type { SoldOut } from "../models/sold-out";
import { httpError, type Integer } from "../operations";

/** @minItems 1 */
type Reasons = string[];

/**
 * @get /errors/{status}
 * @throws {404} There is none.
 * @throws {409} {@link SoldOut} It is sold out.
 * @throws {418 text/plain} It is a teapot.
 * @throws {422} {@link Reasons} It is no good.
 * @throws {default} {@link SoldOut} Whatever it is.
 */
export async function fail(status: Integer): Promise<string> {
  if (status === 409) throw soldOut();
  if (status === 418) throw new HTTPException(418, { res: new Response("short and stout") });
  if (status === 422) throw httpError<Reasons>(422, ["because"]);
  throw new HTTPException(404, { message: "There is none." });
}

/**
 * @post /errors/worked
 * @throws {409 application/vnd.kitchen+json} {@link SoldOut} It is sold out.
 */
export function failAtWork(): string {
  throw soldOut({ "content-type": "application/vnd.kitchen+json", "retry-after": "60" });
}

function soldOut(headers?: HeadersInit): HTTPException {
  return httpError<SoldOut>(409, { burger: "Classic", until: new Date("2026-11-30") }, headers);
}
