import { join } from "node:path";
import { defineProject } from "vitest/config";

/** Everything else that needs no Workers runtime: the pure core, the commands. */
export default defineProject({
  resolve: { alias: { "cloudflare:workers": join(import.meta.dirname, "cloudflare-workers.ts") } },
  test: {
    name: "node",
    // vitest leaves a core to itself, which on two cores is every other one.
    maxWorkers: "100%",
    // Nothing here is about speed, and properties take as long as the machine lets them.
    testTimeout: 60_000,
    root: "..",
    include: ["test/**/*.test.ts"],
    exclude: [
      "test/**/*.workers.test.ts",
      "test/{api,browser,docs,end-to-end,faults,scaffold}/**",
      // The benches' peers bring tests along.
      "**/node_modules/**",
    ],
  },
});
