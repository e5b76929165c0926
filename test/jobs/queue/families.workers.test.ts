import { reset, runInDurableObject } from "cloudflare:test";
import type { HTTPException } from "hono/http-exception";
import { afterEach, describe, expect, test } from "vitest";
import { all } from "../../../src/jobs";
import { inspectJob } from "../../../src/jobs/client/admin";
import { twin } from "../../../src/jobs/client/twin";
import { control, crashQueue, get, queues } from "../bindings";
import { twins } from "../edge-worker";

afterEach(() => reset());

describe("a batch", () => {
  test("gives the results in the order of its calls", async () => {
    expect(await all([twins.add(1, 2), twins.add(3, 4), twins.yearOf(new Date(0))])).toEqual([
      3,
      7,
      { year: 1970, date: new Date(0) },
    ]);
  });

  test("of nothing is nothing", async () => {
    expect(await all([])).toEqual([]);
    const ticket = await all([]).submit();
    expect(await ticket.result()).toEqual([]);
    expect(await ticket.get()).toMatchObject({ status: "succeeded", progress: 1 });
  });

  test("of a limited queue is where that queue is, so that the limit holds", async () => {
    const solo = twin<(value: string) => string>({
      operation: "held",
      result: "json",
      queue: "solo",
      concurrency: 1,
    });
    const alone = await solo.submit("a");
    await control().told(`begun ${alone.id}`);
    const ticket = await all([solo("b")]).submit();
    const { queues: lines } = await runInDurableObject(queues.getByName("any0"), (instance) =>
      instance.operator().overview(),
    );
    expect(lines).toMatchObject([{ name: "solo", running: 1, queued: 1 }]);
    await control().release(alone.id);
    const [, child] = await held(2);
    await control().release(child as string);
    expect(await ticket.result()).toEqual(["b"]);
  });

  test("takes calls that are made for it, with options that a job in a batch can have", async () => {
    expect(await all([twins.add.with({ priority: 5, retries: 2 })(1, 2)])).toEqual([3]);
    expect(() => all([twins.add.with({ delay: 5 })(1, 2)])).toThrow(
      'The option "delay" is for a call alone: all() and yield* take none that has it.',
    );
    expect(() => all([], { window: 0 })).toThrow('The option "window" takes a whole number above 0, not 0.');
    expect(() => all([], { retention: -1 })).toThrow(
      'The option "retention" takes a number of seconds, 0 or more, not -1.',
    );
  });

  test("is cancelled by its signal, even while it is being submitted", async () => {
    const abort = new AbortController();
    const results = all([twins.held("a")], { signal: abort.signal }).then((results) => results);
    abort.abort();
    await expect(results).rejects.toMatchObject({ name: "JobFailedError", failure: null });
  });

  test.each(["removed", "choosy"] as const)(
    "of code that has changed since says so: %s",
    async (operation) => {
      const ticket = await all([twins.add(1, 2), twins[operation](), twins.held("x")]).submit();
      const reason = { removed: "unknown-operation", choosy: "unreadable-arguments" }[operation];
      await expect(ticket.result()).rejects.toMatchObject({ failure: { reason } });
      const response = await get(`/jobs/${ticket.id}/result`);
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({
        detail: {
          removed: "The operation does not exist any more.",
          choosy: "The operation has changed since the job was submitted: submit it again.",
        }[operation],
      });
    },
  );

  test("is one ticket, with joint progress and one result", async () => {
    const ticket = await all([twins.held("a"), twins.held("b")]).submit();
    expect(await ticket.get()).toMatchObject({ operation: "all()", status: "waiting", progress: null });
    const response = await get(`/jobs/${ticket.id}/result`);
    expect(response.status).toBe(202);
    const story = await held(2);
    await control().release(story[0] as string);
    for await (const job of ticket.progress()) if (job.progress === 0.5) break;
    await control().release(story[1] as string);
    expect(await ticket.result()).toEqual(["a", "b"]);
    expect(await (await get(`/jobs/${ticket.id}/result`)).json()).toEqual(["a", "b"]);
  });

  test("fails with the first that fails, and the rest is cancelled", async () => {
    const ticket = await all([twins.held("a"), twins.teapot()]).submit();
    await expect(ticket.result()).rejects.toMatchObject({ status: 418 });
    const [job] = await held(1);
    expect(await (await get(`/jobs/${job}`)).json()).toMatchObject({ status: "cancelled" });
  });

  test("is cancelled as a whole", async () => {
    const ticket = await all([twins.held("a"), twins.held("b")]).submit();
    const jobs = await held(2);
    await ticket.cancel();
    for (const job of jobs)
      expect(await (await get(`/jobs/${job}`)).json()).toMatchObject({ status: "cancelled" });
  });

  test("holds back what its window does not take", async () => {
    const ticket = await all([twins.held("a"), twins.held("b")], { window: 1 }).submit();
    const [first] = await held(1);
    // Both lanes are there, and the second call has not begun.
    expect(await control().story()).toEqual([`begun ${first}`]);
    await control().release(first as string);
    const [, second] = await held(2);
    await control().release(second as string);
    expect(await ticket.result()).toEqual(["a", "b"]);
  });
});

describe("a function* that waits for others", () => {
  test("holds no lane meanwhile, and gets their results", async () => {
    expect(
      await twins.sum([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    ).toBe(21);
  });

  test("catches their failure, or fails with it", async () => {
    expect(await twins.cautious("teapot")).toBe("Error: I cannot brew coffee.");
    await expect(twins.careless("teapot")).rejects.toMatchObject({ status: 418 });
    const error = await twins.careless("soldOut").catch((error) => error);
    expect(await (error as HTTPException).getResponse().json()).toEqual({ until: "" });
  });

  test("of code that has changed since is told so, or fails for that reason", async () => {
    await expect(twins.careless("removed")).rejects.toMatchObject({
      failure: { reason: "unknown-operation" },
    });
    await expect(twins.careless("choosy")).rejects.toMatchObject({
      failure: { reason: "unreadable-arguments" },
    });
    expect(await twins.cautious("removed")).toMatch(/^JobFailedError: .* failed: unknown-operation\.$/);
  });

  test("waits for what waits for others, 16 deep", async () => {
    expect(await twins.nest(16)).toBe(16);
    await expect(twins.nest(17)).rejects.toMatchObject({ failure: { reason: "error" } });
  });

  test("is told when it asks for more than one message takes", async () => {
    expect(await twins.greedy()).toMatch(
      /^PayloadTooLargeError: The arguments take \d+ bytes; the queue takes 25165824 at most\.$/,
    );
  });

  test("goes on where it was when the queue dies", async () => {
    const ticket = await twins.cautious.submit("held");
    const [child] = await held(1);
    await crashQueue();
    // Anything wakes it up.
    await ticket.get();
    await control().told(`begun ${child}`, 2);
    await control().release(child as string);
    expect(await ticket.result()).toBeNull();
  });

  test("takes its children along when it is cancelled", async () => {
    const ticket = await twins.cautious.submit("held");
    const [child] = await held(1);
    await ticket.cancel();
    expect(await (await get(`/jobs/${child}`)).json()).toMatchObject({ status: "cancelled" });
  });
});

describe("a function that awaits where it cannot", () => {
  test("fails, and its error says what to write", async () => {
    const ticket = await twins.starless.submit();
    await expect(ticket.result()).rejects.toMatchObject({ failure: { reason: "error" } });
    expect((await inspectJob(ticket.id))?.attempts[0]?.error).toContain("write yield*");
  });
});

/** The jobs of `held` that have begun, when there are so many. */
async function held(count: number): Promise<string[]> {
  return await control().begun("held", count);
}
