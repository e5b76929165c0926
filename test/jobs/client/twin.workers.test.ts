import { reset } from "cloudflare:test";
import { HTTPException } from "hono/http-exception";
import { afterEach, describe, expect, expectTypeOf, test } from "vitest";
import type { Ticket } from "../../../src/jobs/client/ticket";
import type { Twin, WithoutResume } from "../../../src/jobs/client/twin";
import { JobFailedError } from "../../../src/jobs/job-failed-error";
import { control } from "../bindings";
import { twins } from "../edge-worker";

afterEach(() => reset());

describe("a twin that is called", () => {
  test("returns what the function returns", async () => {
    expect(await twins.add(1, 2)).toBe(3);
    expect(await twins.yearOf(new Date("2026-11-23"))).toEqual({ year: 2026, date: new Date("2026-11-23") });
    expect(await twins.echo(new Uint8Array([1, 2]))).toEqual(new Uint8Array([1, 2]));
    expect(await twins.forget()).toBeUndefined();
    expect(await twins.count(3)).toEqual({ counted: 3, resumedFrom: null });
    expect(await (await twins.page()).text()).toBe("<p>hi");
  });

  test("throws the HTTPException that the function throws", async () => {
    const error = await twins.teapot().catch((error) => error);
    expect(error).toBeInstanceOf(HTTPException);
    expect(error).toMatchObject({ status: 418, message: "I cannot brew coffee." });
  });

  test("throws the answer that the function throws", async () => {
    const error = await twins.soldOut(3).catch((error) => error);
    expect(error).toMatchObject({ status: 409, res: { status: 409 } });
    expect(await (error as HTTPException).getResponse().json()).toEqual({ until: "xxx" });
  });

  test("throws a JobFailedError for everything else", async () => {
    const error = await twins.bug().catch((error) => error);
    expect(error).toBeInstanceOf(JobFailedError);
    expect(error).toMatchObject({ failure: { reason: "error" } });
  });

  test("throws a 503 when the queue is full", async () => {
    for (let i = 0; i < 7; i++) await twins.held.submit();
    await expect(twins.add(1, 2)).rejects.toMatchObject({ status: 503 });
  });
});

describe("a ticket", () => {
  test("shows the job, its progress and its result", async () => {
    const ticket = await twins.paced.submit(2);
    await control().told(`stepped ${ticket.id}`);
    const seen = Array.fromAsync(ticket.progress(), (job) => `${job.status} ${job.progress}`);
    await control().release(ticket.id);
    await control().told(`stepped ${ticket.id}`, 2);
    await control().release(ticket.id);
    expect(await ticket.result()).toEqual({ counted: 2, resumedFrom: null });
    // From where it is, step by step; two that come close together are told as one.
    const told = await seen;
    expect([told[0], told.at(-1)]).toEqual(["running 0.5", "succeeded 1"]);
    expect(await ticket.get()).toMatchObject({ id: ticket.id, status: "succeeded" });
    expect(await Array.fromAsync(ticket.progress(), (job) => job.status)).toEqual(["succeeded"]);
  });

  test("cancels, and then there is no result", async () => {
    const ticket = await twins.held.submit();
    expect(await ticket.cancel()).toMatchObject({ status: "cancelled" });
    await expect(ticket.result()).rejects.toMatchObject({ name: "JobFailedError", failure: null });
  });
});

describe("the type of a twin", () => {
  test("is the function's, asynchronous", () => {
    expectTypeOf(twins.add).parameters.toEqualTypeOf<[a: number, b: number]>();
    expectTypeOf(twins.add).returns.resolves.toEqualTypeOf<number>();
    expectTypeOf(twins.add.submit).returns.toEqualTypeOf<Promise<Ticket<number>>>();
    expectTypeOf<Twin<(blob: string) => Blob>>().returns.resolves.toEqualTypeOf<Uint8Array<ArrayBuffer>>();
  });

  test("is that of the result where the function yields, and without the checkpoint", () => {
    type Train = (
      samples: number[],
      rate?: number,
      resume?: { epoch: number },
    ) => Generator<object, string, void>;
    expectTypeOf<Twin<Train>>().returns.resolves.toEqualTypeOf<string>();
    expectTypeOf<WithoutResume<Train>>().parameters.toEqualTypeOf<[number[], number?]>();
    expectTypeOf<WithoutResume<(resume?: number) => void>>().parameters.toEqualTypeOf<[]>();
    expectTypeOf<WithoutResume<(a: string, resume?: number) => void>>().parameters.toEqualTypeOf<[string]>();
  });
});
