import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BUCKET_BOUNDS_MS, EMPTY_HISTOGRAM, observed, quantile } from "../../../src/jobs/metrics/histogram";

describe("a histogram", () => {
  test("goes from 5 ms to an hour, in order", () => {
    expect(BUCKET_BOUNDS_MS[0]).toBe(5);
    expect(BUCKET_BOUNDS_MS.at(-1)).toBe(3_600_000);
    expect(BUCKET_BOUNDS_MS.toSorted((a, b) => a - b)).toEqual(BUCKET_BOUNDS_MS);
    expect(EMPTY_HISTOGRAM.counts).toHaveLength(BUCKET_BOUNDS_MS.length + 1);
  });

  test.each([
    [-3, 0],
    [0, 0],
    [5, 0],
    [6, 1],
    [10, 1],
    [3_600_000, BUCKET_BOUNDS_MS.length - 1],
    [3_600_001, BUCKET_BOUNDS_MS.length],
    [Number.MAX_SAFE_INTEGER, BUCKET_BOUNDS_MS.length],
  ])("counts %i ms in bucket %i", (ms, bucket) => {
    const { counts, sumMs } = observed(EMPTY_HISTOGRAM, ms);
    expect(counts.flatMap((count, i) => (count === 1 ? [i] : []))).toEqual([bucket]);
    expect(sumMs).toBe(Math.max(ms, 0));
  });

  test("counts everything once", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5_000_000)), (times) => {
        const { counts, sumMs } = times.reduce(observed, EMPTY_HISTOGRAM);
        expect(counts.reduce((a, b) => a + b, 0)).toBe(times.length);
        expect(sumMs).toBe(times.reduce((a, b) => a + b, 0));
        for (const [i, bound] of BUCKET_BOUNDS_MS.entries()) {
          const atMost = counts.slice(0, i + 1).reduce((a, b) => a + b, 0);
          expect(atMost).toBe(times.filter((time) => time <= bound).length);
        }
      }),
    );
  });
});

describe("a quantile", () => {
  test("is that of nothing when there is nothing", () => {
    expect(quantile(EMPTY_HISTOGRAM, 0.5)).toBeNull();
  });

  test("lies within the bucket of the value that it stands for", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5_000_000), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (times, share) => {
          const found = quantile(times.reduce(observed, EMPTY_HISTOGRAM), share) ?? Number.NaN;
          const rank = Math.max(1, Math.ceil(share * times.length));
          const exact = times.toSorted((a, b) => a - b)[rank - 1] ?? Number.NaN;
          const bucket = BUCKET_BOUNDS_MS.findIndex((bound) => exact <= bound);
          const last = BUCKET_BOUNDS_MS.at(-1) ?? Number.NaN;
          expect(found).toBeGreaterThanOrEqual(bucket === -1 ? last : (BUCKET_BOUNDS_MS[bucket - 1] ?? 0));
          expect(found).toBeLessThanOrEqual(bucket === -1 ? last : (BUCKET_BOUNDS_MS[bucket] ?? last));
        },
      ),
    );
  });

  test("goes through a bucket evenly", () => {
    const histogram = [30, 40, 50, 50].reduce(observed, EMPTY_HISTOGRAM);
    expect([0, 0.5, 1].map((share) => quantile(histogram, share))).toEqual([25, 37.5, 50]);
  });
});
