import { HTTPException } from "hono/http-exception";
import type { Header } from "../operations";

/**
 * The token of `Authorization: Bearer TOKEN`.
 *
 * @throws {401} There is none.
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export async function accessToken(authorization?: Header<string>): Promise<string> {
  const token = authorization?.match(/^Bearer +([\w.~+/-]+=*)$/i)?.[1];
  if (!token) throw unauthorized("Send the header `Authorization: Bearer TOKEN`.");
  return token;
}

/** A 401 with the challenge that goes with it. */
export function unauthorized(message: string): HTTPException {
  return new HTTPException(401, {
    message,
    res: new Response(null, { status: 401, headers: { "www-authenticate": "Bearer" } }),
  });
}
