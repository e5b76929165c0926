import { reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { twin } from "../../../src/jobs/client/twin";
import { control, queue } from "../bindings";
import { twins } from "../edge-worker";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(async () => {
  vi.useRealTimers();
  await reset();
});

async function pass(ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await runDurableObjectAlarm(queue());
}

const alarm = () => runInDurableObject(queue(), (_, state) => state.storage.getAlarm());

describe("a job that is to start later", () => {
  test.each([
    ["after a delay", () => ({ delay: 60 })],
    ["at a time", () => ({ runAt: new Date(Date.now() + 60_000) })],
  ])("starts then: %s", async (_, options) => {
    const ticket = await twins.add.with(options()).submit(1, 2);
    expect(await ticket.get()).toMatchObject({ status: "scheduled", startedAt: null });
    expect(await alarm()).toBe(Date.now() + 60_000);
    await pass(59_999);
    expect(await ticket.get()).toMatchObject({ status: "scheduled" });
    await pass(1);
    expect(await ticket.result()).toBe(3);
  });

  test("starts at once when that time is past", async () => {
    expect(await (await twins.add.with({ runAt: new Date(0) }).submit(1, 2)).result()).toBe(3);
    expect(await (await twins.add.with({ delay: 0 }).submit(1, 2)).result()).toBe(3);
  });

  test("is taken however late that is, and cancelled like any other", async () => {
    const ticket = await twins.add.with({ runAt: new Date(8.64e15) }).submit(1, 2);
    expect(await twins.add(1, 2)).toBe(3);
    const list = await runInDurableObject(queue(), (instance) => instance.operator().list({}, 1e9, 10));
    expect(list.jobs.at(-1)).toMatchObject({ id: ticket.id, dueAt: "+275760-09-13T00:00:00.000Z" });
    // It looks again before an alarm could be set for that.
    expect(await alarm()).toBeLessThan(Date.now() + 366 * 86_400_000);
    expect(await ticket.cancel()).toMatchObject({ status: "cancelled" });
  });
});

describe("a priority", () => {
  test("of a call comes before that of its stub, and the higher one first", async () => {
    const low = twin<(value: string) => string>({ operation: "held", result: "json", priority: -5 });
    const blockers = [await twins.held.submit(), await twins.held.submit()];
    for (const { id } of blockers) await control().told(`begun ${id}`);
    const line = [
      await low.submit("last"),
      await twins.held.submit("second"),
      await low.with({ priority: 10 }).submit("first"),
    ];
    await control().release((blockers[0] as (typeof blockers)[0]).id);
    for (const index of [2, 1, 0]) {
      const { id } = line[index] as (typeof line)[0];
      await control().told(`begun ${id}`);
      await control().release(id);
    }
    const begun = await control().begun("held", 5);
    expect(begun.slice(2)).toEqual([2, 1, 0].map((index) => line[index]?.id));
  });
});

describe("retries and timeout", () => {
  test("of a call come before those of its stub", async () => {
    const once = await twins.flaky.with({ retries: 0 }).submit();
    await expect(once.result()).rejects.toMatchObject({ failure: { reason: "error" } });
    expect(await once.get()).toMatchObject({ attempt: 1 });

    const hasty = await twins.held.with({ timeout: 5 }).submit();
    await control().told(`begun ${hasty.id}`);
    await pass(4_999);
    expect(await hasty.get()).toMatchObject({ status: "running" });
    await pass(1);
    expect(await hasty.get()).toMatchObject({ status: "failed", failure: { reason: "timeout", seconds: 5 } });
    await control().release(hasty.id);
  });
});

describe("a function that has become a function*, and the other way round", () => {
  test("since the job was submitted", async () => {
    const was = twin<(n: number) => unknown>({ operation: "count", result: "json" });
    await expect(was(3)).rejects.toMatchObject({ failure: { reason: "unreadable-arguments" } });
    const wasSteps = twin<(a: number, b: number) => number>({
      operation: "add",
      kind: "steps",
      result: "json",
    });
    expect(await wasSteps(1, 2)).toBe(3);
  });
});
