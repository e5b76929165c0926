/**
 * JSON Web Tokens: whom they come from, whom they are for, whether they still hold.
 *
 * @module
 * @see https://www.rfc-editor.org/rfc/rfc7519
 * @see https://www.rfc-editor.org/rfc/rfc8725 for what goes wrong with them
 */

import { HTTPException } from "hono/http-exception";
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from "jose";
import { log, thrown } from "../logs/log";
import { invalidToken } from "./bearer-token";

/** What a token says. */
export interface JwtClaims {
  /** Who issued it. */
  iss?: string;
  /** Whom it is about. */
  sub?: string;
  /** Whom it is for. */
  aud?: string | string[];
  /** When it ends, in seconds since 1970. */
  exp: number;
  nbf?: number;
  iat?: number;
  jti?: string;
  /** What its bearer may do, with spaces in between (RFC 9068). */
  scope?: string;
  [claim: string]: unknown;
}

/** Which tokens are good. */
export interface JwtTrust {
  /** Secrets that sign with HS256, 32 bytes or more each: several while one replaces another. Or where the issuer publishes its public keys, as a JWK set (RFC 7517). */
  keys: { secrets: string[] } | { jwksUrl: string };
  /** What `iss` must be; anything unless given. */
  issuer?: string | undefined;
  /** What must be in `aud`; anything unless given. */
  audience?: string | undefined;
}

/** How far the clocks of two machines may be apart. */
const LEEWAY_SECONDS = 30;

/** Those of public keys alone: whoever knows such a key must not be able to sign with it. The key's own `alg` decides among them. */
const PUBLIC_KEY_ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];

/**
 * The claims of a token that is good. It must have an end (`exp`).
 *
 * @throws {HTTPException} 401 with the reason as a challenge (RFC 6750); 503 while the issuer's keys can't be had
 */
export async function verifyJwt(token: string, { keys, issuer, audience }: JwtTrust): Promise<JwtClaims> {
  const options: JWTVerifyOptions = {
    requiredClaims: ["exp"],
    clockTolerance: LEEWAY_SECONDS,
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
  };
  try {
    return "secrets" in keys
      ? await verifyWithSecrets(token, keys.secrets, options)
      : await verifyWithJwks(token, keys.jwksUrl, options);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== undefined) throw invalidToken(reason);
    log("error", "the keys of the token's issuer can't be had", thrown(error));
    throw new HTTPException(503, { message: "Tokens can't be checked now." });
  }
}

async function verifyWithSecrets(token: string, secrets: string[], options: JWTVerifyOptions) {
  let failure: unknown;
  for (const secret of secrets) {
    try {
      const key = new TextEncoder().encode(secret);
      const { payload } = await jwtVerify(token, key, { ...options, algorithms: ["HS256"] });
      return payload as JwtClaims;
    } catch (error) {
      failure = error;
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) break;
    }
  }
  throw failure;
}

/** Key sets by their URL. Each is fetched again after ten minutes, and for a key that it lacks, twice a minute at most. */
const keySets = new Map<string, JWTVerifyGetKey>();

async function verifyWithJwks(token: string, jwksUrl: string, options: JWTVerifyOptions) {
  const keySet = keySets.get(jwksUrl) ?? createRemoteJWKSet(new URL(jwksUrl));
  keySets.set(jwksUrl, keySet);
  const { payload } = await jwtVerify(token, keySet, { ...options, algorithms: PUBLIC_KEY_ALGORITHMS });
  return payload as JwtClaims;
}

/** What is wrong with the token; undefined where it is not the token. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof errors.JWTExpired) return "The token has expired.";
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === "nbf" && error.reason === "check_failed") return "The token is not valid yet.";
    if (error.claim === "iss") return "The token is from another issuer.";
    if (error.claim === "aud") return "The token is for another audience.";
    return `The token has no good ${error.claim}.`;
  }
  if (error instanceof errors.JOSEError && TOKEN_ERRORS.includes(error.code))
    return "The token is not valid.";
  return undefined;
}

const TOKEN_ERRORS = [
  "ERR_JOSE_ALG_NOT_ALLOWED",
  "ERR_JOSE_NOT_SUPPORTED",
  "ERR_JWKS_MULTIPLE_MATCHING_KEYS",
  "ERR_JWKS_NO_MATCHING_KEY",
  "ERR_JWS_INVALID",
  "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
  "ERR_JWT_INVALID",
];
