/**
 * Ready dependencies that say who asks, and what one's own are made of. An operation uses one by depending on it:
 * `caller: Depends<typeof apiKey>`. See docs/security.md.
 *
 * @module
 */

export { type ApiKey, apiKey } from "./api-key";
export { type BasicUser, basicUser } from "./basic-user";
export { bearerToken, invalidToken } from "./bearer-token";
export { bearerChallenge, forbidden, unauthorized } from "./challenge";
export { type JwtClaims, type JwtTrust, verifyJwt } from "./jwt";
export { jwtClaims } from "./jwt-claims";
export { requireScopes } from "./scopes";
export { digestOf, isSameSecret } from "./secrets";
