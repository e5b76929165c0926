import { existsSync } from "node:fs";
import { join } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineProject } from "vitest/config";
import { overridableRoutes } from "./api/frame/overridable-routes.ts";

const root = join(import.meta.dirname, "..");
const migrations = join(root, "migrations");

/** The whole API in the Workers runtime, in the process of its tests: a real database, a real queue, an executor. */
export default defineProject({
  plugins: [
    overridableRoutes(root),
    cloudflareTest(async () => {
      // wrangler is large, and whoever only reads this configuration needs none of it.
      const { executor } = await import("./api/frame/executor.ts");
      return {
        main: join(root, "src/index.ts"),
        wrangler: { configPath: join(root, "wrangler.toml") },
        miniflare: {
          bindings: {
            JOBS_TOKEN: "test",
            MIGRATIONS: existsSync(migrations) ? await readD1Migrations(migrations) : [],
          },
          workers: [await executor(root)],
        },
      };
    }),
  ],
  test: {
    name: "api",
    maxWorkers: "100%",
    root: "..",
    include: ["test/api/**/*.test.ts"],
    setupFiles: [join(import.meta.dirname, "api/frame/set-up.ts")],
    testTimeout: 30_000,
  },
});
