import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { abortsSoon } from "../../scripts/command-line/signals.ts";

it("says yes when a signal comes after what it did", async () => {
  const stopping = new AbortController();
  const aborts = abortsSoon(stopping.signal);
  await setTimeout(2);
  stopping.abort();
  expect(await aborts).toBe(true);
  expect(await abortsSoon(stopping.signal)).toBe(true);
});

it("says no when none comes", async () => {
  expect(await abortsSoon(new AbortController().signal)).toBe(false);
});
