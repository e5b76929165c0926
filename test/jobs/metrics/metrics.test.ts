import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countedSince,
  type Happening,
  type Metrics,
  mergeMetrics,
  recorded,
} from "../../../src/jobs/metrics/metrics";
import { story } from "./arbitraries";

type Story = [operation: string, happening: Happening][];

const told = (happenings: Story): Metrics =>
  happenings.reduce<Metrics>(
    (metrics, [operation, happening]) => recorded(metrics, operation, happening),
    {},
  );

const total = (counts: readonly number[] = []) => counts.reduce((a, b) => a + b, 0);

describe("recorded", () => {
  test("counts a job's life", () => {
    const { multiply } = told([
      ["multiply", { type: "submitted" }],
      ["multiply", { type: "started", waitMs: 20 }],
      ["multiply", { type: "lost" }],
      ["multiply", { type: "started", waitMs: 0 }],
      ["multiply", { type: "retried" }],
      ["multiply", { type: "started", waitMs: 1000 }],
      ["multiply", { type: "finished", status: "succeeded", runMs: 3000 }],
      ["multiply", { type: "rejected" }],
    ]);
    expect(multiply).toMatchObject({
      submitted: 1,
      rejected: 1,
      attempts: 3,
      retries: 1,
      losses: 1,
      succeeded: 1,
      failed: 0,
      cancelled: 0,
      wait: { sumMs: 1020 },
      run: { sumMs: 3000 },
    });
  });

  test("counts everything once, under its operation", () => {
    fc.assert(
      fc.property(story, (happenings) => {
        const metrics = told(happenings);
        expect(new Set(Object.keys(metrics))).toEqual(new Set(happenings.map(([operation]) => operation)));
        for (const [operation, counts] of Object.entries(metrics)) {
          const own = happenings.flatMap(([of, happening]) => (of === operation ? [happening] : []));
          const ended = own.filter((happening) => happening.type === "finished");
          const { submitted, rejected, attempts, retries, losses, succeeded, failed, cancelled } = counts;
          expect(submitted + rejected + attempts + retries + losses + succeeded + failed + cancelled).toBe(
            own.length,
          );
          expect(succeeded + failed + cancelled).toBe(ended.length);
          expect(total(counts.wait.counts)).toBe(attempts);
          expect(total(counts.run.counts)).toBe(ended.filter(({ runMs }) => runMs !== null).length);
        }
      }),
    );
  });

  test("leaves what it was given as it is", () => {
    const before = told([["multiply", { type: "started", waitMs: 5 }]]);
    const copy = structuredClone(before);
    recorded(before, "multiply", { type: "started", waitMs: 5 });
    expect(before).toEqual(copy);
  });
});

describe("countedSince", () => {
  test("is what makes the earlier metrics the later ones", () => {
    fc.assert(
      fc.property(story, story, (early, late) => {
        const before = told(early);
        const now = late.reduce(
          (metrics, [operation, happening]) => recorded(metrics, operation, happening),
          before,
        );
        const since = countedSince(before, now);
        expect(since).toEqual(told(late));
        expect(mergeMetrics(before, since)).toEqual(now);
      }),
    );
  });
});

describe("mergeMetrics", () => {
  test("of two shards is what one would have counted", () => {
    fc.assert(
      fc.property(story, story, (one, other) => {
        expect(mergeMetrics(told(one), told(other))).toEqual(told([...one, ...other]));
      }),
    );
  });

  test("may be done in any order, and nothing adds nothing", () => {
    fc.assert(
      fc.property(story.map(told), story.map(told), story.map(told), (a, b, c) => {
        expect(mergeMetrics(mergeMetrics(a, b), c)).toEqual(mergeMetrics(a, mergeMetrics(b, c)));
        expect(mergeMetrics(a, b)).toEqual(mergeMetrics(b, a));
        expect(mergeMetrics(a, {})).toEqual(a);
      }),
    );
  });

  test("goes through JSON unharmed", () => {
    fc.assert(
      fc.property(story, (happenings) => {
        const metrics = told(happenings);
        expect(JSON.parse(JSON.stringify(metrics))).toEqual(metrics);
      }),
    );
  });
});
