import { expect, it } from "vitest";
import { readStuckExecutor } from "../../scripts/dev/stuck-executor.ts";

it("reads the queue's line", () => {
  const line = JSON.stringify({ message: "executor stuck", binding: "JOB_EXECUTOR_1" });
  expect(readStuckExecutor(line)).toBe("JOB_EXECUTOR_1");
});

it.each(["", "executor stuck", "{", "{}", "null", '{"message":"executor lost"}'])(
  "is not misled by %j",
  (line) => {
    expect(readStuckExecutor(line)).toBeNull();
  },
);
