import { defineProject } from "vitest/config";
import { waiting } from "./waiting.ts";

/** Real `npm run dev` processes, killed in the middle of their work. */
export default defineProject({
  test: {
    name: "faults",
    root: "..",
    include: ["test/faults/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    ...waiting,
  },
});
