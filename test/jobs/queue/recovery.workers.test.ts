import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Ticket } from "../../../src/jobs/client/ticket";
import { DEFAULT_RETENTION_MS, INLINE_BYTES, KEEP_ALIVE_MS } from "../../../src/jobs/limits";
import { orderOf } from "../../../src/jobs/order";
import type { Job } from "../../../src/jobs/protocol";
import { insertChunks } from "../../../src/jobs/queue/sql/chunks";
import { newJobId, newSiblingId } from "../../../src/jobs/shards";
import { control, crashQueue, get, queue } from "../bindings";
import { twins } from "../edge-worker";
import { Standalone } from "./standalone";

// Only the clock of dates stands still: timers and the network go on.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(async () => {
  vi.useRealTimers();
  await reset();
});

function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

/** Return when the job is final. */
async function final(id: string) {
  const receipt = await queue().wait(id, 60_000);
  return receipt?.type === "job" ? receipt.job : null;
}

/** Return when the job has come so far. */
async function until(
  ticket: { progress(): AsyncIterable<Job> },
  status: string,
  attempt: number,
): Promise<void> {
  for await (const job of ticket.progress()) {
    if (job.status === status && job.attempt === attempt) return;
  }
  throw new Error(`The job never was ${status} at attempt ${attempt}.`);
}

/** Let a held job go on; it must be running. */
async function release(id: string, times = 1): Promise<void> {
  await control().told(`begun ${id}`, times);
  await control().release(id);
}

describe("an executor from before a deploy", () => {
  test("makes way for a new one when it does not know a job", async () => {
    const tickets = await Promise.all([1, 2, 3, 4, 5].map(() => twins.added.submit()));
    expect(await Promise.all(tickets.map((ticket) => ticket.result()))).toEqual(Array(5).fill("new"));
    expect(await tickets[0]?.get()).toMatchObject({ status: "succeeded" });
  });

  test("is not blamed again within the minute: what a new one does not know is gone", async () => {
    const first = await twins.removed.submit();
    expect(await final(first.id)).toMatchObject({
      status: "failed",
      failure: { reason: "unknown-operation" },
    });
    const rest = await Promise.all([1, 2, 3, 4, 5, 6].map(() => twins.removed.submit()));
    const jobs = await Promise.all(rest.map(({ id }) => final(id)));
    const attempts = jobs.map((job) => job?.attempt ?? 0).reduce((sum, attempt) => sum + attempt, 0);
    // Of the two lanes, one at most had an old executor left.
    expect(attempts).toBeLessThanOrEqual(rest.length + 1);
  });
});

describe("a lost executor", () => {
  test("costs one attempt, and the job runs again", async () => {
    await control().crashNext(1);
    const ticket = await twins.fragile.submit();
    expect(await ticket.result()).toBe("survived");
    expect(await ticket.get()).toMatchObject({ status: "succeeded", attempt: 2 });
  });

  test("costs a function* only what came after its last checkpoint", async () => {
    await control().crashNext(1);
    const ticket = await twins.stumbling.submit(10);
    expect(await ticket.result()).toEqual({ counted: 10, resumedFrom: 1 });
    expect(await ticket.get()).toMatchObject({ attempt: 2 });
  });

  test("again and again is forgiven as long as there is a new checkpoint", async () => {
    await control().crashNext(8);
    const ticket = await twins.stumbling.submit(10);
    expect(await ticket.result()).toEqual({ counted: 10, resumedFrom: 8 });
    expect(await ticket.get()).toMatchObject({ status: "succeeded", attempt: 9 });
  });

  test("five times in a row ends the job, and holds nobody else up", async () => {
    const poison = await twins.poison.submit();
    const others = await Promise.all([1, 2, 3, 4].map((n) => twins.add.submit(n, n)));
    expect(await final(poison.id)).toMatchObject({
      status: "failed",
      attempt: 5,
      failure: { reason: "lost", losses: 5 },
    });
    expect(await Promise.all(others.map((other) => other.result()))).toEqual([2, 4, 6, 8]);
  });

  test("that does not come back burns no attempts: jobs wait until it answers", async () => {
    await control().setDeaf(true);
    await control().crashNext(1);
    const fragile = await twins.fragile.submit();
    const add = await twins.add.submit(1, 2);
    for (let probe = 0; probe < 10; probe++) {
      pass(2_000);
      await runDurableObjectAlarm(queue());
    }
    expect(await fragile.get()).toMatchObject({ status: "queued", attempt: 1 });
    expect(await add.get()).toMatchObject({ attempt: expect.toSatisfy((attempt) => attempt <= 1) });

    await control().setDeaf(false);
    pass(2_000);
    await runDurableObjectAlarm(queue());
    expect(await fragile.result()).toBe("survived");
    expect(await add.result()).toBe(3);
    expect(await fragile.get()).toMatchObject({ attempt: 2 });
    expect(await add.get()).toMatchObject({ attempt: 1 });
  });
});

describe("a queue that dies", () => {
  test("runs again what ran, as soon as anything wakes it up", async () => {
    const ticket = await twins.held.submit("x");
    await control().told(`begun ${ticket.id}`);
    await crashQueue();
    expect(await queue().get("enam0_nobody")).toBeNull();
    await release(ticket.id, 2);
    expect(await ticket.result()).toBe("x");
    expect(await ticket.get()).toMatchObject({ attempt: 2 });
  });

  test("is woken up by its alarm", async () => {
    const ticket = await twins.held.submit("x");
    await control().told(`begun ${ticket.id}`);
    await crashQueue();
    expect(await runDurableObjectAlarm(queue())).toBe(true);
    await release(ticket.id, 2);
    expect(await ticket.result()).toBe("x");
  });

  test("resumes a function* from its last checkpoint", async () => {
    const ticket = await twins.paced.submit(3);
    await control().told(`stepped ${ticket.id}`, 1);
    await control().release(ticket.id);
    await control().told(`stepped ${ticket.id}`, 2);
    // Kept in memory at first, as the first step was written just before.
    for await (const job of ticket.progress()) if (job.progress === 2 / 3) break;
    await crashQueue();
    await runDurableObjectAlarm(queue());
    await control().told(`stepped ${ticket.id}`, 3);
    await control().release(ticket.id);
    expect(await ticket.result()).toEqual({ counted: 3, resumedFrom: 2 });
  });

  test("keeps the line in order", async () => {
    const held = [await twins.held.submit(), await twins.held.submit()];
    const line = [await twins.held.submit(), await twins.held.submit(), await twins.held.submit()];
    for (const { id } of held) await control().told(`begun ${id}`);
    await crashQueue();
    await runDurableObjectAlarm(queue());
    // One by one, since what begins on two lanes at once is told in any order; and slow, so that none share a call.
    for (const [index, { id }] of [...held, ...line].entries()) {
      await control().told(`begun ${id}`, index < held.length ? 2 : 1);
      pass(1_000);
      await control().release(id);
      const next = line[index];
      if (next !== undefined) await control().told(`begun ${next.id}`);
    }
    for (const ticket of [...held, ...line])
      expect(await final(ticket.id)).toMatchObject({ status: "succeeded" });
    const begun = (await control().story()).filter((told) => told.startsWith("begun"));
    expect(begun.slice(-3)).toEqual(line.map(({ id }) => `begun ${id}`));
  });

  test("keeps a backoff", async () => {
    const ticket = await twins.flaky.submit();
    await until(ticket, "scheduled", 1);
    await crashQueue();
    expect(await ticket.get()).toMatchObject({ status: "scheduled" });
    pass(1_000);
    await runDurableObjectAlarm(queue());
    await until(ticket, "scheduled", 2);
  });

  test("again and again, as with deploys, is no loss of the job's executor", async () => {
    const ticket = await twins.held.submit();
    for (const attempt of [1, 2, 3, 4, 5]) {
      await control().told(`begun ${ticket.id}`, attempt);
      await crashQueue();
      await runDurableObjectAlarm(queue());
    }
    await release(ticket.id, 6);
    expect(await final(ticket.id)).toMatchObject({ status: "succeeded", attempt: 6 });
  });

  test("lets those who watch go on where they were", async () => {
    const ticket = await twins.held.submit("x");
    const seen = Array.fromAsync(ticket.progress(), (job) => `${job.status} ${job.attempt}`);
    await control().told(`begun ${ticket.id}`);
    await crashQueue();
    await release(ticket.id, 2);
    expect((await seen).at(-1)).toBe("succeeded 2");
  });

  test("breaks the streams of its clients, so that they ask again", async () => {
    const ticket = await twins.held.submit("x");
    const events = await get(`/jobs/${ticket.id}/events`);
    await control().told(`begun ${ticket.id}`);
    const broken = expect(events.text()).rejects.toThrow();
    await crashQueue();
    await broken;
  });

  test("lets its callers wait on", async () => {
    const ticket = await twins.held.submit("x");
    await control().told(`begun ${ticket.id}`);
    const result = ticket.result();
    await crashQueue();
    await release(ticket.id, 2);
    expect(await result).toBe("x");
  });
});

describe("an evicted queue", () => {
  test("keeps jobs and results", async () => {
    const ticket = await twins.add.submit(1, 2);
    expect(await ticket.result()).toBe(3);
    await evictDurableObject(queue());
    expect(await ticket.result()).toBe(3);
    expect(await ticket.get()).toMatchObject({ status: "succeeded", attempt: 1 });
  });
});

describe("a job that throws", () => {
  test("is tried again after a backoff as often as it may", async () => {
    const ticket = await twins.flaky.submit();
    for (const [attempt, backoff] of [
      [1, 1_000],
      [2, 2_000],
    ] as const) {
      await until(ticket, "scheduled", attempt);
      pass(backoff / 2 - 1);
      await runDurableObjectAlarm(queue());
      expect(await ticket.get()).toMatchObject({ status: "scheduled", attempt });
      pass(backoff / 2 + 1);
      await runDurableObjectAlarm(queue());
    }
    expect(await final(ticket.id)).toMatchObject({
      status: "failed",
      attempt: 3,
      failure: { reason: "error" },
    });
  });
});

describe("a lease", () => {
  test("that runs out ends the job, and its lane gets another executor", async () => {
    const stuck = [await twins.hasty.submit(), await twins.hasty.submit()];
    const next = await twins.add.submit(1, 2);
    for (const { id } of stuck) await control().told(`begun ${id}`);
    pass(59_999);
    await runDurableObjectAlarm(queue());
    for (const ticket of stuck) expect(await ticket.get()).toMatchObject({ status: "running" });
    pass(1);
    await runDurableObjectAlarm(queue());
    for (const ticket of stuck)
      expect(await ticket.get()).toMatchObject({
        status: "failed",
        failure: { reason: "timeout", seconds: 60 },
      });
    expect(await next.result()).toBe(3);
  });

  test("that ran out means that a late outcome is dropped", async () => {
    const late = await twins.hasty.submit();
    await control().told(`begun ${late.id}`);
    pass(60_000);
    await runDurableObjectAlarm(queue());
    await control().release(late.id);
    await control().told(`succeeded ${late.id}`);
    expect(await twins.add(1, 2)).toBe(3);
    expect(await late.get()).toMatchObject({ status: "failed", failure: { reason: "timeout" } });
  });

  test("is renewed by every step", async () => {
    const ticket = await twins.paced.submit(2);
    for (const step of [1, 2]) {
      await control().told(`stepped ${ticket.id}`, step);
      pass(299_000);
      await runDurableObjectAlarm(queue());
      await control().release(ticket.id);
    }
    expect(await ticket.result()).toEqual({ counted: 2, resumedFrom: null });
    expect(await ticket.get()).toMatchObject({ attempt: 1 });
  });

  test("of a cancelled job still frees its lane", async () => {
    const stuck = [await twins.hasty.submit(), await twins.hasty.submit()];
    for (const { id } of stuck) await control().told(`begun ${id}`);
    for (const ticket of stuck) await ticket.cancel();
    const next = await twins.add.submit(1, 2);
    expect(await next.get()).toMatchObject({ status: "queued" });
    pass(60_000);
    await runDurableObjectAlarm(queue());
    expect(await next.result()).toBe(3);
  });
});

describe("the alarm", () => {
  const alarm = () => runInDurableObject(queue(), (_, state) => state.storage.getAlarm());

  test("keeps the queue in memory while a job runs, and comes for nothing but to forget it when it is done", async () => {
    const ticket = await twins.held.submit();
    await control().told(`begun ${ticket.id}`);
    for (let time = 0; time < 3; time++) {
      expect((await alarm()) ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(Date.now() + KEEP_ALIVE_MS);
      pass(KEEP_ALIVE_MS);
      await runDurableObjectAlarm(queue());
    }
    await release(ticket.id);
    const job = await final(ticket.id);
    await runDurableObjectAlarm(queue());
    expect(await alarm()).toBe(Date.parse(job?.finishedAt ?? "") + DEFAULT_RETENTION_MS);
    pass(DEFAULT_RETENTION_MS);
    await runDurableObjectAlarm(queue());
    expect(await queue().get(ticket.id)).toBeNull();
    expect(await alarm()).toBeNull();
  });

  test("is set for the end of a backoff, and for nothing else meanwhile", async () => {
    const ticket = await twins.flaky.submit();
    await until(ticket, "scheduled", 1);
    pass(1);
    await runDurableObjectAlarm(queue());
    const due = await alarm();
    expect(due).toBeGreaterThan(Date.now());
    expect(due).toBeLessThanOrEqual(Date.now() + 1_000);
  });
});

describe("a queue that fails after it has taken a job", () => {
  test("comes back for it", () =>
    runInDurableObject(queue(), async (_, state) => {
      const shop = new Standalone(state);
      await shop.begin();
      shop.alarmFailures = 1;
      const order = { ...orderOf({ operation: "f" }, []), id: newJobId({ name: "enam0" }), key: null };
      await shop.queue.submit({ ...order, startAt: Date.now() + 3_600_000 }, 0);
      expect(shop.alarm).toBe(Date.now() + KEEP_ALIVE_MS);
      pass(KEEP_ALIVE_MS);
      await shop.ring();
      expect(shop.alarm).toBe(Date.now() + 3_600_000 - KEEP_ALIVE_MS);
    }));
});

describe("an order", () => {
  test("that is given twice is one job", async () => {
    const ticket = await twins.held.submit();
    const order = { ...orderOf({ operation: "held" }, []), id: ticket.id, startAt: null, key: null };
    const receipt = await queue().submit(order, 0);
    expect(receipt).toMatchObject({ type: "job", job: { id: ticket.id, attempt: 1 } });
  });
});

describe("an order that cannot be stored whole", () => {
  test("is refused, and nothing of it is stored", async () => {
    const ticket = await twins.held.submit();
    const id = newSiblingId(ticket.id);
    const order = orderOf({ operation: "echo" }, [new Uint8Array(INLINE_BYTES + 1)]);
    const refused = await runInDurableObject(queue(), (shard, { storage }) => {
      // Where its arguments would go, something stands already.
      insertChunks(storage.sql, id, "arguments", new Uint8Array(1));
      return shard.submit({ ...order, id, startAt: null, key: null }, 0).then(String, String);
    });
    expect(refused).toContain("UNIQUE constraint failed: chunks");
    expect(await queue().get(id)).toBeNull();
    await ticket.cancel();
  });
});

describe("many jobs at once", () => {
  test("all succeed, each with one outcome, while queue and executors die around them", async () => {
    // Fewer deaths than end a job, whichever it hits.
    const deaths = [crashQueue, () => control().crashNext(1), crashQueue, () => control().crashNext(1)];
    const tickets: Ticket<unknown>[] = [];
    let finished = 0;
    const producers = Array.from({ length: 5 }, async (_, producer) => {
      for (let i = 0; i < 8; i++) {
        const [twin, expected] = [
          [() => twins.add.submit(producer, i), producer + i],
          [() => twins.stumbling.submit(4), expect.objectContaining({ counted: 4 })],
          [() => twins.fragile.submit(), "survived"],
        ][(producer + i) % 3] as [() => Promise<Ticket<unknown>>, unknown];
        const ticket = await twin();
        tickets.push(ticket);
        expect(await ticket.result()).toEqual(expected);
        if (++finished % 8 === 0) await deaths.pop()?.();
      }
    });
    await Promise.all(producers);

    expect(tickets).toHaveLength(40);
    expect(deaths).toEqual([]);
    for (const ticket of tickets) {
      const statuses = await Array.fromAsync(ticket.progress(), (job) => job.status);
      expect(statuses.filter((status) => status === "succeeded")).toHaveLength(1);
      expect(statuses.at(-1)).toBe("succeeded");
    }
  });
});
