import { availableParallelism } from "node:os";
import { defineProject } from "vitest/config";

/** The pages, block by block, against a real `npm run dev`. */
export default defineProject({
  test: {
    name: "docs",
    root: "..",
    include: ["test/docs/**/*.test.ts"],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // They mostly wait.
    maxWorkers: Math.max(3, availableParallelism()),
    sequence: { groupOrder: 1 },
  },
});
