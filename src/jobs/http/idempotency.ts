/**
 * The `Idempotency-Key` header.
 *
 * @module
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */

const MAX_LENGTH = 255;

/**
 * Read the header.
 *
 * @returns the key; null when there is none; "invalid" when it is empty or longer than 255 characters
 */
export function readIdempotencyKey(header: string | undefined): { key: string } | "invalid" | null {
  if (header === undefined) return null;
  const key = header.trim();
  return key === "" || key.length > MAX_LENGTH ? "invalid" : { key };
}
