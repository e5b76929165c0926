import { env } from "cloudflare:workers";

/** What the ready dependencies are configured by: secrets and vars, none of which has to be there. */
type Name = "JWT_SECRET" | "JWT_JWKS_URL" | "JWT_ISSUER" | "JWT_AUDIENCE" | "API_KEYS" | "BASIC_USERS";

/**
 * A dependency is used and not configured, or badly: nobody comes through. The client gets a 500 that says nothing of
 * it; the log says what to set.
 */
export function notConfigured(what: string): Error {
  return new Error(
    `${what} Set secrets in .dev.vars, or deployed by \`npx wrangler secret put NAME\`: see docs/security.md.`,
  );
}

/** A secret or var; undefined where it is not set or empty. */
export function setting(name: Name): string | undefined {
  return (env as { [name in Name]?: string })[name]?.trim() || undefined;
}
