import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { abortsSoon } from "../../scripts/command-line/signals.ts";

it("waits for a signal that is heard of after what it did", async () => {
  const stopping = new AbortController();
  const isOver = abortsSoon(stopping.signal);
  await setImmediate();
  stopping.abort();
  expect(await isOver).toBe(true);
  expect(await abortsSoon(stopping.signal)).toBe(true);
});

it("does not wait for one that does not come", async () => {
  expect(await abortsSoon(new AbortController().signal)).toBe(false);
});
