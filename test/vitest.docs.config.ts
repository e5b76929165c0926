import { defineProject } from "vitest/config";

/** The pages, block by block, against a real `npm run dev`. */
export default defineProject({
  test: {
    name: "docs",
    root: "..",
    include: ["test/docs/**/*.test.ts"],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    maxWorkers: 3,
    sequence: { groupOrder: 1 },
  },
});
