import { defineProject } from "vitest/config";

/** Real `npm run dev` processes. */
export default defineProject({
  test: {
    name: "end-to-end",
    root: "..",
    include: ["test/end-to-end/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 3,
    sequence: { groupOrder: 1 },
  },
});
