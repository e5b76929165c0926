import { defineConfig } from "vitest/config";
import { keepCompiled } from "./scripts/command-line/compile-cache.js";
import { LongestFirst } from "./test/longest-first.ts";

// Its processes and theirs load TypeScript and wrangler some hundred times.
keepCompiled();

export default defineConfig({
  test: {
    projects: ["test/vitest.*.config.ts"],
    sequence: { sequencer: LongestFirst },
    // That a job is done is no news here: thousands are.
    onConsoleLog: (log) => !log.startsWith('{"level":"info"'),
  },
});
