import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextAttemptTime } from "../../../src/jobs/webhooks/retry-schedule";

const ATTEMPTS = 10;
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const failures = fc.integer({ min: 1, max: ATTEMPTS - 1 });

describe("nextAttemptTime", () => {
  test("follows the recommended schedule, then gives up", () => {
    const minutes = Array.from({ length: ATTEMPTS }, (_, i) => nextAttemptTime(i + 1, 0, 0)).map(
      (time) => time && time / 60_000,
    );
    expect(minutes).toEqual([5 / 60, 5, 30, 120, 300, 600, 840, 1200, 1440, null]);
  });

  test("never comes early, nor more than a fifth late", () => {
    fc.assert(
      fc.property(failures, fc.nat(2_000_000_000_000), fraction, (failed, now, jitter) => {
        const wait = (nextAttemptTime(failed, now, jitter) ?? now) - now;
        const planned = nextAttemptTime(failed, 0, 0) ?? 0;
        expect(wait).toBeGreaterThanOrEqual(planned);
        expect(wait).toBeLessThanOrEqual(planned * 1.2);
      }),
    );
  });

  test("waits longer after each failure, whatever the jitter", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: ATTEMPTS - 2 }), fraction, fraction, (failed, one, other) => {
        expect(nextAttemptTime(failed + 1, 0, other)).toBeGreaterThanOrEqual(
          nextAttemptTime(failed, 0, one) ?? Number.POSITIVE_INFINITY,
        );
      }),
    );
  });

  test("leaves the receiver alone for as long as it asked, but does not come sooner for it", () => {
    expect(nextAttemptTime(1, 1000, 0, 60_000)).toBe(61_000);
    expect(nextAttemptTime(2, 1000, 0, 60_000)).toBe(301_000);
    expect(nextAttemptTime(ATTEMPTS, 1000, 0, 60_000)).toBeNull();
  });
});
