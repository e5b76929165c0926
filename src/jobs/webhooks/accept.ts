/**
 * Taking the URL of a webhook from whoever submits a job.
 *
 * @module
 */

import { env } from "cloudflare:workers";
import { checkDestination } from "./destination";
import { readSecrets } from "./signature";

/** The webhook cannot be taken; the message says why, for whoever gave the URL. */
export class WebhookError extends Error {
  override name = "WebhookError";
}

/**
 * The URL in its normal form.
 *
 * @throws {WebhookError} it may not be called, or there is no right secret to sign with
 */
export function acceptWebhook(text: string): string {
  const { WEBHOOK_SECRET = "", WEBHOOK_ALLOW_PRIVATE } = env as {
    WEBHOOK_SECRET?: string;
    WEBHOOK_ALLOW_PRIVATE?: string;
  };
  try {
    readSecrets(WEBHOOK_SECRET);
  } catch (error) {
    throw new WebhookError(
      `No webhooks are sent here until WEBHOOK_SECRET is right. ${(error as Error).message}`,
    );
  }
  const destination = checkDestination(text, WEBHOOK_ALLOW_PRIVATE === "1");
  if (!destination.allowed) throw new WebhookError(destination.reason);
  return destination.url;
}
