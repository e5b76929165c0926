import { bearerChallenge, forbidden } from "./challenge";
import type { JwtClaims } from "./jwt";

/**
 * Let nobody through whose token does not say that its bearer may do all of this. Scopes are those of `scope` (RFC 9068)
 * or, as some issuers have it, `scp`.
 *
 * @throws {HTTPException} 403 with what would be needed (RFC 6750)
 */
export function requireScopes(claims: JwtClaims, ...scopes: string[]): void {
  const granted = [claims.scope, claims.scp].flat().flatMap((text) => String(text ?? "").split(" "));
  if (scopes.every((scope) => granted.includes(scope))) return;
  throw forbidden(
    `This takes a token with the scope ${scopes.join(" ")}.`,
    bearerChallenge("insufficient_scope", { scope: scopes.join(" ") }),
  );
}
