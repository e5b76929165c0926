/**
 * One attempt to deliver a webhook.
 *
 * @module
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#delivery-success-and-failure
 */

import { type Secret, signatureHeaders } from "./signature";

export interface Webhook {
  /** As `checkDestination` gave it. */
  url: string;
  /** Of the event, the same at every attempt; without a full stop. */
  id: string;
  /** JSON text. */
  body: string;
  secrets: readonly Secret[];
}

/** How the attempt ended. `retryAfterMs`: how long the receiver asked to be left alone, an hour at most. */
export type Delivery =
  | { delivered: true }
  | { delivered: false; retryable: boolean; reason: string; retryAfterMs?: number };

const TIMEOUT_MS = 10_000;
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/**
 * Post the event to its URL. A 2xx status is success, whatever the body; 410 is final; everything else is worth
 * another attempt. Redirects are not followed: they could lead where the URL itself may not.
 *
 * @param now milliseconds since the epoch
 */
export async function deliver(
  webhook: Webhook,
  fetch: typeof globalThis.fetch,
  now: number,
): Promise<Delivery> {
  const { url, id, body, secrets } = webhook;
  const signature = await signatureHeaders(secrets, id, now, body);
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "shortorder", ...signature },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    return { delivered: false, retryable: true, reason: reasonOf(error) };
  }
  // Nobody reads it, and an open body holds the connection. That it broke off does not matter.
  await response.body?.cancel().catch(() => {});
  return deliveryOf(response, now);
}

function deliveryOf({ ok, status, headers }: Response, now: number): Delivery {
  if (ok) return { delivered: true };
  if (status === 410)
    return { delivered: false, retryable: false, reason: "The receiver answered 410: it wants no more." };
  const reason =
    status >= 300 && status < 400
      ? `The receiver answered ${status}, and redirects are not followed: give the URL that it leads to.`
      : `The receiver answered ${status}.`;
  const retryAfterMs = readRetryAfter(headers.get("retry-after"), now);
  return { delivered: false, retryable: true, reason, ...(retryAfterMs !== null && { retryAfterMs }) };
}

/**
 * Seconds or an HTTP date (RFC 9110, section 10.2.3), as milliseconds from now on; null when it is absent or neither.
 */
function readRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : / GMT$/.test(text) ? Date.parse(text) - now : null;
  if (wait === null || Number.isNaN(wait)) return null;
  return Math.min(Math.max(wait, 0), LONGEST_RETRY_AFTER_MS);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && error.name === "TimeoutError"
    ? `The receiver did not answer within ${TIMEOUT_MS / 1000} s.`
    : "The receiver could not be reached.";
}
