import { reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listJobs, listSchedules } from "../../../src/jobs";
import { cronTicks } from "../../../src/jobs/schedules/cron";
import { SCHEDULES_SHARD } from "../../../src/jobs/shards";
import { control, crashQueue, operate, post, queues } from "../bindings";
import { schedules } from "../edge-worker";

// Only the clock of dates is driven. It is ahead of the real one, so that no alarm comes but those of the test.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime("2036-11-25T10:30:00Z");
});
afterEach(async () => {
  schedules.length = 0;
  vi.useRealTimers();
  await reset();
});

const shard = () => queues.getByName(SCHEDULES_SHARD);

/** What a deploy brings: these schedules, and a queue that begins anew. */
async function deploy(...entries: [name: string, cron: string, operation: string][]): Promise<void> {
  await crashQueue(shard());
  schedules.length = 0;
  for (const [name, cron, operation] of entries)
    schedules.push({ name, ...cronTicks(cron, "UTC"), job: { operation, timeout: 86_400_000 } });
  await shard().wake();
}

/** It is that time today, and the alarm comes. */
async function at(time: string, stub = shard()): Promise<void> {
  vi.setSystemTime(`2036-11-25T${time}Z`);
  expect(await runDurableObjectAlarm(stub)).toBe(true);
}

async function jobsOf(operation: string): Promise<string[]> {
  const { jobs } = await listJobs({ operation });
  return jobs.map(({ id }) => id);
}

async function nextTicks(): Promise<Record<string, string | null>> {
  const all = await listSchedules();
  return Object.fromEntries(all.map(({ name, nextTick }) => [name, nextTick]));
}

describe("a schedule", () => {
  test("runs its job at each tick, and says when the next one is", async () => {
    await deploy(["tidy", "0 * * * *", "forget"]);
    const view = { name: "tidy", operation: "forget", cron: "0 * * * *", zone: "UTC" };
    const response = await operate("/jobs/schedules");
    expect(await response.json()).toEqual({
      schedules: [{ ...view, nextTick: "2036-11-25T11:00:00.000Z", lastJob: null }],
    });
    await at("10:59:59.999");
    expect(await jobsOf("forget")).toEqual([]);
    await at("11:00:00");
    const [first] = await jobsOf("forget");
    expect(await shard().wait(first as string, 30_000)).toMatchObject({ job: { status: "succeeded" } });
    expect(await listSchedules()).toEqual([
      { ...view, nextTick: "2036-11-25T12:00:00.000Z", lastJob: first },
    ]);
    await at("12:00:01");
    expect(await jobsOf("forget")).toEqual([expect.stringMatching(/^any0_/), first]);
  });

  test("makes up once for what it missed", async () => {
    const warn = vi.spyOn(console, "warn");
    await deploy(["tidy", "0 * * * *", "forget"]);
    await at("14:10:00");
    expect(await jobsOf("forget")).toHaveLength(1);
    expect(warn.mock.calls.map(([line]) => JSON.parse(line))).toEqual([
      {
        level: "warn",
        message: "schedule skipped",
        schedule: "tidy",
        skipped: 3,
        overlaps: false,
        drained: false,
      },
    ]);
    expect(await nextTicks()).toEqual({ tidy: "2036-11-25T15:00:00.000Z" });
    await at("14:59:00");
    expect(await jobsOf("forget")).toHaveLength(1);
    warn.mockRestore();
  });

  test("leaves a tick out while the job of the last one is not done", async () => {
    await deploy(["clean", "0 * * * *", "held"]);
    await at("11:00:00");
    const [first = ""] = await control().begun("held", 1);
    await at("12:00:00");
    expect(await jobsOf("held")).toEqual([first]);
    await control().release(first);
    await shard().wait(first, 30_000);
    await at("13:00:00");
    expect(await jobsOf("held")).toHaveLength(2);
  });

  test("leaves a tick out while its queue is drained", async () => {
    await deploy(["tidy", "0 * * * *", "forget"]);
    const drain = (draining: boolean) =>
      operate("/jobs/queues/forget", {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ draining }),
      });
    await drain(true);
    await at("11:00:00");
    expect(await jobsOf("forget")).toEqual([]);
    await drain(false);
    await at("12:00:00");
    expect(await jobsOf("forget")).toHaveLength(1);
  });

  test("goes on after its queue was gone, also when nobody but the alarm wakes it, which may not know its name", async () => {
    await deploy(["tidy", "0 * * * *", "forget"]);
    await at("11:00:00");
    for (const [count, name, stub] of [
      [2, SCHEDULES_SHARD, shard()],
      [3, undefined, queues.get(queues.idFromString(String(shard().id)))],
    ] as const) {
      await crashQueue(shard());
      // Whoever is asked first is the one whose name counts.
      expect(await runInDurableObject(stub, (_, state) => state.id.name)).toBe(name);
      await at(`${10 + count}:00:00`, stub);
      expect(await jobsOf("forget")).toHaveLength(count);
    }
  });

  test("comes and goes with deploys", async () => {
    await deploy(["tidy", "0 * * * *", "forget"], ["clean", "30 * * * *", "held"]);
    expect(await nextTicks()).toEqual({
      tidy: "2036-11-25T11:00:00.000Z",
      clean: "2036-11-25T11:30:00.000Z",
    });
    await deploy(["clean", "45 * * * *", "held"], ["sum", "50 10 * * *", "add"]);
    expect(await nextTicks()).toEqual({ clean: "2036-11-25T10:45:00.000Z", sum: "2036-11-25T10:50:00.000Z" });
    await at("12:00:00");
    expect(
      [await jobsOf("forget"), await jobsOf("held"), await jobsOf("add")].map((jobs) => jobs.length),
    ).toEqual([0, 1, 1]);
    // What it would have done while it was gone it does not make up for.
    await deploy(["tidy", "0 * * * *", "forget"]);
    expect(await nextTicks()).toEqual({ tidy: "2036-11-25T13:00:00.000Z" });
    expect(await jobsOf("forget")).toEqual([]);
  });

  test("is kept in one shard alone", async () => {
    await deploy(["tidy", "0 * * * *", "forget"]);
    await post("add", [1, 2]);
    expect(await listSchedules()).toHaveLength(1);
    await at("11:00:00");
    expect(
      await runInDurableObject(queues.getByName("enam0"), (queue) => queue.operator().schedules()),
    ).toEqual([]);
  });
});
