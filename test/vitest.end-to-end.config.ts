import { defineProject } from "vitest/config";
import { waiting } from "./waiting.ts";

/** Real `npm run dev` processes. */
export default defineProject({
  test: {
    name: "end-to-end",
    root: "..",
    include: ["test/end-to-end/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    ...waiting,
  },
});
