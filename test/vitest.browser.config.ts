import { join } from "node:path";
import { defineProject } from "vitest/config";
import { waiting } from "./waiting.ts";

/** Pages of a real `npm run dev`, in a real browser. */
export default defineProject({
  test: {
    name: "browser",
    root: "..",
    include: ["test/browser/**/*.test.ts"],
    globalSetup: join(import.meta.dirname, "browser/missing-browser.ts"),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    ...waiting,
  },
});
