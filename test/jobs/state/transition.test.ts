import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Failure } from "../../../src/jobs/protocol";
import { isFinal, type JobRecord, submitted } from "../../../src/jobs/state/record";
import { backoff, type StateEvent, transition } from "../../../src/jobs/state/transition";

const MAX_LOSSES = 5;
const FAILURE: Failure = { reason: "error" };

/** What has happened to a job, told as a story: the model knows nothing of rows, leases or due times. */
interface Model {
  place: "line" | "pause" | "lane" | "end";
  starts: number;
  forgiven: number;
  lossesInARow: number;
  ending: "succeeded" | "failed" | "cancelled" | null;
  reason: Failure["reason"] | null;
}

type Told =
  | { kind: "claim" }
  | { kind: "step"; attempt: "current" | "stale"; checkpointed: boolean; progress: number | null }
  | { kind: "succeed"; attempt: "current" | "stale" }
  | { kind: "fail"; attempt: "current" | "stale"; retryable: boolean; jitter: number }
  | { kind: "lose"; attempt: "current" | "stale" }
  | { kind: "lease runs out"; late: boolean; jitter: number }
  | { kind: "time comes"; late: boolean }
  | { kind: "cancel" };

const attempt = fc.constantFrom("current" as const, "current" as const, "stale" as const);
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const told: fc.Arbitrary<Told> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("claim" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("step" as const),
      attempt,
      checkpointed: fc.boolean(),
      progress: fc.option(fraction),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("succeed" as const), attempt }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("fail" as const),
      attempt,
      retryable: fc.boolean(),
      jitter: fraction,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("lose" as const), attempt }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("lease runs out" as const),
      late: fc.boolean(),
      jitter: fraction,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("time comes" as const), late: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const) }) },
);

function begin(): Model {
  return { place: "line", starts: 0, forgiven: 0, lossesInARow: 0, ending: null, reason: null };
}

function end(model: Model, ending: Model["ending"], reason: Model["reason"] = null): void {
  Object.assign(model, { place: "end", ending, reason });
}

function forgiveOrEnd(model: Model, retries: number, reason: Failure["reason"]): void {
  if (model.forgiven === retries) {
    end(model, "failed", reason);
  } else {
    model.forgiven++;
    model.place = "pause";
  }
}

function tell(model: Model, happening: Told, retries: number): void {
  if (happening.kind === "cancel" && model.place !== "end") {
    end(model, "cancelled");
  } else if (happening.kind === "claim" && model.place === "line") {
    model.place = "lane";
    model.starts++;
  } else if (happening.kind === "time comes" && model.place === "pause" && happening.late) {
    model.place = "line";
  } else if (model.place === "lane" && !("attempt" in happening && happening.attempt === "stale")) {
    tellRunning(model, happening, retries);
  }
}

function tellRunning(model: Model, happening: Told, retries: number): void {
  if (happening.kind === "step" && happening.checkpointed) {
    model.lossesInARow = 0;
  } else if (happening.kind === "succeed") {
    end(model, "succeeded");
  } else if (happening.kind === "fail") {
    if (happening.retryable) forgiveOrEnd(model, retries, FAILURE.reason);
    else end(model, "failed", FAILURE.reason);
  } else if (happening.kind === "lease runs out" && happening.late) {
    forgiveOrEnd(model, retries, "timeout");
  } else if (happening.kind === "lose") {
    model.lossesInARow++;
    if (model.lossesInARow === MAX_LOSSES) end(model, "failed", "lost");
    else model.place = "line";
  }
}

/** The event that the queue would raise, and when. */
function eventOf(job: JobRecord, happening: Told, now: number): [StateEvent, number] {
  const attemptOf = (which: "current" | "stale") => (which === "current" ? job.attempt : job.attempt - 1);
  const when = (late: boolean) => (job.dueAt === null ? now : job.dueAt - (late ? 0 : 1));
  switch (happening.kind) {
    case "claim":
      return [{ type: "claimed" }, now];
    case "step": {
      const { checkpointed, progress } = happening;
      return [{ type: "stepped", attempt: attemptOf(happening.attempt), progress, checkpointed }, now];
    }
    case "succeed":
      return [{ type: "succeeded", attempt: attemptOf(happening.attempt) }, now];
    case "fail": {
      const { retryable, jitter } = happening;
      return [
        { type: "failed", attempt: attemptOf(happening.attempt), failure: FAILURE, retryable, jitter },
        now,
      ];
    }
    case "lose":
      return [{ type: "lost", attempt: attemptOf(happening.attempt), maxLosses: MAX_LOSSES }, now];
    case "lease runs out":
      return [{ type: "expired", jitter: happening.jitter }, when(happening.late)];
    case "time comes":
      return [{ type: "due" }, when(happening.late)];
    case "cancel":
      return [{ type: "cancelled" }, now];
  }
}

const PLACES = {
  queued: "line",
  scheduled: "pause",
  running: "lane",
  succeeded: "end",
  failed: "end",
  cancelled: "end",
} as const;

describe("transition", () => {
  test("does what the model says, whatever happens", () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 60 }), fc.integer({ min: 0, max: 3 }), (story, retries) => {
        const model = begin();
        let job = submitted({ id: "x", operation: "f", retries, timeout: 1000 }, 0);
        let now = 0;
        for (const happening of story) {
          const before = JSON.stringify(model);
          const [event, at] = eventOf(job, happening, now);
          now = Math.max(now, at);
          const next = transition(job, event, at);
          tell(model, happening, retries);

          expect(PLACES[next.status]).toBe(model.place);
          expect(next.attempt).toBe(model.starts);
          expect(next.failures).toBe(model.forgiven);
          if (model.place === "end") expect(next.status).toBe(model.ending);
          else expect(next.losses).toBe(model.lossesInARow);
          expect(next.failure?.reason ?? null).toBe(model.reason);
          // A step renews the lease, which the model does not know of; everything else that it ignores is ignored.
          if (happening.kind !== "step" && before === JSON.stringify(model)) expect(next).toBe(job);
          job = next;
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("keeps the record in order", () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 60 }), (story) => {
        let job = submitted({ id: "x", operation: "f", retries: 2, timeout: 1000 }, 0);
        let now = 0;
        for (const happening of story) {
          const [event, at] = eventOf(job, happening, now);
          now = Math.max(now, at);
          const next = transition(job, event, at);
          expect(next.dueAt !== null).toBe(next.status === "running" || next.status === "scheduled");
          expect(next.finishedAt !== null).toBe(isFinal(next));
          expect(next.failure !== null).toBe(next.status === "failed");
          if (isFinal(job)) expect(next).toBe(job);
          job = next;
        }
      }),
    );
  });
});

const running = () =>
  transition(submitted({ id: "x", operation: "f", retries: 0, timeout: 1000 }, 5), { type: "claimed" }, 10);

describe("a lease", () => {
  test("lasts for the job's timeout, and a step renews it", () => {
    const job = running();
    expect(job.dueAt).toBe(1010);
    const stepped = transition(job, { type: "stepped", attempt: 1, progress: 0.5, checkpointed: false }, 900);
    expect(stepped).toMatchObject({ dueAt: 1900, progress: 0.5, startedAt: 10 });
    expect(transition(stepped, { type: "expired", jitter: 0 }, 1899)).toBe(stepped);
    expect(transition(stepped, { type: "expired", jitter: 0 }, 1900)).toMatchObject({
      status: "failed",
      failure: { reason: "timeout", seconds: 1 },
    });
  });
});

describe("progress", () => {
  test("stays when a step does not tell it, and is whole at the end", () => {
    const half = transition(
      running(),
      { type: "stepped", attempt: 1, progress: 0.5, checkpointed: true },
      20,
    );
    const silent = transition(half, { type: "stepped", attempt: 1, progress: null, checkpointed: true }, 30);
    expect(silent.progress).toBe(0.5);
    expect(transition(silent, { type: "succeeded", attempt: 1 }, 40).progress).toBe(1);
  });
});

describe("backoff", () => {
  test("doubles from a second to ten minutes; jitter takes away up to a half", () => {
    expect([0, 1, 2, 3].map((failures) => backoff(failures, 1))).toEqual([1000, 2000, 4000, 8000]);
    expect(backoff(40, 1)).toBe(600_000);
    fc.assert(
      fc.property(fc.nat(2000), fraction, (failures, jitter) => {
        const wait = backoff(failures, jitter);
        expect(wait).toBeGreaterThanOrEqual(backoff(failures, 0));
        expect(wait).toBeLessThanOrEqual(backoff(failures, 1));
        expect(backoff(failures, 0)).toBe(backoff(failures, 1) / 2);
      }),
    );
  });
});
