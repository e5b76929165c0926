/**
 * Who is an operator: whoever bears the secret `JOBS_TOKEN`. Without such a secret nobody is one.
 *
 * @module
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */

import { env } from "cloudflare:workers";
import type { MiddlewareHandler } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { HTTPException } from "hono/http-exception";
import { ProblemError } from "../../operations/failure";
import { problemOf } from "../../operations/problem";
import { isSameSecret } from "../../security";

/** Nobody but operators comes through: 403 while there can be none, 401 for others, 400 when the header is malformed. */
export const operatorsOnly: MiddlewareHandler = async (c, next) => {
  const { JOBS_TOKEN: token } = env as { JOBS_TOKEN?: string };
  if (!token)
    throw new ProblemError(
      problemOf(403, {
        detail:
          "This is for operators, and nobody is one until the secret JOBS_TOKEN is set: in .dev.vars, or deployed by `npx wrangler secret put JOBS_TOKEN`.",
      }),
    );
  try {
    return await bearerAuth({ verifyToken: (given) => isSameSecret(given, token), realm: "jobs" })(c, next);
  } catch (error) {
    if (!(error instanceof HTTPException)) throw error;
    const challenge = error.res?.headers.get("www-authenticate");
    throw new ProblemError(
      problemOf(error.status, {
        detail:
          "This is for operators: send the header `Authorization: Bearer` with the value of JOBS_TOKEN, which is made of letters, digits and -._~+/=.",
      }),
      challenge ? { "www-authenticate": challenge } : {},
    );
  }
};
