import { join } from "node:path";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { build } from "esbuild";
import { defineProject } from "vitest/config";

const COMPATIBILITY_DATE = "2026-11-01";

/** What needs the Workers runtime: the queue, with an executor Worker beside it as in production. */
export default defineProject({
  plugins: [
    cloudflareTest(async () => ({
      main: pathOf("jobs/edge-worker.ts"),
      miniflare: {
        compatibilityDate: COMPATIBILITY_DATE,
        bindings: {
          QUEUE_SHARDS: "1",
          QUEUE_LANES: "2",
          QUEUE_CAPACITY: "5",
          JOBS_TOKEN: "let-me-in",
          WEBHOOK_SECRET: "whsec_d2hhdCBhIHRlc3Qgc2lnbnMgd2ViaG9va3Mgd2l0aA==",
        },
        outboundService: "executor",
        ratelimits: { RATE_LIMIT: { namespace_id: "1", simple: { limit: 2, period: 60 } } },
        durableObjects: {
          JOB_QUEUE: { className: "JobQueue", useSQLite: true },
          JOB_EXECUTOR: { className: "JobExecutor", scriptName: "executor" },
          CONTROL: { className: "Control", scriptName: "executor" },
        },
        workers: [
          {
            name: "executor",
            modules: [
              { type: "ESModule", path: "executor.js", contents: await bundle("jobs/executor-worker.ts") },
            ],
            compatibilityDate: COMPATIBILITY_DATE,
            durableObjects: {
              JOB_EXECUTOR: { className: "JobExecutor", useSQLite: true },
              CONTROL: { className: "Control", useSQLite: true },
            },
          },
        ],
      },
    })),
  ],
  test: {
    name: "workers",
    maxWorkers: "100%",
    // Some pass 32 MiB through everything, on whatever machine.
    testTimeout: 30_000,
    root: "..",
    include: ["test/**/*.workers.test.ts"],
  },
});

/** An auxiliary Worker is given as JavaScript. */
async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [pathOf(entry)],
    bundle: true,
    write: false,
    format: "esm",
    target: "esnext",
    external: ["cloudflare:*", "node:*"],
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild wrote nothing for ${entry}.`);
  return file.text;
}

function pathOf(file: string): string {
  return join(import.meta.dirname, file);
}
