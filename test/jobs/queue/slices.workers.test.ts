import { reset, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createJobExecutor } from "../../../src/jobs/executor/job-executor";
import { storedJson } from "../../../src/jobs/executor/stored-response";
import { SLICE_MS } from "../../../src/jobs/limits";
import { orderOf } from "../../../src/jobs/order";
import { pack } from "../../../src/jobs/payload";
import type { Job, Reporter, Work } from "../../../src/jobs/protocol";
import { newJobId } from "../../../src/jobs/shards";
import { control, queue } from "../bindings";
import { twins } from "../edge-worker";
import { type OpenCall, Standalone, SUCCESS, settled, withoutPlatform } from "./standalone";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  await reset();
});

function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

const SLICE = 1_000;

/** A queue of one lane, and functions that the test runs itself. */
class Kitchen {
  readonly shop: Standalone;

  constructor(shop: Standalone) {
    this.shop = shop;
  }

  async submit(kind: "plain" | "steps" = "steps"): Promise<string> {
    const order = orderOf({ operation: kind, kind }, []);
    const id = newJobId({ name: "enam0" });
    await this.shop.queue.submit({ ...order, id, startAt: null, key: null }, 0);
    await settled();
    return id;
  }

  job(id: string): Job | null {
    return this.shop.queue.get(id);
  }

  /** The call that runs now. */
  get call(): OpenCall & { reporter: Reporter } {
    return this.shop.executors.calls.at(-1) as OpenCall & { reporter: Reporter };
  }

  /** Come to a `yield`, and rest if that is the answer. */
  async yields(checkpoint: string | null = null): Promise<string> {
    const { call } = this;
    const answer = await call.reporter.step(null, checkpoint);
    if (answer === "rest") call.end({ type: "resting" });
    await settled();
    return answer;
  }

  async ends(): Promise<void> {
    this.call.end(SUCCESS);
    await settled();
  }

  /** Each call as `<its job's index in ids> <attempt> <checkpoint>`, and "…" for one that goes on. */
  story(...ids: string[]): string[] {
    return this.shop.executors.begun.map(({ works: [work], resumed }) =>
      resumed ? "…" : `${ids.indexOf(work?.id ?? "")} ${work?.attempt} ${work?.checkpoint}`,
    );
  }
}

function inKitchen(act: (kitchen: Kitchen) => Promise<void>): Promise<void> {
  return runInDurableObject(queue(), async (_, state) => {
    const shop = new Standalone(state, { lanes: 1, sliceMs: SLICE });
    await shop.begin();
    await act(new Kitchen(shop));
  });
}

describe("a function*", () => {
  test("rests when its slice is over, and goes on where it is when nobody waits", () =>
    inKitchen(async (kitchen) => {
      const id = await kitchen.submit();
      expect(await kitchen.yields()).toBe("continue");
      pass(SLICE - 1);
      expect(await kitchen.yields("1")).toBe("continue");
      pass(1);
      expect(await kitchen.yields("2")).toBe("rest");
      expect(await kitchen.yields()).toBe("continue");
      expect(kitchen.story(id)).toEqual(["0 1 null", "…"]);
      expect(kitchen.job(id)).toMatchObject({ status: "running", attempt: 1 });
    }));

  test("makes way for others once it has left a checkpoint, and goes on from there: it is the same attempt", () =>
    inKitchen(async (kitchen) => {
      const [first, second] = [await kitchen.submit(), await kitchen.submit("plain")];
      pass(SLICE);
      expect(await kitchen.yields()).toBe("rest");
      // It has nothing to go on from, and loses nothing by that.
      expect(kitchen.job(second)).toMatchObject({ status: "queued" });
      pass(SLICE);
      expect(await kitchen.yields("7")).toBe("rest");
      expect(kitchen.job(first)).toMatchObject({ status: "queued" });
      await kitchen.ends();
      expect(kitchen.story(first, second)).toEqual(["0 1 null", "…", "1 1 null", "0 1 7"]);
      await kitchen.ends();
      expect(kitchen.job(first)).toMatchObject({ status: "succeeded", attempt: 1 });
    }));

  test("makes way only with a checkpoint of this slice: what it did since an older one is not done again", () =>
    inKitchen(async (kitchen) => {
      const [first, second] = [await kitchen.submit(), await kitchen.submit()];
      await kitchen.yields("1");
      pass(SLICE);
      await kitchen.shop.queue.operator().change("steps", { paused: true });
      await kitchen.yields();
      await kitchen.shop.queue.operator().change("steps", { paused: false });
      pass(SLICE);
      await kitchen.yields();
      expect(kitchen.story(first, second)).toEqual(["0 1 null", "…", "…"]);
      pass(SLICE);
      await kitchen.yields("2");
      expect(kitchen.story(first, second).at(-1)).toBe("1 1 null");
    }));

  test("takes hours in all, with one attempt, by turns with others", () =>
    inKitchen(async (kitchen) => {
      const ids = [await kitchen.submit(), await kitchen.submit()];
      const slices = 100;
      const steps = new Map<string, number>(ids.map((id) => [id, 0]));
      const begin = Date.now();
      for (let slice = 0; kitchen.shop.executors.calls.length > 0; slice++) {
        const [work] = kitchen.call.works as [Work];
        // Whoever goes on from a checkpoint has lost nothing.
        const step = (steps.get(work.id) as number) + 1;
        if (kitchen.shop.executors.begun.at(-1)?.resumed === false)
          expect(work.checkpoint).toBe(step === 1 ? null : `${step - 1}`);
        steps.set(work.id, step);
        pass(60_000);
        if (step === slices) await kitchen.ends();
        else expect(await kitchen.yields(`${step}`)).toBe("rest");
        if (slice % 20 === 0) await kitchen.shop.ring();
      }
      expect(Date.now() - begin).toBeGreaterThan(3 * 3_600_000);
      for (const id of ids) expect(kitchen.job(id)).toMatchObject({ status: "succeeded", attempt: 1 });
      // By turns: nobody had two slices in a row while the other was not done.
      const turns = kitchen.shop.executors.begun
        .slice(0, 2 * slices - 1)
        .map(({ works: [work] }) => work?.id);
      expect(turns.every((id, index) => id !== turns[index + 1])).toBe(true);
    }));

  test("comes to its end however short a slice is", () =>
    inKitchen(async (kitchen) => {
      const ids = [await kitchen.submit(), await kitchen.submit()];
      let at = 0;
      for (let calls = 1; kitchen.shop.executors.calls.length > 0; calls++) {
        expect(calls).toBeLessThanOrEqual(2 * 20);
        pass(SLICE);
        at = kitchen.call.resumed ? at + 1 : Number(kitchen.call.works[0]?.checkpoint ?? 0);
        if (at === 19) await kitchen.ends();
        else expect(await kitchen.yields(`${at + 1}`)).toBe("rest");
      }
      for (const id of ids) expect(kitchen.job(id)).toMatchObject({ status: "succeeded", attempt: 1 });
    }));

  test("rests at once when the clock is set back: nobody knows how long it ran", () =>
    inKitchen(async (kitchen) => {
      await kitchen.submit();
      pass(-3_600_000);
      expect(await kitchen.yields()).toBe("rest");
      expect(await kitchen.yields()).toBe("continue");
    }));

  test("that is cancelled while it rests does not go on", () =>
    inKitchen(async (kitchen) => {
      const id = await kitchen.submit();
      pass(SLICE);
      const { call } = kitchen;
      expect(await call.reporter.step(null, null)).toBe("rest");
      await kitchen.shop.queue.cancel(id);
      call.end({ type: "resting" });
      await settled();
      expect(kitchen.shop.executors.calls).toEqual([]);
      expect(kitchen.job(id)).toMatchObject({ status: "cancelled" });
    }));

  test("whose executor is lost while it rests, or forgot it, goes on from its last checkpoint: another attempt", () =>
    inKitchen(async (kitchen) => {
      const id = await kitchen.submit();
      pass(SLICE);
      await kitchen.yields("1");
      kitchen.call.lose();
      await settled();
      expect(kitchen.story(id)).toEqual(["0 1 null", "…", "0 2 1"]);
      pass(SLICE);
      const { call } = kitchen;
      await call.reporter.step(null, "2");
      call.end({ type: "resting" });
      kitchen.shop.executors.resting.clear();
      await settled();
      expect(kitchen.story(id).at(-1)).toBe("0 3 2");
    }));

  test("that rests when its queue dies goes on from its last checkpoint", () =>
    inKitchen(async (kitchen) => {
      const [first, second] = [await kitchen.submit(), await kitchen.submit()];
      pass(SLICE);
      await kitchen.yields("1");
      await kitchen.shop.begin();
      await kitchen.ends();
      await kitchen.ends();
      // The first one did not run: that its queue died costs it nothing.
      expect(kitchen.story(first, second)).toEqual(["1 2 null", "0 1 1"]);
    }));

  test("goes on after its rests with the very same generator, on a real executor", async () => {
    const ticket = await twins.paced.submit(4);
    for (let step = 1; step <= 4; step++) {
      await control().told(`stepped ${ticket.id}`, step);
      pass(SLICE_MS);
      await control().release(ticket.id);
    }
    expect(await ticket.result()).toEqual({ counted: 4, resumedFrom: null });
    expect(await ticket.get()).toMatchObject({ attempt: 1 });
    expect((await control().story()).filter((told) => told.startsWith("resting"))).toHaveLength(2);
  });

  test("gives its lane to others and goes on from its checkpoint, on real executors", async () => {
    const blocker = await twins.held.submit();
    await control().told(`begun ${blocker.id}`);
    const ticket = await twins.paced.submit(4);
    await control().told(`stepped ${ticket.id}`, 1);
    const waiting = await twins.add.submit(1, 2);
    pass(SLICE_MS);
    await control().release(ticket.id);
    await control().told(`stepped ${ticket.id}`, 2);
    await control().release(ticket.id);
    expect(await waiting.result()).toBe(3);
    for (const step of [3, 4]) {
      await control().told(`stepped ${ticket.id}`, step);
      await control().release(ticket.id);
    }
    expect(await ticket.result()).toEqual({ counted: 4, resumedFrom: 2 });
    expect(await ticket.get()).toMatchObject({ attempt: 1 });
    await control().release(blocker.id);
  });
});

describe("an executor", () => {
  /** An executor of one `function*`, which says what happens in it. */
  function executor() {
    const story: string[] = [];
    const count = {
      kind: "steps",
      *run(): Generator<{ progress?: number }, string, unknown> {
        try {
          for (let i = 1; i <= 3; i++) {
            story.push(`step ${i}`);
            yield {};
          }
          return "done";
        } finally {
          story.push("finally");
        }
      },
      write: (value: string) => storedJson(value, 200),
    } as const;
    const JobExecutor = withoutPlatform(createJobExecutor({ count }));
    const answers = { step: "rest" as Awaited<ReturnType<Reporter["step"]>> };
    const reporter: Reporter = {
      step: async () => answers.step,
      children: async () => ({ type: "stop" }),
    };
    const object = new JobExecutor({} as DurableObjectState, {});
    const work = (id: string): Work => ({
      id,
      operation: "count",
      attempt: 1,
      payload: pack([]),
      checkpoint: null,
    });
    return { story, object, answers, reporter, work };
  }

  test("keeps what rests, and goes on with it", async () => {
    const { story, object, answers, reporter, work } = executor();
    expect(await object.run(work("a"), reporter)).toEqual({ type: "resting" });
    expect(await object.resume("a", reporter)).toEqual({ type: "resting" });
    answers.step = "continue";
    expect(await object.resume("a", reporter)).toMatchObject({ type: "succeeded" });
    expect(story).toEqual(["step 1", "step 2", "step 3", "finally"]);
  });

  test("says that it stopped when it does not have it: it was evicted, or runs another", async () => {
    const { object, reporter, work } = executor();
    expect(await object.resume("a", reporter)).toEqual({ type: "stopped" });
    await object.run(work("a"), reporter);
    expect(await object.resume("b", reporter)).toEqual({ type: "stopped" });
  });

  test("lets its `finally` run when another job takes its place, or when it is stopped", async () => {
    const { story, object, answers, reporter, work } = executor();
    await object.run(work("a"), reporter);
    await object.run(work("b"), reporter);
    expect(story).toEqual(["step 1", "finally", "step 1"]);
    answers.step = "stop";
    expect(await object.resume("b", reporter)).toEqual({ type: "stopped" });
    expect(story.slice(3)).toEqual(["step 2", "finally"]);
  });
});
