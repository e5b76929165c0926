import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { retryAfterSeconds, Throughput } from "../../../src/jobs/metrics/throughput";

const START = 1_700_000_000_000;

describe("a throughput", () => {
  test("is nothing at first", () => {
    expect(new Throughput(START).rate(START)).toBe(0);
  });

  test("goes by the time since it began, while that is less than a minute", () => {
    const throughput = new Throughput(START);
    throughput.add(30, START + 4000);
    expect(throughput.rate(START + 10_000)).toBe(3);
  });

  test("is not thought high for a first moment", () => {
    const throughput = new Throughput(START);
    throughput.add(5, START + 1);
    expect(throughput.rate(START + 1)).toBe(5);
  });

  test("forgets after a minute", () => {
    const throughput = new Throughput(START);
    throughput.add(600, START);
    expect(throughput.rate(START + 59_999)).toBeCloseTo(10, 2);
    expect(throughput.rate(START + 60_000)).toBe(0);
    throughput.add(60, START + 3_600_000);
    expect(throughput.rate(START + 3_600_000)).toBeCloseTo(60 / 59);
  });

  test("finds a steady rate, whatever it is and whenever it is asked", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 61, max: 300 }),
        fc.nat(999),
        (perSecond, seconds, offset) => {
          const throughput = new Throughput(START + offset);
          for (let second = 0; second < seconds; second++) {
            for (const part of [0, 250, 500, 750])
              throughput.add(perSecond, START + offset + second * 1000 + part);
          }
          const rate = throughput.rate(START + offset + seconds * 1000 - 1);
          expect(rate).toBeGreaterThan(4 * perSecond * 0.97);
          expect(rate).toBeLessThan(4 * perSecond * 1.03);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("never is negative or infinite, wherever the clock jumps", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -200_000, max: 200_000 }), fc.nat(1000)), { maxLength: 50 }),
        (jumps) => {
          const throughput = new Throughput(START);
          let now = START;
          let jobs = 0;
          for (const [jump, done] of jumps) {
            now += jump;
            jobs += done;
            throughput.add(done, now);
            expect(throughput.rate(now)).toBeGreaterThanOrEqual(0);
            expect(throughput.rate(now)).toBeLessThanOrEqual(jobs);
          }
        },
      ),
    );
  });

  test("begins anew when the clock went back by more than a minute", () => {
    const throughput = new Throughput(START);
    throughput.add(1000, START + 86_400_000);
    throughput.add(20, START);
    expect(throughput.rate(START + 10_000)).toBe(2);
  });
});

describe("retryAfterSeconds", () => {
  test.each([
    ["a hundredth of the capacity", 10_000, 10_000, 10, 10],
    ["one place at least", 5, 5, 0.5, 2],
    ["whole seconds, rounded up", 1000, 1000, 3, 4],
    ["more than full", 10_100, 10_000, 10, 20],
    ["a second at least", 1000, 1000, 10_000, 1],
    ["places are free already", 900, 1000, 0, 1],
    ["five minutes at most", 100_000, 100_000, 1, 300],
    ["nothing gets done", 1000, 1000, 0, 300],
  ])("%s", (_, waiting, capacity, rate, seconds) => {
    expect(retryAfterSeconds(waiting, capacity, rate)).toBe(seconds);
  });

  test("is a whole number from 1 to 300, and longer when it is slower or fuller", () => {
    const rate = fc.double({ min: 0, max: 10_000, noNaN: true });
    fc.assert(
      fc.property(
        fc.nat(200_000),
        fc.nat(1000),
        fc.integer({ min: 1, max: 100_000 }),
        rate,
        rate,
        (waiting, more, capacity, a, b) => {
          const [slow, fast] = [Math.min(a, b), Math.max(a, b)];
          const seconds = retryAfterSeconds(waiting, capacity, fast);
          expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= 300).toBe(true);
          expect(retryAfterSeconds(waiting, capacity, slow)).toBeGreaterThanOrEqual(seconds);
          expect(retryAfterSeconds(waiting + more, capacity, fast)).toBeGreaterThanOrEqual(seconds);
        },
      ),
    );
  });
});
