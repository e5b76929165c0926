import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Pace } from "../../../src/jobs/queue/pace";

/** Calls of a queue whose jobs take so long, over a way that takes so long. @returns how long each call took */
function calls(pace: Pace, queue: string, jobMs: number, wayMs: number, count: number): number[] {
  return Array.from({ length: count }, () => {
    const jobs = pace.jobsPerCall(queue, Number.POSITIVE_INFINITY);
    const ms = wayMs + jobs * jobMs;
    pace.record(queue, jobs, ms);
    return ms;
  });
}

describe("the pace of a queue", () => {
  test("is unknown at first: its jobs go one by one", () => {
    expect(new Pace().jobsPerCall("f", 100)).toBe(1);
  });

  test.each([1, 5, 20])("lets the shortest jobs fill their calls, over a way of %i ms", (way) => {
    const pace = new Pace();
    calls(pace, "f", 0.05, way, 10);
    expect(pace.jobsPerCall("f", 100)).toBe(32);
    // They are not shared out, but fewer than that are.
    expect(pace.jobsPerCall("f", 3)).toBe(32);
  });

  test("leaves long jobs alone, beside short ones too", () => {
    const pace = new Pace();
    calls(pace, "long", 28, 1, 10);
    expect(pace.jobsPerCall("long", 100)).toBe(1);
    calls(pace, "short", 0.1, 1, 10);
    calls(pace, "long", 300, 1, 1);
    expect(pace.jobsPerCall("long", 100)).toBe(1);
    expect(pace.jobsPerCall("short", 100)).toBe(32);
  });

  test("shares out among the lanes what is not of the shortest", () => {
    const pace = new Pace();
    calls(pace, "f", 5, 1, 2);
    expect(pace.jobsPerCall("f", 100)).toBe(4);
    expect(pace.jobsPerCall("f", 2)).toBe(2);
  });

  test("follows jobs that become long", () => {
    const pace = new Pace();
    calls(pace, "f", 0.1, 1, 10);
    calls(pace, "f", 100, 1, 6);
    expect(pace.jobsPerCall("f", 100)).toBe(1);
  });

  test("makes no call of many jobs long for more than a moment", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 500, noNaN: true }),
        fc.double({ min: 0.5, max: 40, noNaN: true }),
        (job, way) => {
          const durations = calls(new Pace(), "f", job, way, 60);
          // Twice as many as were short is the most that is ever tried.
          for (const ms of durations) expect(ms).toBeLessThanOrEqual(Math.max(way + job, 2 * 25));
        },
      ),
    );
  });

  test("is forgotten with a lost executor", () => {
    const pace = new Pace();
    calls(pace, "f", 0.1, 1, 10);
    pace.forget("f");
    expect(pace.jobsPerCall("f", 100)).toBe(1);
  });
});
