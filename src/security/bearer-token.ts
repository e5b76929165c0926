import type { Header } from "../operations";
import { bearerChallenge, unauthorized } from "./challenge";

/**
 * The token of `Authorization: Bearer TOKEN`.
 *
 * @remarks Nobody has checked it yet: do so in a dependency that depends on this one.
 * @security bearer
 * @throws {401} The token is missing.
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export async function bearerToken(authorization?: Header<string>): Promise<string> {
  const credentials = authorization?.match(/^Bearer +(.*)$/i)?.[1];
  if (credentials === undefined)
    throw unauthorized("Send the header `Authorization: Bearer TOKEN`.", bearerChallenge());
  if (!/^[\w.~+/-]+=*$/.test(credentials)) throw invalidToken("The token is malformed.");
  return credentials;
}

/** The 401 for a token that is expired, unknown, not for us. @param detail a sentence without quotes */
export function invalidToken(detail: string) {
  return unauthorized(detail, bearerChallenge("invalid_token", { error_description: detail }));
}
