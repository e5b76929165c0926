import { reset, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Outcome, Reporter, Work } from "../../../src/jobs/protocol";
import { Dispatcher } from "../../../src/jobs/queue/dispatcher";
import { Families } from "../../../src/jobs/queue/families";
import { GroupCommit } from "../../../src/jobs/queue/group-commit";
import { Lane } from "../../../src/jobs/queue/lane";
import { Ledger } from "../../../src/jobs/queue/ledger";
import { Lines } from "../../../src/jobs/queue/lines";
import { submitted } from "../../../src/jobs/state/record";
import { queue } from "../bindings";

afterEach(() => reset());

const SUCCESS: Outcome = { type: "succeeded", response: { status: 204, headers: [], body: null } };

/** Executors whose calls end when the test says so. */
class Calls {
  /** What runs now, by job. */
  readonly running = new Map<
    string,
    { work: Work; reporter: Reporter; end: (outcome: Outcome) => void; lose: () => void }
  >();
  /** Calls that several jobs share, in order. */
  readonly shared: { jobs: string[]; end: (outcomes: Outcome[]) => void }[] = [];
  pings = 0;
  /** The lane whose executor answers no ping. */
  deaf: string | null = null;

  getByName(name: string) {
    return {
      run: (work: Work, reporter: Reporter) =>
        new Promise<Outcome>((resolve, reject) => {
          const ended = () => this.running.delete(work.id);
          this.running.set(work.id, {
            work,
            reporter,
            end: (outcome) => ended() && resolve(outcome),
            lose: () => ended() && reject(new Error("lost")),
          });
        }),
      runAll: (works: Work[]) =>
        new Promise<Outcome[]>((resolve) => {
          this.shared.push({ jobs: works.map(({ id }) => id), end: resolve });
        }),
      resume: () => Promise.reject(new Error("Nothing rests here.")),
      ping: async () => {
        this.pings++;
        if (name === this.deaf) throw new Error("deaf");
      },
    };
  }
}

interface Entry {
  queue?: string;
  priority?: number;
  kind?: "plain" | "steps";
  timeout?: number;
}

interface Parts {
  ledger: Ledger;
  lines: Lines;
  dispatcher: Dispatcher;
  calls: Calls;
  enter: (id: string, entry?: Entry) => void;
  settled: () => Promise<void>;
}

/** A dispatcher on the queue's tables, with `lanes` lanes. Its promises are settled when `settled` returns. */
async function withDispatcher(lanes: number, act: (parts: Parts) => Promise<void>): Promise<void> {
  await runInDurableObject(queue(), async (_, state) => {
    const { storage } = state;
    const { sql } = storage;
    const ledger = new Ledger(storage);
    const lines = new Lines(sql);
    const families = new Families(sql, ledger, lines);
    for (const witness of [lines, families]) ledger.addWitness(witness);
    const calls = new Calls();
    const binding = { name: "JOB_EXECUTOR", namespace: calls };
    const table = Array.from({ length: lanes }, (_, index) => new Lane(binding, String(index), 0));
    const commits: GroupCommit = new GroupCommit(
      () => dispatcher.dispatch(Date.now()),
      () => storage.sync(),
    );
    const dispatcher: Dispatcher = new Dispatcher({
      sql,
      ledger,
      lines,
      families,
      lanes: table,
      commits,
      sliceMs: 1000,
    });
    let now = 0;
    const enter = (id: string, { queue = "f", priority = 0, kind = "steps", timeout = 1000 }: Entry = {}) => {
      const policy = {
        kind,
        retries: 0,
        timeout,
        backoff: { first: 1000, longest: 1000 },
        retention: 1000,
      };
      const job = { id, operation: "f", queue, priority, policy, parent: null, start: "now" } as const;
      ledger.enter(submitted(job, now), new Uint8Array(), null, now++);
    };
    // Fakes take no more than promises, and a timer comes after all of those.
    const settled = () => new Promise<void>((resolve) => setTimeout(resolve));
    await act({ ledger, lines, dispatcher, calls, enter, settled });
  });
}

describe("the dispatcher", () => {
  test("fills the lanes with the oldest jobs, and each that is free with the next", () =>
    withDispatcher(2, async ({ dispatcher, calls, enter, settled }) => {
      for (const id of ["a", "b", "c", "d"]) enter(id);
      dispatcher.dispatch(0);
      expect([...calls.running.keys()]).toEqual(["a", "b"]);
      calls.running.get("b")?.end(SUCCESS);
      await settled();
      expect([...calls.running.keys()]).toEqual(["a", "c"]);
    }));

  test("asks a lane that lost its executor, and those that stand idle, before they get a job", () =>
    withDispatcher(3, async ({ dispatcher, calls, enter, settled }) => {
      enter("a");
      dispatcher.dispatch(0);
      calls.running.get("a")?.lose();
      await settled();
      expect(calls.pings).toBe(3);
      expect(calls.running.get("a")?.work.attempt).toBe(2);
    }));

  test("runs a job that lost two executors with no other such beside it, but with others", () =>
    withDispatcher(3, async ({ ledger, dispatcher, calls, enter, settled }) => {
      for (const id of ["a", "b", "c"]) enter(id);
      dispatcher.dispatch(0);
      for (const _ of [1, 2]) {
        expect([...calls.running.keys()].sort()).toEqual(["a", "b", "c"]);
        for (const call of [...calls.running.values()]) call.lose();
        await settled();
      }
      expect([...calls.running.keys()]).toEqual(["a"]);
      enter("d");
      dispatcher.dispatch(Date.now());
      await settled();
      expect([...calls.running.keys()]).toEqual(["a", "d"]);

      // "a" was the one: it goes on losing executors, and the others are not lost with it.
      for (let losses = 3; losses <= 5; losses++) {
        calls.running.get("a")?.lose();
        await settled();
      }
      expect(ledger.find("a")).toMatchObject({ status: "failed", failure: { reason: "lost", losses: 5 } });
      expect([...calls.running.keys()]).toEqual(["d", "b"]);
      expect(ledger.find("b")).toMatchObject({ losses: 2, attempt: 3 });
      expect(ledger.find("d")).toMatchObject({ losses: 0, attempt: 1 });
    }));

  test("asks a lane that is suspect though another one is free, and no job may go there", () =>
    withDispatcher(3, async ({ dispatcher, calls, enter, settled }) => {
      for (const id of ["a", "b", "c"]) enter(id);
      dispatcher.dispatch(0);
      for (const _ of [1, 2]) {
        for (const call of [...calls.running.values()]) call.lose();
        await settled();
      }
      // "a" runs; "b" and "c" lost as many executors, and wait for it.
      calls.deaf = String(dispatcher.running().findLastIndex((jobs) => jobs.length === 0));
      enter("d");
      dispatcher.dispatch(Date.now());
      calls.running.get("d")?.lose();
      await settled();
      calls.running.get("d")?.end(SUCCESS);
      await settled();
      expect([...calls.running.keys()]).toEqual(["a"]);

      const before = calls.pings;
      const probeAt = dispatcher.nextTime ?? 0;
      dispatcher.dispatch(probeAt);
      await settled();
      expect(calls.pings).toBe(before + 1);
      expect(dispatcher.nextTime).toBeGreaterThan(probeAt);
    }));

  test("goes on when an executor says that it stopped though nobody told it", () =>
    withDispatcher(1, async ({ ledger, dispatcher, calls, enter, settled }) => {
      enter("a");
      dispatcher.dispatch(0);
      calls.running.get("a")?.end({ type: "stopped" });
      await settled();
      expect(ledger.find("a")).toMatchObject({ status: "running", attempt: 2, losses: 1 });
    }));

  test("stores nothing of an outcome that it cannot store, and leaves the job to its lease", () =>
    withDispatcher(1, async ({ ledger, dispatcher, calls, enter, settled }) => {
      enter("a");
      dispatcher.dispatch(0);
      const headers = [["x", 1n]] as unknown as [string, string][];
      calls.running.get("a")?.end({ type: "succeeded", response: { status: 200, headers, body: null } });
      await settled();
      expect(ledger.find("a")).toMatchObject({ status: "running", attempt: 1 });
      dispatcher.replaceStuck(1000);
      expect(dispatcher.nextTime).toBeNull();
    }));

  test("stops a function* whose step it cannot store, before it has children of what follows", () =>
    withDispatcher(1, async ({ dispatcher, calls, enter }) => {
      enter("a");
      dispatcher.dispatch(0);
      const { reporter } = calls.running.get("a") as { reporter: Reporter };
      expect(await reporter.step(0.1, null)).toBe("continue");
      expect(await reporter.step(Symbol() as unknown as number, null)).toBe("continue");
      expect(await reporter.children(0, [])).toEqual({ type: "stop" });
      expect(await reporter.step(0.2, null)).toBe("stop");
    }));

  test("disposes of outcomes", () =>
    withDispatcher(1, async ({ dispatcher, calls, enter, settled }) => {
      enter("a");
      dispatcher.dispatch(0);
      const dispose = vi.fn();
      calls.running.get("a")?.end(Object.assign({ [Symbol.dispose]: dispose }, SUCCESS));
      await settled();
      expect(dispose).toHaveBeenCalledOnce();
    }));

  describe("of short jobs", () => {
    const short: Entry = { kind: "plain", timeout: 60_000 };
    // The clock stands still: whatever runs takes no time.
    beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
    afterEach(() => void vi.useRealTimers());

    /** Two jobs run and are done at once, and so their queue is known to have short ones; then `ids` come. */
    async function afterTwo(
      { dispatcher, calls, enter, settled }: Pick<Parts, "dispatcher" | "calls" | "enter" | "settled">,
      ids: string[],
    ) {
      for (const id of ["first", "second"]) {
        enter(id, short);
        dispatcher.dispatch(Date.now());
        calls.running.get(id)?.end(SUCCESS);
        await settled();
      }
      for (const id of ids) enter(id, short);
      dispatcher.dispatch(Date.now());
      await settled();
    }

    test("gives a lane several at a time, as long as nothing else waits its turn there", () =>
      withDispatcher(1, async (parts) => {
        await afterTwo(parts, ["a", "b", "c"]);
        const { calls, ledger, settled } = parts;
        expect(calls.shared.map(({ jobs }) => jobs)).toEqual([["a", "b", "c"]]);
        const failure: Outcome = { type: "failed", failure: { reason: "error" }, retryable: false };
        calls.shared[0]?.end([SUCCESS, failure, SUCCESS]);
        await settled();
        expect(["a", "b", "c"].map((id) => ledger.find(id)?.status)).toEqual([
          "succeeded",
          "failed",
          "succeeded",
        ]);
      }));

    test("shares them out among the lanes that are free", () =>
      withDispatcher(2, async (parts) => {
        await afterTwo(parts, ["a", "b", "c", "d"]);
        expect(parts.calls.shared.map(({ jobs }) => jobs)).toEqual([
          ["a", "b"],
          ["c", "d"],
        ]);
      }));

    test("runs again, as the same attempt, what an executor left because its answer was full", () =>
      withDispatcher(1, async (parts) => {
        await afterTwo(parts, ["a", "b"]);
        const { calls, ledger, settled } = parts;
        calls.shared[0]?.end([SUCCESS]);
        await settled();
        expect(ledger.find("a")).toMatchObject({ status: "succeeded" });
        expect(ledger.find("b")).toMatchObject({ status: "running", attempt: 1, losses: 0 });
        expect([...calls.running.keys()]).toEqual(["b"]);
      }));

    test("leaves an executor that one of them holds up, and has each go alone", () =>
      withDispatcher(1, async (parts) => {
        await afterTwo(parts, ["a", "b"]);
        const { dispatcher, calls, ledger, settled } = parts;
        const hung = dispatcher.nextTime ?? 0;
        expect(hung).toBeLessThan(Date.now() + 10_000);
        dispatcher.replaceStuck(hung);
        dispatcher.dispatch(hung);
        await settled();
        expect(ledger.find("a")).toMatchObject({ status: "running", attempt: 2, losses: 1 });
        expect(ledger.find("b")).toMatchObject({ status: "queued", attempt: 1, losses: 1 });
        expect([...calls.running.keys()]).toEqual(["a"]);
        // What the old executor still says is of no lease any more.
        calls.shared[0]?.end([SUCCESS, SUCCESS]);
        await settled();
        expect(ledger.find("b")).toMatchObject({ status: "queued" });
      }));

    test("gives a job alone to its executor that has a short time limit, or is a function*", () =>
      withDispatcher(1, async (parts) => {
        await afterTwo(parts, []);
        const { dispatcher, calls, enter } = parts;
        enter("a", { ...short, timeout: 1000 });
        enter("b", short);
        dispatcher.dispatch(Date.now());
        expect([...calls.running.keys()]).toEqual(["a"]);
        expect(calls.shared).toEqual([]);
      }));
  });
});
