/**
 * Signatures of webhooks.
 *
 * @module
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */

/** A key for HMAC-SHA256. */
export type Secret = Uint8Array<ArrayBuffer>;

/** The headers that identify a delivery and prove where it comes from. */
export interface SignatureHeaders {
  "webhook-id": string;
  /** Seconds since the epoch. */
  "webhook-timestamp": string;
  /** One signature a secret, separated by spaces. */
  "webhook-signature": string;
}

const PREFIX = "whsec_";
const MIN_BYTES = 24;
const MAX_BYTES = 64;
const HINT = `Write ${PREFIX} and then ${MIN_BYTES} to ${MAX_BYTES} random bytes in base64, as \`openssl rand -base64 32\` makes them.`;

/**
 * Read the configured secrets.
 *
 * @param text `whsec_` and base64; several, separated by spaces, while one is replaced by another
 * @throws Error when there is none, or one is malformed: the message says which and how to mend it, and does not
 *   repeat it
 */
export function readSecrets(text: string): Secret[] {
  const words = text.split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) throw new Error(`There is no secret to sign webhooks with. ${HINT}`);
  return words.map((word, index) => {
    const which =
      words.length === 1 ? "The webhook secret" : `Webhook secret ${index + 1} of ${words.length}`;
    if (!word.startsWith(PREFIX)) throw new Error(`${which} does not begin with ${PREFIX}. ${HINT}`);
    const secret = decodeBase64(word.slice(PREFIX.length));
    if (secret === null) throw new Error(`${which} is not base64 after ${PREFIX}. ${HINT}`);
    if (secret.length < MIN_BYTES || secret.length > MAX_BYTES)
      throw new Error(`${which} has ${secret.length} bytes. ${HINT}`);
    return secret;
  });
}

/**
 * Sign one attempt at a delivery.
 *
 * @param secrets as {@link readSecrets} gives them
 * @param id of the event, the same at every attempt; it must not contain a full stop
 * @param now time of the attempt, in milliseconds since the epoch
 * @param body exactly as it is sent
 */
export async function signatureHeaders(
  secrets: readonly Secret[],
  id: string,
  now: number,
  body: string,
): Promise<SignatureHeaders> {
  const timestamp = String(Math.floor(now / 1000));
  const content = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const signatures = await Promise.all(secrets.map((secret) => sign(secret, content)));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

async function sign(secret: Secret, content: Uint8Array): Promise<string> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", key, content));
  return `v1,${btoa(String.fromCharCode(...digest))}`;
}

function decodeBase64(text: string): Secret | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
