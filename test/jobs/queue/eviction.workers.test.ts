import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import { all } from "../../../src/jobs";
import type { Ticket } from "../../../src/jobs/client/ticket";
import { control, crashQueue, queue } from "../bindings";
import { twins } from "../edge-worker";

afterEach(() => reset());

/** Lives of jobs: what is submitted, what comes out, and how many jobs that makes. */
const LIVES: Record<string, { submit(): Promise<Ticket<unknown>>; result: unknown; jobs: number }> = {
  "a function": { submit: () => twins.add.submit(1, 2), result: 3, jobs: 1 },
  "a function* with checkpoints": {
    submit: () => twins.count.submit(3),
    result: expect.objectContaining({ counted: 3 }),
    jobs: 1,
  },
  "a batch": {
    submit: () => all([twins.add(1, 2), twins.count(1), twins.add(3, 4)]).submit(),
    result: [3, expect.objectContaining({ counted: 1 }), 7],
    jobs: 4,
  },
  "a batch with a window": {
    submit: () => all([twins.add(1, 2), twins.add(3, 4), twins.add(5, 6)], { window: 1 }).submit(),
    result: [3, 7, 11],
    jobs: 4,
  },
  // A batch of two, and then two of one.
  "a function* that waits for others": {
    submit: () =>
      twins.sum.submit([
        [1, 2],
        [3, 4],
      ]),
    result: 10,
    jobs: 8,
  },
};

/** The jobs that there are, and those that are not final or have no single outcome. */
function jobs(): Promise<{ all: number; unsettled: unknown[] }> {
  return runInDurableObject(queue(), (_, { storage: { sql } }) => {
    const { n } = sql.exec<{ n: number }>("SELECT count(*) AS n FROM jobs").one();
    const unsettled = sql.exec(
      `SELECT id, operation, status FROM jobs
       WHERE status <> 'succeeded' OR pending <> 0 OR (operation <> 'all()' AND response IS NULL)`,
    );
    return { all: n, unsettled: unsettled.toArray() };
  });
}

/** Live that life, with trouble when its executors have told so many things. @returns did it come to that? */
async function live(
  life: string,
  after: number,
  trouble: () => Promise<unknown>,
  deadly: boolean,
): Promise<boolean> {
  const { submit, result, jobs: expected } = LIVES[life] as (typeof LIVES)[string];
  const before = await jobs();
  await control().expectTrouble(after, deadly);
  const ticket = await submit();
  const outcome = ticket.result();
  await Promise.race([control().troubled(), outcome]);
  await trouble();
  const came = await control().handled();
  await queue().wake();
  expect(await outcome, `${life}, trouble at ${after}`).toEqual(result);
  expect(await jobs()).toEqual({ all: before.all + expected, unsettled: [] });
  const statuses = await Array.fromAsync(ticket.progress(), (job) => job.status);
  expect(statuses).toEqual(["succeeded"]);
  return came;
}

describe.each(Object.keys(LIVES))("%s ends right, once", (life) => {
  test("when its queue dies, whenever that is", async () => {
    const { submit, result } = LIVES[life] as (typeof LIVES)[string];
    const ticket = await submit();
    await crashQueue();
    expect(await ticket.result()).toEqual(result);

    let after = 1;
    while (await live(life, after, () => crashQueue(), false)) after++;
    expect(after).toBeGreaterThan(2);
  }, 60_000);

  test("when an executor dies, whenever that is", async () => {
    let after = 1;
    while (await live(life, after, async () => {}, true)) after++;
    expect(after).toBeGreaterThan(2);
  }, 60_000);
});

describe("a queue that is evicted", () => {
  test("when nothing runs, goes on where it was: with what is scheduled, and with what waits", async () => {
    const later = await twins.add.with({ delay: 3600 }).submit(1, 2);
    await evictDurableObject(queue());
    expect(await later.get()).toMatchObject({ status: "scheduled" });
    await runInDurableObject(queue(), (_, { storage: { sql } }) => {
      sql.exec("UPDATE jobs SET due_at = ?", Date.now());
    });
    // It remembers when it was.
    await evictDurableObject(queue());
    expect(await runDurableObjectAlarm(queue())).toBe(true);
    expect(await later.result()).toBe(3);
    await evictDurableObject(queue());
    expect(await later.get()).toMatchObject({ status: "succeeded", attempt: 1 });
    expect(await later.result()).toBe(3);
  });
});
