import { availableParallelism } from "node:os";
import { defineProject } from "vitest/config";

/** Real `npm run dev` processes, killed in the middle of their work. */
export default defineProject({
  test: {
    name: "faults",
    root: "..",
    include: ["test/faults/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // They mostly wait.
    maxWorkers: Math.max(3, availableParallelism()),
    sequence: { groupOrder: 1 },
  },
});
