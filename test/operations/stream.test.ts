import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answerStream } from "../../src/operations/stream.ts";

/** The answer to a request for what a generator yields. */
async function answerOf(
  items: AsyncIterable<unknown>,
  accept = "text/event-stream",
  pick?: (item: unknown) => unknown,
): Promise<Response> {
  const app = new Hono().get("/", (c) => answerStream(c, items, 200, pick));
  return app.request("/", { headers: { accept } });
}

describe("a quiet stream", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A stream whose second item comes when it is let. */
  function quiet() {
    const gate = Promise.withResolvers<void>();
    const items = (async function* () {
      yield 1;
      await gate.promise;
      yield 2;
    })();
    return { items, open: gate.resolve };
  }

  it("says every 15 seconds that it lives, and has no timer afterwards", async () => {
    const { items, open } = quiet();
    const text = (await answerOf(items)).text();
    await vi.advanceTimersByTimeAsync(31_000);
    open();
    expect(await text).toBe("data: 1\n\n: still here\n\n: still here\n\ndata: 2\n\n");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("says nothing in JSON Lines, which have no comments", async () => {
    const { items, open } = quiet();
    const text = (await answerOf(items, "application/jsonl")).text();
    await vi.advanceTimersByTimeAsync(31_000);
    open();
    expect(await text).toBe("1\n2\n");
  });

  it("has no timer and logs no error when its client is gone", async () => {
    const log = vi.spyOn(console, "error");
    const { items, open } = quiet();
    const reader = (await answerOf(items)).body?.getReader();
    await reader?.read();
    await vi.advanceTimersByTimeAsync(1_000);
    const cancelled = reader?.cancel();
    expect(vi.getTimerCount()).toBe(0);
    open();
    await cancelled;
    expect(log).not.toHaveBeenCalled();
  });
});

it("a stream whose item can't be sent ends its function too", async () => {
  let ended = false;
  const items = (async function* () {
    try {
      yield 1;
    } finally {
      ended = true;
    }
  })();
  vi.spyOn(console, "error").mockImplementation(() => {});
  const response = await answerOf(items, "", () => {
    throw new TypeError("The value fits no member of its declared union.");
  });
  expect(await response.text()).toContain("event: error");
  expect(ended).toBe(true);
});
