import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Failure } from "../../../src/jobs/protocol";
import { batched, isFinal, type JobRecord, rankAt, submitted } from "../../../src/jobs/state/record";
import { backoff, type StateEvent, transition } from "../../../src/jobs/state/transition";

const MAX_LOSSES = 5;
const FAILURE: Failure = { reason: "error" };

/** What has happened to a job, told as a story: the model knows nothing of rows, leases, versions or due times. */
interface Model {
  place: "line" | "pause" | "lane" | "nursery" | "end";
  starts: number;
  forgiven: number;
  lossesInARow: number;
  /** The attempt goes on when a lane takes it. */
  asleep: boolean;
  children: number;
  ending: "succeeded" | "failed" | "cancelled" | null;
  reason: Failure["reason"] | null;
}

type Lease = "current" | "stale";

type Told =
  | { kind: "claim" }
  | { kind: "step"; lease: Lease; checkpointed: boolean; progress: number | null }
  | { kind: "succeed"; lease: Lease }
  | { kind: "fail"; lease: Lease; retryable: boolean; jitter: number }
  | { kind: "lose"; lease: Lease }
  | { kind: "rest"; lease: Lease }
  | { kind: "have children"; lease: Lease; children: number }
  | { kind: "leave for the children"; lease: Lease }
  | { kind: "child ends"; well: boolean }
  | { kind: "lease runs out"; late: boolean; jitter: number }
  | { kind: "time comes"; late: boolean }
  | { kind: "cancel" }
  | { kind: "retry" };

const lease = fc.constantFrom<Lease>("current", "current", "stale");
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const children = fc.integer({ min: 1, max: 3 });

/** A happening of that kind, with what else it says. */
function happening<Kind extends Told["kind"]>(
  weight: number,
  kind: Kind,
  more: {
    [Key in Exclude<keyof Extract<Told, { kind: Kind }>, "kind">]: fc.Arbitrary<
      Extract<Told, { kind: Kind }>[Key]
    >;
  },
): { weight: number; arbitrary: fc.Arbitrary<Told> } {
  return {
    weight,
    arbitrary: fc.record({ kind: fc.constant(kind), ...more }) as unknown as fc.Arbitrary<Told>,
  };
}

const told = fc.oneof(
  happening(8, "claim", {}),
  happening(4, "step", { lease, checkpointed: fc.boolean(), progress: fc.option(fraction) }),
  happening(1, "succeed", { lease }),
  happening(3, "fail", { lease, retryable: fc.boolean(), jitter: fraction }),
  happening(4, "lose", { lease }),
  happening(3, "rest", { lease }),
  happening(3, "have children", { lease, children }),
  happening(4, "leave for the children", { lease }),
  happening(5, "child ends", { well: fc.boolean() }),
  happening(2, "lease runs out", { late: fc.boolean(), jitter: fraction }),
  happening(4, "time comes", { late: fc.boolean() }),
  happening(1, "cancel", {}),
  happening(1, "retry", {}),
);

function begin(): Model {
  return {
    place: "line",
    starts: 0,
    forgiven: 0,
    lossesInARow: 0,
    asleep: false,
    children: 0,
    ending: null,
    reason: null,
  };
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
  if (model.place === "end") {
    if (happening.kind === "retry" && model.ending !== "succeeded")
      Object.assign(model, { ...begin(), starts: model.starts });
  } else if (happening.kind === "cancel") {
    end(model, "cancelled");
  } else if (happening.kind === "child ends") {
    if (model.children > 0) model.children--;
    if (model.place === "nursery" && model.children === 0) model.place = "line";
  } else if (happening.kind === "claim" && model.place === "line") {
    model.place = "lane";
    if (!model.asleep) model.starts++;
    model.asleep = false;
  } else if (happening.kind === "time comes" && model.place === "pause" && happening.late) {
    model.place = "line";
  } else if (model.place === "lane" && !("lease" in happening && happening.lease === "stale")) {
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
  } else if (happening.kind === "rest") {
    Object.assign(model, { place: "line", asleep: true });
  } else if (happening.kind === "have children") {
    model.children += happening.children;
  } else if (happening.kind === "leave for the children") {
    Object.assign(model, { place: model.children > 0 ? "nursery" : "line", asleep: true });
  }
}

/** The event that the queue would raise, and when. */
function eventOf(job: JobRecord, happening: Told, now: number): [StateEvent, number] {
  const lease = "lease" in happening && happening.lease === "stale" ? job.lease - 1 : job.lease;
  const when = (late: boolean) => (job.dueAt === null ? now : job.dueAt - (late ? 0 : 1));
  switch (happening.kind) {
    case "claim":
      return [{ type: "claimed" }, now];
    case "step": {
      const { checkpointed, progress } = happening;
      return [{ type: "stepped", lease, progress, checkpointed }, now];
    }
    case "succeed":
      return [{ type: "succeeded", lease }, now];
    case "fail": {
      const { retryable, jitter } = happening;
      return [{ type: "failed", lease, failure: FAILURE, retryable, jitter }, now];
    }
    case "lose":
      return [{ type: "lost", lease, maxLosses: MAX_LOSSES }, now];
    case "rest":
      return [{ type: "rested", lease }, now];
    case "have children":
      return [{ type: "awaited", lease, children: happening.children }, now];
    case "leave for the children":
      return [{ type: "suspended", lease }, now];
    case "child ends":
      return [{ type: "childEnded", failure: happening.well ? null : FAILURE }, now];
    case "lease runs out":
      return [{ type: "expired", jitter: happening.jitter }, when(happening.late)];
    case "time comes":
      return [{ type: "due" }, when(happening.late)];
    case "cancel":
      return [{ type: "cancelled" }, now];
    case "retry":
      return [{ type: "retried" }, now];
  }
}

const PLACES = {
  queued: "line",
  scheduled: "pause",
  running: "lane",
  waiting: "nursery",
  succeeded: "end",
  failed: "end",
  cancelled: "end",
} as const;

/** A job that begins. */
function fresh({ retries = 0, parent = null as string | null, now = 0 } = {}): JobRecord {
  const policy = {
    kind: "plain" as const,
    retries,
    timeout: 1000,
    backoff: { first: 1000, longest: 600_000 },
    retention: 5000,
  };
  return submitted({ id: "x", operation: "f", queue: "f", priority: 0, policy, parent, start: "now" }, now);
}

/** Clocks jump, forwards and backwards. */
const jump = fc.oneof(
  { weight: 8, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -5000, max: 5000 }) },
);

describe("transition", () => {
  test("does what the model says, whatever happens", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(told, jump), { maxLength: 80 }),
        fc.integer({ min: 0, max: 3 }),
        (story, retries) => {
          const model = begin();
          let job = fresh({ retries });
          let now = 0;
          for (const [happening, jump] of story) {
            const before = JSON.stringify(model);
            const [event, at] = eventOf(job, happening, now + jump);
            now = at;
            const next = transition(job, event, at);
            tell(model, happening, retries);

            expect(PLACES[next.status]).toBe(model.place);
            expect(next.attempt).toBe(model.starts);
            expect(next.failures).toBe(model.forgiven);
            if (model.place === "end") expect(next.status).toBe(model.ending);
            else expect(next.losses).toBe(model.lossesInARow);
            expect(next.failure?.reason ?? null).toBe(model.reason);
            // A step renews the lease, which the model does not know of; everything else that it ignores is ignored.
            const silent = happening.kind === "step" || happening.kind === "have children";
            if (!silent && before === JSON.stringify(model)) expect(next).toBe(job);
            job = next;
          }
        },
      ),
      { numRuns: 5000 },
    );
  });

  test("keeps the record in order", () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 80 }), fc.constantFrom(null, "p"), (story, parent) => {
        let job = fresh({ retries: 2, parent });
        let now = 0;
        for (const happening of story) {
          const [event, at] = eventOf(job, happening, now);
          now = Math.max(now, at);
          const next = transition(job, event, at);
          const due = isFinal(next)
            ? parent === null
            : next.status === "running" || next.status === "scheduled";
          expect(next.dueAt !== null).toBe(due);
          expect(next.finishedAt !== null).toBe(isFinal(next));
          expect(next.failure !== null).toBe(next.status === "failed");
          expect(next.version).toBe(job.version + (next === job ? 0 : 1));
          expect(next.lease - job.lease).toBe(job.status !== "running" && next.status === "running" ? 1 : 0);
          if (isFinal(job) && event.type !== "retried") expect(next).toBe(job);
          // How far an earlier attempt came says nothing of this one.
          if (next.attempt > job.attempt) expect(next.progress).toBeNull();
          job = next;
        }
      }),
    );
  });
});

const running = () => transition(fresh({ now: 5 }), { type: "claimed" }, 10);

describe("a lease", () => {
  test("lasts for the job's timeout, and a step renews it", () => {
    const job = running();
    expect(job.dueAt).toBe(1010);
    const stepped = transition(job, { type: "stepped", lease: 1, progress: 0.5, checkpointed: false }, 900);
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
    const half = transition(running(), { type: "stepped", lease: 1, progress: 0.5, checkpointed: true }, 20);
    const silent = transition(half, { type: "stepped", lease: 1, progress: null, checkpointed: true }, 30);
    expect(silent.progress).toBe(0.5);
    expect(transition(silent, { type: "succeeded", lease: 1 }, 40).progress).toBe(1);
  });
});

describe("a job that is to start later", () => {
  test("is scheduled until then, and stands in line as one that came then", () => {
    const policy = fresh().policy;
    const job = submitted(
      { id: "x", operation: "f", queue: "f", priority: 2, policy, parent: null, start: { at: 500 } },
      100,
    );
    expect(job).toMatchObject({ status: "scheduled", dueAt: 500, rank: rankAt(500, 2) });
    expect(transition(job, { type: "due" }, 499)).toBe(job);
    expect(transition(job, { type: "due" }, 500)).toMatchObject({ status: "queued", dueAt: null });
  });
});

describe("a job whose queue is lost with it", () => {
  const orphaned = (job: JobRecord) =>
    transition(job, { type: "orphaned", lease: job.lease, maxAttempts: 2 }, 20);

  test("is begun again at no cost, but not for ever: it may be what takes the queue down", () => {
    const again = transition(orphaned(running()), { type: "claimed" }, 30);
    expect(again).toMatchObject({ status: "running", attempt: 2, losses: 0 });
    expect(orphaned(again)).toMatchObject({ status: "failed", failure: { reason: "lost" } });
  });
});

describe("a child", () => {
  test("is retried with its parent only", () => {
    const cancelled = transition(fresh({ parent: "p" }), { type: "cancelled" }, 5);
    expect(transition(cancelled, { type: "retried" }, 10)).toBe(cancelled);
  });
});

describe("a batch", () => {
  const batch = (children: number) => batched({ id: "b", policy: fresh().policy, parent: null }, children, 0);
  const ends = (job: JobRecord, failure: Failure | null) =>
    transition(job, { type: "childEnded", failure }, 9);

  test("succeeds with the last of its children", () => {
    const half = ends(batch(2), null);
    expect(half).toMatchObject({ status: "waiting", progress: 0.5, pending: 1 });
    expect(ends(half, null)).toMatchObject({ status: "succeeded", progress: 1, finishedAt: 9, dueAt: 5009 });
  });

  test("fails with the first that fails, and what comes after changes nothing", () => {
    const failed = ends(batch(3), FAILURE);
    expect(failed).toMatchObject({ status: "failed", failure: FAILURE });
    expect(ends(failed, null)).toBe(failed);
    expect(transition(failed, { type: "retried" }, 10)).toBe(failed);
  });
});

describe("backoff", () => {
  const policy = { first: 1000, longest: 600_000 };

  test("doubles from the first wait to the longest; jitter takes away up to a half", () => {
    expect([0, 1, 2, 3].map((failures) => backoff(policy, failures, 1))).toEqual([1000, 2000, 4000, 8000]);
    expect(backoff(policy, 40, 1)).toBe(600_000);
    fc.assert(
      fc.property(fc.nat(2000), fraction, (failures, jitter) => {
        const wait = backoff(policy, failures, jitter);
        expect(wait).toBeGreaterThanOrEqual(backoff(policy, failures, 0));
        expect(wait).toBeLessThanOrEqual(backoff(policy, failures, 1));
        expect(backoff(policy, failures, 0)).toBe(backoff(policy, failures, 1) / 2);
      }),
    );
  });
});
