import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

// Its processes and theirs load TypeScript and wrangler some hundred times. By a relative path, so that a copy of the project
// finds what was compiled for another: entries are known by their way from this folder.
process.env.NODE_COMPILE_CACHE ??= "node_modules/.cache/node";
process.env.NODE_COMPILE_CACHE_PORTABLE ??= "1";

export default defineConfig({
  test: {
    projects: ["test/vitest.*.config.ts"],
    sequence: { sequencer: LongestFirst },
    // That a job is done is no news here: thousands are.
    onConsoleLog: (log) => !log.startsWith('{"level":"info"'),
  },
});
