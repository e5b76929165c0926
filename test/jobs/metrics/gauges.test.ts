import { describe, expect, test } from "vitest";
import { type Gauges, mergeGauges } from "../../../src/jobs/metrics/gauges";

const one: Gauges = {
  queues: {
    images: { depth: { queued: 3, running: 1 }, oldestWaitingMs: 500, paused: false },
    mail: { depth: {}, oldestWaitingMs: 0, paused: true },
  },
  lanes: { busy: 1, total: 2 },
};
const other: Gauges = {
  queues: {
    images: { depth: { queued: 2, scheduled: 4 }, oldestWaitingMs: 900, paused: true },
    matrices: { depth: { failed: 1 }, oldestWaitingMs: 0, paused: false },
  },
  lanes: { busy: 0, total: 4 },
};

describe("mergeGauges", () => {
  test("adds up jobs and lanes, and keeps the longest wait", () => {
    const merged: Gauges = {
      queues: {
        images: { depth: { queued: 5, running: 1, scheduled: 4 }, oldestWaitingMs: 900, paused: true },
        mail: { depth: {}, oldestWaitingMs: 0, paused: true },
        matrices: { depth: { failed: 1 }, oldestWaitingMs: 0, paused: false },
      },
      lanes: { busy: 1, total: 6 },
    };
    expect(mergeGauges(one, other)).toEqual(merged);
    expect(mergeGauges(other, one)).toEqual(merged);
  });
});
