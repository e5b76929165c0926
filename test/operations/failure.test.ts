import { expect, it } from "vitest";
import { ProblemError } from "../../src/operations/failure.ts";
import { problemOf } from "../../src/operations/problem.ts";

it("writes down no calls for a problem, and does for whatever is thrown after it", () => {
  expect(new ProblemError(problemOf(422)).stack).not.toContain("failure.test.ts");
  expect(new Error("another").stack).toContain("failure.test.ts");
});
