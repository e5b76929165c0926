import { HTTPException } from "hono/http-exception";

/**
 * A 401 with the challenge that goes with it (RFC 9110, section 11.6.1).
 *
 * @param detail what the client did wrong, as the problem tells it
 * @param challenge the value of `WWW-Authenticate`
 */
export function unauthorized(detail: string, challenge: string): HTTPException {
  return refusal(401, detail, challenge);
}

/** A 403 to somebody who is known and must not: what they would need is in the challenge (RFC 6750, section 3.1). */
export function forbidden(detail: string, challenge: string): HTTPException {
  return refusal(403, detail, challenge);
}

/**
 * The challenge of bearer tokens. A request that brought no token gets it bare (RFC 6750, section 3.1).
 *
 * @param error `invalid_token` and the like
 */
export function bearerChallenge(error?: string, more: Record<string, string> = {}): string {
  if (error === undefined) return "Bearer";
  const parameters = Object.entries({ error, ...more }).map(([name, value]) => `${name}="${value}"`);
  return `Bearer ${parameters.join(", ")}`;
}

function refusal(status: 401 | 403, message: string, challenge: string): HTTPException {
  const headers = { "www-authenticate": challenge };
  return new HTTPException(status, { message, res: new Response(null, { status, headers }) });
}
