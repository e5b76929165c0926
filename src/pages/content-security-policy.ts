import type { secureHeaders } from "hono/secure-headers";

/**
 * What the pages may do: load their own files and ask their own origin. No inline script, no `eval`, no inline style.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export const contentSecurityPolicy: NonNullable<
  NonNullable<Parameters<typeof secureHeaders>[0]>["contentSecurityPolicy"]
> = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  // Swagger UI's stylesheet carries its icons; an answer that is an image is a blob.
  imgSrc: ["'self'", "data:", "blob:"],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};
