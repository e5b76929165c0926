import { reset } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import { all } from "../../../src/jobs";
import { jobDetail } from "../../../src/jobs/admin";
import { control, crashQueue, get } from "../bindings";
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
  });

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
    await expect(twins.careless("removed")).rejects.toMatchObject({
      failure: { reason: "unknown-operation" },
    });
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
    expect((await jobDetail(ticket.id))?.attempts[0]?.error).toContain("write yield*");
  });
});

/** The jobs of `held` that have begun, when there are so many. */
async function held(count: number): Promise<string[]> {
  return await control().begun("held", count);
}
