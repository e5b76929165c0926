import { evictDurableObject, reset, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { twin } from "../../../src/jobs/client/twin";
import { control, crashQueue, queues } from "../bindings";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(async () => {
  vi.useRealTimers();
  await reset();
});

const HOUR = 3_600_000;

/** The shard of jobs with a key. */
const shard = () => queues.getByName("any0");

const held = twin<(value?: unknown) => unknown>({ operation: "held", result: "json", retention: HOUR });
const unique = twin<(value?: unknown) => unknown>({ ...held.definition, unique: true });
const add = twin<(a: number, b: number) => number>({ operation: "add", result: "json", retention: HOUR });

async function release(...ids: string[]): Promise<void> {
  for (const id of ids) {
    await control().told(`begun ${id}`);
    await control().release(id);
  }
}

describe("a unique job", () => {
  test("is the same one while it is not done, and another one afterwards", async () => {
    const first = await unique.submit("x");
    expect((await unique.submit("x")).id).toBe(first.id);
    await control().told(`begun ${first.id}`);
    await crashQueue(shard());
    expect((await unique.submit("x")).id).toBe(first.id);
    await control().told(`begun ${first.id}`, 2);
    await control().release(first.id);
    expect(await first.result()).toBe("x");
    const second = await unique.submit("x");
    expect(second.id).not.toBe(first.id);
    expect((await unique.submit("x")).id).toBe(second.id);
    expect(await first.result()).toBe("x");
  });

  test("of other arguments, or of another operation, is another one", async () => {
    const other = twin<(value: unknown) => unknown>({ operation: "echo", result: "json", unique: true });
    const ids = [
      await unique.submit("x"),
      await unique.submit("y"),
      await unique.submit(),
      await other.submit("x"),
    ];
    expect(new Set(ids.map(({ id }) => id)).size).toBe(4);
  });

  test("is one however many ask for it at once", async () => {
    const tickets = await Promise.all(Array.from({ length: 8 }, () => unique.submit("x")));
    expect(new Set(tickets.map(({ id }) => id)).size).toBe(1);
    await release((tickets[0] as (typeof tickets)[0]).id);
    expect(await Promise.all(tickets.map((ticket) => ticket.result()))).toEqual(Array(8).fill("x"));
  });

  test("that is to start later is one too, and so is one that waits for its next try", async () => {
    const later = await unique.with({ delay: 60 }).submit("x");
    expect((await unique.submit("x")).id).toBe(later.id);
    const flaky = twin<() => void>({ operation: "bug", result: "empty", unique: true, retries: 1 });
    const failing = await flaky.submit();
    for await (const { status } of failing.progress()) if (status === "scheduled") break;
    expect((await flaky.submit()).id).toBe(failing.id);
  });

  test("that was cancelled makes room for another", async () => {
    const first = await unique.submit("x");
    await first.cancel();
    expect((await unique.submit("x")).id).not.toBe(first.id);
  });
});

describe("an idempotency key", () => {
  const keyed = (key: string) => add.with({ idempotencyKey: key });

  test("is the same job as long as that is kept, done or not", async () => {
    const first = await keyed("k").submit(1, 2);
    expect(await first.result()).toBe(3);
    await evictDurableObject(shard());
    vi.setSystemTime(Date.now() + HOUR - 1);
    await runDurableObjectAlarm(shard());
    expect((await keyed("k").submit(1, 2)).id).toBe(first.id);
    vi.setSystemTime(Date.now() + 1);
    await runDurableObjectAlarm(shard());
    const second = await keyed("k").submit(1, 2);
    expect(second.id).not.toBe(first.id);
    expect(await second.result()).toBe(3);
    // What the key was used for before does not matter any more.
    vi.setSystemTime(Date.now() + HOUR);
    await runDurableObjectAlarm(shard());
    expect(await keyed("k")(3, 4)).toBe(7);
  });

  test("with other arguments is refused, and stores nothing", async () => {
    await keyed("k").submit(1, 2);
    await expect(keyed("k").submit(1, 3)).rejects.toMatchObject({ status: 422 });
    expect(await keyed("k")(1, 2)).toBe(3);
  });

  test("of another operation is another one", async () => {
    const [a, b] = [await keyed("k").submit(1, 2), await held.with({ idempotencyKey: "k" }).submit(1)];
    expect(a.id).not.toBe(b.id);
  });

  test("comes before uniqueness: another key is another job", async () => {
    const ids = ["a", "b", "a"].map(
      async (key) => (await unique.with({ idempotencyKey: key }).submit("x")).id,
    );
    const [first, second, third] = await Promise.all(ids);
    expect(second).not.toBe(first);
    expect(third).toBe(first);
  });
});
