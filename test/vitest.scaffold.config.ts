import { join } from "node:path";
import { defineProject } from "vitest/config";

/** The scaffolder: by its parts, and as a person runs it. */
export default defineProject({
  resolve: { alias: { "cloudflare:workers": join(import.meta.dirname, "cloudflare-workers.ts") } },
  test: {
    name: "scaffold",
    maxWorkers: "100%",
    testTimeout: 60_000,
    root: "..",
    include: ["test/scaffold/**/*.test.ts"],
    // The files share their processes: TypeScript is loaded once, and the declarations of the platform are parsed once.
    isolate: false,
    // What a module does when it is loaded is done once a process, and copies are cleared away after each file.
    setupFiles: [join(import.meta.dirname, "end-to-end/harness.ts")],
  },
});
