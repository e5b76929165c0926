import { reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { all } from "../../../src/jobs";
import type { Ticket } from "../../../src/jobs/client/ticket";
import { twin } from "../../../src/jobs/client/twin";
import { DEFAULT_RETENTION_MS, DUE_AT_ONCE } from "../../../src/jobs/limits";
import { orderOf } from "../../../src/jobs/order";
import { newJobId } from "../../../src/jobs/shards";
import { control, queue } from "../bindings";
import { twins } from "../edge-worker";
import { Standalone, SUCCESS, settled, tablesOf } from "./standalone";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(async () => {
  vi.useRealTimers();
  await reset();
});

const HOUR = 3_600_000;

async function pass(ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await runDurableObjectAlarm(queue());
}

/** How many rows each table has. */
function rows(): Promise<Record<string, number>> {
  return runInDurableObject(queue(), (_, { storage: { sql } }) => {
    const counts = tablesOf(sql).map((table): [string, number] => [
      table,
      sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n,
    ]);
    return Object.fromEntries(counts);
  });
}

function ended(...tickets: Ticket<unknown>[]): Promise<unknown> {
  return Promise.allSettled(tickets.map((ticket) => ticket.result()));
}

describe("a job that is final", () => {
  test("is forgotten when its time is up, with all that was kept of it, in every table", async () => {
    await control().crashNext(1);
    await ended(await twins.stumbling.submit(3));
    await ended(await twins.echo.submit(new Uint8Array(100_000)), await twins.bug.submit());
    const key = { scope: "kept", key: "k", payload: "p" } as const;
    const id = newJobId({ name: "enam0" });
    await queue().submit({ ...orderOf({ operation: "add" }, [1, 2]), id, startAt: null, key }, 30_000);
    await ended(
      await twins.sum.submit([
        [1, 2],
        [3, 4],
      ]),
      await all([twins.add(1, 2)]).submit(),
    );
    await ended(await twins.cautious.submit("bug"), await twins.careless.submit("bug"));
    const before = await rows();
    // Whoever adds a table decides what becomes of its rows.
    expect(Object.keys(before)).toEqual([
      "attempts",
      "chunks",
      "counters",
      "deliveries",
      "history",
      "jobs",
      "keys",
      "metrics",
      "progress",
      "queues",
      "schedules",
      "waits",
    ]);
    for (const table of ["attempts", "chunks", "jobs", "keys", "progress", "waits"])
      expect(before[table], table).toBeGreaterThan(0);

    await pass(DEFAULT_RETENTION_MS - 1);
    expect((await rows()).jobs).toBe(before.jobs);
    await pass(1);
    const after = await rows();
    for (const table of ["attempts", "chunks", "deliveries", "jobs", "keys", "progress", "waits"])
      expect(after[table], table).toBe(0);
  });

  test("is kept as long as its stub says", async () => {
    const brief = twin<() => string>({ operation: "fragile", result: "json", retention: HOUR });
    const ticket = await brief.submit();
    await ended(ticket);
    await pass(HOUR - 1);
    expect(await ticket.result()).toBe("survived");
    await pass(1);
    await expect(ticket.get()).rejects.toThrow("does not know job");
  });

  test("is kept as long as its batch, however short its own time is", async () => {
    const brief = twin<(a: number, b: number) => number>({ operation: "add", result: "json", retention: 1 });
    const ticket = await all([brief(1, 2), brief(3, 4)], { retention: HOUR / 1000 }).submit();
    await ended(ticket);
    await pass(HOUR - 1);
    expect(await ticket.result()).toEqual([3, 7]);
    await pass(1);
    expect(await rows()).toMatchObject({ jobs: 0 });
  });

  test("that a batch waits for is kept when an operator purges", async () => {
    const ticket = await all([twins.add(1, 2), twins.held("x")]).submit();
    const [held] = await control().begun("held", 1);
    for await (const { progress } of ticket.progress()) if (progress === 0.5) break;
    const purged = await runInDurableObject(queue(), (instance) => instance.operator().act("purge", {}));
    expect(purged).toEqual({ done: 0, next: null });
    await control().release(held as string);
    expect(await ticket.result()).toEqual([3, "x"]);
  });
});

describe("many jobs that are final", () => {
  test("are forgotten some at a time, and the queue comes back for the rest", () =>
    runInDurableObject(queue(), async (_, state) => {
      const shop = new Standalone(state, { lanes: 1 });
      await shop.begin();
      const count = () => shop.sql.exec<{ n: number }>("SELECT count(*) AS n FROM jobs").one().n;
      const jobs = 2 * DUE_AT_ONCE + 50;
      const order = orderOf({ operation: "f" }, []);
      const ids = Array.from({ length: jobs }, () => newJobId({ name: "enam0" }));
      await Promise.all(ids.map((id) => shop.queue.submit({ ...order, id, startAt: null, key: null }, 0)));
      const operator = shop.queue.operator();
      for (let after: number | null = 0; after !== null; )
        after = (await operator.act("cancel", {}, after)).next;
      vi.setSystemTime(Date.now() + DEFAULT_RETENTION_MS);
      for (const left of [DUE_AT_ONCE + 50, 50, 0]) {
        expect(shop.alarm).toBeLessThanOrEqual(Date.now() + 1);
        await shop.ring();
        expect(count()).toBe(left);
      }
    }));

  test("are purged though as many children stand before them", () =>
    runInDurableObject(queue(), async (_, state) => {
      const shop = new Standalone(state, { lanes: 1 });
      await shop.begin();
      const child = orderOf({ operation: "f" }, []);
      const children = Array.from({ length: DUE_AT_ONCE + 1 }, () => ({
        ...child,
        id: newJobId({ name: "enam0" }),
      }));
      const batch = newJobId({ name: "enam0" });
      await shop.queue.submitBatch({ id: batch, policy: child.policy, children, window: null });
      while (shop.executors.calls.length > 0) {
        const works = shop.executors.calls[0]?.works ?? [];
        // The last one of the batch does not end.
        if (works.some(({ id }) => id === children.at(-1)?.id)) break;
        shop.executors.calls[0]?.end(...works.map(() => SUCCESS));
        await settled();
      }
      const id = newJobId({ name: "enam0" });
      await shop.queue.submit({ ...child, id, startAt: null, key: null }, 0);
      await shop.queue.cancel(id);
      expect(await shop.queue.operator().act("purge", {})).toEqual({ done: 1, next: null });
    }));
});

describe("a job that is forgotten while it runs", () => {
  test("leaves nothing behind when it ends", () =>
    runInDurableObject(queue(), async (_, state) => {
      const shop = new Standalone(state, { lanes: 1 });
      await shop.begin();
      const order = orderOf({ operation: "f" }, []);
      const child = { ...order, id: newJobId({ name: "enam0" }) };
      await shop.queue.submitBatch({
        id: newJobId({ name: "enam0" }),
        policy: order.policy,
        children: [child],
        window: null,
      });
      await shop.queue.cancel(child.id);
      shop.executors.calls[0]?.end(SUCCESS);
      await settled();
      // An operator gives it another chance, and its batch is forgotten meanwhile.
      await shop.queue.operator().retry(child.id);
      await settled();
      vi.setSystemTime(Date.now() + DEFAULT_RETENTION_MS);
      await shop.ring();
      expect(shop.queue.get(child.id)).toBeNull();
      const body = new Uint8Array(100_000);
      shop.executors.of(child.id)?.end({ type: "succeeded", response: { status: 200, headers: [], body } });
      await settled();
      for (const table of ["jobs", "chunks", "attempts"])
        expect(shop.sql.exec(`SELECT * FROM ${table}`).toArray(), table).toEqual([]);
    }));
});
