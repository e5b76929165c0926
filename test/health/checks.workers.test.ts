import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runChecks } from "../../src/health/checks";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = () => new Promise<never>(() => {});

test("a check that fails, or takes too long, is told in the log alone", async () => {
  const error = vi.spyOn(console, "error").mockReturnValue();
  const results = runChecks({
    sound: { ask: async () => 1 },
    broken: { ask: async () => Promise.reject(new Error("the secret inside")) },
    silent: { ask: never },
    busy: { ask: never, mayBeBusy: true },
  });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await results).toEqual({
    sound: { status: "ok", ms: 0 },
    broken: { status: "failed", ms: 0 },
    silent: { status: "failed", ms: 3_000 },
    busy: { status: "busy", ms: 3_000 },
  });
  expect(error.mock.calls.map(([line]) => JSON.parse(line))).toMatchObject([
    { message: "health check failed", check: "broken", error: "Error: the secret inside" },
    { message: "health check failed", check: "silent" },
  ]);
});
