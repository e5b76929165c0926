import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: ["test/vitest.*.config.ts"],
    // That a job is done is no news here: thousands are.
    onConsoleLog: (log) => !log.startsWith('{"level":"info"'),
  },
});
