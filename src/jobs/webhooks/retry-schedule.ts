/**
 * When a webhook that did not get through is tried again.
 *
 * @module
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** From one attempt to the next, as the specification recommends: ten attempts in a little over three days. */
const DELAYS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** How much longer than planned it may take, so that what failed together does not come back together. */
const SPREAD = 0.2;

/**
 * The time of the next attempt; null when it is given up.
 *
 * @param failures attempts that failed so far, the last one among them: at least 1
 * @param now milliseconds since the epoch
 * @param jitter from 0 to 1
 * @param retryAfterMs how long the receiver asked to be left alone
 */
export function nextAttemptTime(
  failures: number,
  now: number,
  jitter: number,
  retryAfterMs = 0,
): number | null {
  const delay = DELAYS[failures - 1];
  if (delay === undefined) return null;
  return now + Math.max(Math.round(delay * (1 + SPREAD * jitter)), retryAfterMs);
}
