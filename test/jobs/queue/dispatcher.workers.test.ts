import { reset, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Outcome, Work } from "../../../src/jobs/protocol";
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
  readonly running = new Map<string, { work: Work; end: (outcome: Outcome) => void; lose: () => void }>();
  pings = 0;

  getByName() {
    return {
      run: (work: Work) =>
        new Promise<Outcome>((resolve, reject) => {
          const ended = () => this.running.delete(work.id);
          this.running.set(work.id, {
            work,
            end: (outcome) => ended() && resolve(outcome),
            lose: () => ended() && reject(new Error("lost")),
          });
        }),
      runAll: () => Promise.reject(new Error("No jobs share a call here.")),
      resume: () => Promise.reject(new Error("Nothing rests here.")),
      ping: async () => {
        this.pings++;
      },
    };
  }
}

/** A dispatcher on the queue's tables, with `lanes` lanes. Its promises are settled when `settled` returns. */
async function withDispatcher(
  lanes: number,
  act: (parts: {
    ledger: Ledger;
    dispatcher: Dispatcher;
    calls: Calls;
    enter: (id: string, options?: { queue?: string; priority?: number }) => void;
    lines: Lines;
    settled: () => Promise<void>;
  }) => Promise<void>,
): Promise<void> {
  await runInDurableObject(queue(), async (_, state) => {
    const { storage } = state;
    const { sql } = storage;
    const ledger = new Ledger(storage);
    const lines = new Lines(sql);
    const families = new Families(sql, ledger, lines);
    for (const witness of [lines, families]) ledger.addWitness(witness);
    const calls = new Calls();
    const table = Array.from({ length: lanes }, (_, index) => new Lane(calls, String(index), 0));
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
    const enter = (id: string, { queue = "f", priority = 0 } = {}) => {
      const policy = {
        kind: "steps" as const,
        retries: 0,
        timeout: 1000,
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

  test("disposes of outcomes", () =>
    withDispatcher(1, async ({ dispatcher, calls, enter, settled }) => {
      enter("a");
      dispatcher.dispatch(0);
      const dispose = vi.fn();
      calls.running.get("a")?.end(Object.assign({ [Symbol.dispose]: dispose }, SUCCESS));
      await settled();
      expect(dispose).toHaveBeenCalledOnce();
    }));
});
