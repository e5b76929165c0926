import type { Header } from "../operations";
import { bearerToken } from "./bearer-token";
import { notConfigured, setting } from "./configuration";
import { type JwtClaims, type JwtTrust, verifyJwt } from "./jwt";

/**
 * A JSON Web Token, as `Authorization: Bearer TOKEN`.
 *
 * @remarks Gives what it says once it has been checked, as `JWT_SECRET` or `JWT_JWKS_URL`, `JWT_ISSUER` and `JWT_AUDIENCE` want it.
 * @security jwt bearer JWT
 * @throws {401} The token is missing, has expired, or is not for us.
 */
export async function jwtClaims(authorization?: Header<string>): Promise<JwtClaims> {
  const trust = configuredTrust();
  return verifyJwt(await bearerToken(authorization), trust);
}

/** As the secrets and vars say. @throws {Error} for the log, where they say nothing or too little */
function configuredTrust(): JwtTrust {
  const jwksUrl = setting("JWT_JWKS_URL");
  const secrets = setting("JWT_SECRET")?.split(/\s+/);
  const issuer = setting("JWT_ISSUER");
  const audience = setting("JWT_AUDIENCE");
  if ((secrets === undefined) === (jwksUrl === undefined))
    throw notConfigured("jwtClaims is used: set one of JWT_SECRET and JWT_JWKS_URL.");
  if (secrets) {
    if (secrets.some((secret) => new TextEncoder().encode(secret).length < 32))
      throw notConfigured("JWT_SECRET is too short for HS256, which wants 32 bytes (RFC 7518).");
    return { keys: { secrets }, issuer, audience };
  }
  if (jwksUrl === undefined || !isSafe(jwksUrl))
    throw notConfigured("JWT_JWKS_URL must begin with https://, or be of this machine.");
  // An issuer has many customers, and signs for all of them with the same keys.
  if (issuer === undefined || audience === undefined)
    throw notConfigured(
      "JWT_JWKS_URL needs JWT_ISSUER and JWT_AUDIENCE, or any token of the issuer would do. JWT_AUDIENCE is * where its tokens have no audience.",
    );
  return { keys: { jwksUrl }, issuer, audience: audience === "*" ? undefined : audience };
}

/** Keys that others could replace on their way are no keys. */
function isSafe(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === "https:" || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url?.hostname ?? "");
}
