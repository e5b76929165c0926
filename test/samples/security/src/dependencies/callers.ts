import type { Depends, Header } from "../operations";
import { apiKey, type JwtClaims, jwtClaims, requireScopes } from "../security";

/**
 * Whose token lets them cook.
 *
 * @security jwt(burgers:cook)
 * @throws {403} The token does not have the scope `burgers:cook`.
 */
export async function mayCook(claims: Depends<typeof jwtClaims>): Promise<JwtClaims> {
  requireScopes(claims, "burgers:cook");
  return claims;
}

/**
 * A service by its key, or else a user by their token.
 *
 * @security apiKey header X-API-Key
 * @security jwt bearer JWT
 * @throws {401} Neither a key nor a token, or none that is good.
 */
export async function serviceOrUser(
  xApiKey?: Header<string>,
  authorization?: Header<string>,
): Promise<string> {
  if (xApiKey !== undefined) return (await apiKey(xApiKey)).name;
  return (await jwtClaims(authorization)).sub ?? "nobody";
}
