import { reset, runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { QueueLimits } from "../../../src/jobs/protocol";
import { Ledger } from "../../../src/jobs/queue/ledger";
import { Lines } from "../../../src/jobs/queue/lines";
import { firstQueuedJobs } from "../../../src/jobs/queue/sql/jobs";
import type { JobRecord } from "../../../src/jobs/state/record";
import { submitted } from "../../../src/jobs/state/record";
import { queue } from "../bindings";
import { tablesOf } from "./standalone";

afterEach(() => reset());

const MINUTE = 60_000;

/** Queues and their jobs, on empty tables; a lane takes a job whenever the test says so. */
class Shop {
  readonly lines: Lines;
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger;
  #entered = 0;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    for (const table of tablesOf(this.#sql)) this.#sql.exec(`DELETE FROM ${table}`);
    this.#ledger = new Ledger(storage);
    this.lines = new Lines(this.#sql);
    this.#ledger.addWitness(this.lines);
  }

  enter(queue: string, { now = 0, priority = 0, at = null as number | null } = {}): JobRecord {
    const policy = {
      kind: "steps" as const,
      retries: 0,
      timeout: 1000,
      backoff: { first: 1000, longest: 1000 },
      retention: 1000,
    };
    const id = `job${this.#entered++}`;
    const start = at === null ? "now" : { at };
    const job = submitted({ id, operation: queue, queue, priority, policy, parent: null, start }, now);
    return this.#ledger.enter(job, null, null, now);
  }

  flood(queue: string, jobs: number, priority = 0): void {
    for (let i = 0; i < jobs; i++) this.enter(queue, { priority });
  }

  /** A lane takes the next job, if there is one that may start. */
  start(now = 0): JobRecord | null {
    return this.startAll(1, now)[0] ?? null;
  }

  /** A lane takes so many jobs of the queue whose turn it is, or as many as it may. */
  startAll(most: number, now = 0): JobRecord[] {
    const [next] = this.lines.startable(now);
    if (next === undefined) return [];
    return firstQueuedJobs(this.#sql, next.queue, 5, Math.min(most, next.room)).map((job) =>
      this.#ledger.apply(job, { type: "claimed" }, now),
    );
  }

  /** The queues of the next starts. */
  starts(count: number): string[] {
    return Array.from({ length: count }, () => this.start()?.queue ?? "none");
  }

  end(job: JobRecord, now = 0): void {
    this.#ledger.apply(job, { type: "succeeded", lease: job.lease }, now);
  }

  rest(job: JobRecord, now = 0): void {
    this.#ledger.apply(job, { type: "rested", lease: job.lease }, now);
  }

  lose(job: JobRecord, now = 0): void {
    this.#ledger.apply(job, { type: "lost", lease: job.lease, maxLosses: 2 }, now);
  }

  due(job: JobRecord): void {
    this.#ledger.apply(job, { type: "due" }, job.dueAt ?? 0);
  }

  cancel(job: JobRecord): void {
    const current = this.#ledger.find(job.id);
    if (current !== null) this.#ledger.apply(current, { type: "cancelled" }, 0);
  }

  /** Begin all of it, and take it back. */
  undone(act: () => void): void {
    expect(() =>
      this.#ledger.together(() => {
        act();
        throw new Error("undone");
      }),
    ).toThrow("undone");
  }

  /** What the tables say of each queue that has jobs waiting or running. */
  counted(): unknown[] {
    return this.#sql
      .exec(
        `SELECT queue AS name, sum(status = 'queued') AS queued, sum(status = 'running') AS running,
           sum(status = 'scheduled' AND due_at IS NOT NULL) AS scheduled
         FROM jobs WHERE status IN ('queued', 'running', 'scheduled') GROUP BY queue ORDER BY queue`,
      )
      .toArray();
  }
}

function inShop(act: (shop: () => Shop) => void): Promise<void> {
  return runInDurableObject(queue(), (_, { storage }) => act(() => new Shop(storage)));
}

/** How often each is in it. */
function tally(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

describe("queues take turns", () => {
  test("so that a flood in one does not hold up another", () =>
    inShop((open) => {
      const shop = open();
      shop.flood("flood", 1000);
      shop.starts(100);
      shop.flood("small", 2);
      expect(shop.starts(4).filter((name) => name === "small")).toHaveLength(2);
    }));

  test("in proportion to what a start costs them, whatever else comes", () =>
    inShop((open) => {
      const priority = fc.integer({ min: -10, max: 10 });
      const lanes = fc.array(fc.oneof(fc.constant(0), fc.constant(1), fc.integer({ min: 1, max: 4 })), {
        minLength: 100,
        maxLength: 100,
      });
      fc.assert(
        fc.property(fc.array(priority, { minLength: 2, maxLength: 4 }), lanes, (priorities, lanes) => {
          const shop = open();
          const names = priorities.map((_, index) => `q${index}`);
          const costs = priorities.map((priority) => 2 ** (-priority / 5));
          // These always have jobs; "visitor" comes and goes.
          for (const [index, name] of names.entries()) shop.flood(name, 400, priorities[index]);
          const served = names.map(() => [0]);
          for (const jobs of lanes) {
            // A lane takes so many jobs in one call, or a visitor comes.
            const started = jobs === 0 ? [] : shop.startAll(jobs).map(({ queue }) => queue);
            if (jobs === 0) shop.enter("visitor");
            for (const [index, sums] of served.entries()) {
              const starts = started.filter((name) => name === names[index]).length;
              sums.push((sums.at(-1) as number) + starts * (costs[index] as number));
            }
          }
          // In any stretch of time, what two of them got differs by no more than one call of each.
          for (const a of names.keys()) {
            for (const b of names.keys()) {
              const lead = (served[a] as number[]).map((sum, time) => sum - (served[b]?.[time] as number));
              const most = 4 * ((costs[a] as number) + (costs[b] as number));
              expect(Math.max(...lead) - Math.min(...lead)).toBeLessThanOrEqual(most + 1e-9);
            }
          }
        }),
        { numRuns: 30 },
      );
    }));

  test("and one that was empty, or held up, has nothing in hand from that time", () =>
    inShop((open) => {
      const shop = open();
      shop.flood("busy", 300);
      shop.flood("paused", 100);
      shop.enter("empty");
      shop.lines.change("paused", { paused: true });
      shop.starts(101);
      shop.flood("empty", 100);
      shop.lines.change("paused", { paused: false });
      const shares = tally(shop.starts(90));
      for (const name of ["busy", "paused", "empty"]) {
        expect(shares[name]).toBeGreaterThanOrEqual(29);
        expect(shares[name]).toBeLessThanOrEqual(31);
      }
    }));

  test("and a priority of five more gets twice the share, not all of it", () =>
    inShop((open) => {
      const shop = open();
      shop.flood("high", 100, 5);
      shop.flood("low", 100, 0);
      expect(tally(shop.starts(90))).toEqual({ high: 60, low: 30 });
    }));

  test("from where they were when an act is undone", () =>
    inShop((open) => {
      const shop = open();
      shop.flood("a", 100);
      shop.flood("b", 100);
      shop.starts(40);
      shop.undone(() => shop.flood("a", 3));
      expect(tally(shop.starts(40))).toEqual({ a: 20, b: 20 });
    }));
});

describe("within a queue", () => {
  test("the higher priority comes first, then who came first", () =>
    inShop((open) => {
      const shop = open();
      const ids = [0, 1, 0, 10, -10].map((priority) => shop.enter("q", { priority }).id);
      expect([0, 1, 2, 3, 4].map(() => shop.start()?.id)).toEqual([3, 1, 0, 2, 4].map((index) => ids[index]));
    }));

  test("each step of priority is worth a minute: nobody waits for ever", () =>
    inShop((open) => {
      const shop = open();
      const low = shop.enter("q", { priority: -10 });
      // A new one of the highest priority each second, and one lane that does one each second.
      let waited = 0;
      for (let now = 0; ; now += 1_000) {
        shop.enter("q", { priority: 10, now });
        if (shop.start(now)?.id === low.id) break;
        waited = now;
        expect(waited).toBeLessThan(21 * MINUTE);
      }
      expect(waited).toBeGreaterThanOrEqual(19 * MINUTE);
    }));

  test("who rested stands behind those that came meanwhile", () =>
    inShop((open) => {
      const shop = open();
      shop.enter("q", { now: 0 });
      const first = shop.start(0) as JobRecord;
      const second = shop.enter("q", { now: 1 });
      shop.rest(first, 2);
      expect([shop.start(2)?.id, shop.start(2)?.id]).toEqual([second.id, first.id]);
    }));
});

describe("limits", () => {
  const limits = (more: Partial<QueueLimits>): QueueLimits => ({ concurrency: null, rate: null, ...more });

  test("concurrency: no more run at once, and the next starts when one ends", () =>
    inShop((open) => {
      const shop = open();
      shop.lines.limit("q", limits({ concurrency: 2 }));
      shop.flood("q", 4);
      const [first] = [shop.start(), shop.start()];
      expect(shop.start()).toBeNull();
      shop.end(first as JobRecord);
      expect(shop.start()).not.toBeNull();
      expect(shop.start()).toBeNull();
    }));

  test("rate: no stretch of time holds more starts, wherever it begins and whatever the clock does", () =>
    inShop((open) => {
      const rate = fc.record({
        limit: fc.integer({ min: 1, max: 7 }),
        per: fc.integer({ min: 5, max: 1_000 }),
      });
      const ticks = fc.array(fc.integer({ min: -50, max: 200 }), { minLength: 50, maxLength: 100 });
      fc.assert(
        fc.property(rate, ticks, (rate, ticks) => {
          const shop = open();
          shop.lines.limit("q", limits({ rate }));
          shop.flood("q", 100);
          const starts: number[] = [];
          let now = 1_000_000;
          for (const tick of ticks) {
            now += tick;
            const job = shop.start(now);
            if (job === null) {
              // There is a time when the next may start, and it starts then.
              const next = shop.lines.nextStart(now) as number;
              expect(next).toBeGreaterThan(now);
              expect([...shop.lines.startable(next - 1)]).toEqual([]);
              expect([...shop.lines.startable(next)]).toMatchObject([{ queue: "q", room: 1 }]);
            } else {
              starts.push(now);
            }
          }
          for (const start of starts) {
            const inWindow = starts.filter((other) => other >= start && other < start + rate.per);
            expect(inWindow.length).toBeLessThanOrEqual(rate.limit);
          }
        }),
        { numRuns: 50 },
      );
    }));

  test("an operator's stand in place of the stubs', until they are taken back", () =>
    inShop((open) => {
      const shop = open();
      shop.lines.limit("q", limits({ concurrency: 1 }));
      shop.flood("q", 5);
      shop.lines.change("q", { limits: limits({ concurrency: 2 }) });
      shop.lines.limit("q", limits({ concurrency: 3 }));
      expect(shop.starts(3)).toEqual(["q", "q", "none"]);
      shop.lines.change("q", { limits: null });
      expect(shop.starts(2)).toEqual(["q", "none"]);
    }));

  test("paused: nothing starts, and nothing is to be waited for", () =>
    inShop((open) => {
      const shop = open();
      shop.lines.limit("q", limits({ rate: { limit: 1, per: 1_000 } }));
      shop.flood("q", 3);
      shop.start(0);
      expect(shop.lines.nextStart(0)).toBe(1_000);
      shop.lines.change("q", { paused: true });
      expect(shop.start(1_000)).toBeNull();
      expect(shop.lines.nextStart(0)).toBeNull();
    }));

  test("draining: it takes no orders, and does what it has", () =>
    inShop((open) => {
      const shop = open();
      shop.flood("q", 1);
      expect(shop.lines.accepts("q")).toBe(true);
      shop.lines.change("q", { draining: true });
      expect(shop.lines.accepts("q")).toBe(false);
      expect(shop.start()?.queue).toBe("q");
    }));

  test("are all there again after an eviction", () =>
    inShop((open) => {
      const shop = open();
      shop.lines.limit("q", limits({ concurrency: 2, rate: { limit: 1, per: 500 } }));
      shop.lines.change("q", { draining: true, limits: limits({ concurrency: 7 }) });
      shop.lines.change("p", { paused: true });
      const before = shop.lines.list();
      shop.lines.restore();
      expect(shop.lines.list()).toEqual(before);
      expect(before).toMatchObject([
        { name: "p", paused: true },
        { name: "q", draining: true, limits: { concurrency: 7 } },
      ]);
    }));
});

describe("counts", () => {
  type Step = [kind: "enter" | "later" | "start" | "end" | "rest" | "lose" | "due" | "cancel", pick: number];
  const step: fc.Arbitrary<Step> = fc.tuple(
    fc.constantFrom("enter", "later", "start", "end", "rest", "lose", "due", "cancel"),
    fc.nat(20),
  );

  test("are what the tables say, whatever happens, and whatever is undone", () =>
    inShop((open) => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.array(step, { maxLength: 5 }), fc.boolean()), { maxLength: 15 }),
          (groups) => {
            const shop = open();
            let jobs: JobRecord[] = [];
            let running: JobRecord[] = [];
            const act = ([kind, pick]: Step) => {
              const job = jobs[pick % jobs.length];
              const runs = running[pick % running.length];
              if (kind === "enter") jobs.push(shop.enter(`q${pick % 3}`));
              else if (kind === "later") jobs.push(shop.enter(`q${pick % 3}`, { at: 10 }));
              else if (kind === "start")
                running.push(...[shop.start()].filter((started) => started !== null));
              else if (kind === "due" && job?.status === "scheduled") shop.due(job);
              else if (kind === "cancel" && job !== undefined) shop.cancel(job);
              else if (runs !== undefined && (kind === "end" || kind === "rest" || kind === "lose"))
                shop[kind](runs);
              // Each record is acted on once: what is done to it makes it old.
              if (kind === "end" || kind === "rest" || kind === "lose")
                running = running.filter((one) => one !== runs);
              if (kind === "due" || kind === "cancel") jobs = jobs.filter((one) => one !== job);
              if (kind === "cancel") running = running.filter(({ id }) => id !== job?.id);
            };
            for (const [steps, undone] of groups) {
              const before: [JobRecord[], JobRecord[]] = [[...jobs], [...running]];
              if (undone) {
                shop.undone(() => steps.forEach(act));
                [jobs, running] = before;
              } else {
                steps.forEach(act);
              }
              const counts = shop.lines
                .list()
                .map(({ name, queued, running, scheduled }) => ({ name, queued, running, scheduled }))
                .filter(({ queued, running, scheduled }) => queued + running + scheduled > 0);
              expect(counts).toEqual(shop.counted());
              expect(shop.lines.waiting).toBe(
                counts.reduce((sum, { queued, scheduled }) => sum + queued + scheduled, 0),
              );
            }
          },
        ),
        { numRuns: 100 },
      );
    }));
});
