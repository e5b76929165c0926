import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { STEP_INTERVAL_MS } from "../../../src/jobs/limits.ts";
import { type Step, Steps } from "../../../src/jobs/queue/steps.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function recorded(): {
  steps: Steps;
  written: Step[];
  add(progress: number | null, checkpoint?: string): Promise<void>;
} {
  const written: Step[] = [];
  const steps = new Steps(async (step) => void written.push(step));
  const add = (progress: number | null, checkpoint: string | null = null) =>
    steps.add({ progress, checkpoint }, Date.now());
  return { steps, written, add };
}

describe("steps", () => {
  test("are written at once when they come slowly", async () => {
    const { written, add } = recorded();
    await add(0.1);
    vi.advanceTimersByTime(STEP_INTERVAL_MS);
    await add(0.2);
    expect(written.map(({ progress }) => progress)).toEqual([0.1, 0.2]);
  });

  test("are written together when they come fast: the last of each kind", async () => {
    const { written, add } = recorded();
    await add(0.1, "one");
    await add(0.2, "two");
    await add(null, "three");
    await add(0.4);
    expect(written).toEqual([{ progress: 0.1, checkpoint: "one" }]);
    vi.advanceTimersByTime(STEP_INTERVAL_MS);
    expect(written.slice(1)).toEqual([{ progress: 0.4, checkpoint: "three" }]);
  });

  test("that are kept at the end are handed over, and never written later", async () => {
    const { steps, written, add } = recorded();
    await add(0.1);
    await add(0.2, "two");
    expect(steps.end()).toEqual({ progress: 0.2, checkpoint: "two" });
    expect(steps.end()).toBeNull();
    vi.advanceTimersByTime(10 * STEP_INTERVAL_MS);
    expect(written).toHaveLength(1);
  });

  test("wait no longer when the clock is set back", async () => {
    const { written, add } = recorded();
    await add(0.1);
    vi.setSystemTime(Date.now() - 3_600_000);
    await add(0.2);
    vi.advanceTimersByTime(STEP_INTERVAL_MS);
    expect(written).toHaveLength(2);
  });
});
