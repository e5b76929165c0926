import { defineProject } from "vitest/config";
import { waiting } from "./waiting.ts";

/** The pages, block by block, against a real `npm run dev`. */
export default defineProject({
  test: {
    name: "docs",
    root: "..",
    include: ["test/docs/**/*.test.ts"],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    ...waiting,
  },
});
