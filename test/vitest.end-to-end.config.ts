import { availableParallelism } from "node:os";
import { defineProject } from "vitest/config";

/** Real `npm run dev` processes. */
export default defineProject({
  test: {
    name: "end-to-end",
    root: "..",
    include: ["test/end-to-end/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // They mostly wait.
    maxWorkers: Math.max(3, availableParallelism()),
    sequence: { groupOrder: 1 },
  },
});
