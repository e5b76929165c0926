/**
 * The processes of a measurement: an edge with the queue and what it is held against, and executors.
 *
 * @module
 */
import { mkdtemp, rm } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import path from "node:path";
import type { V4WorkerOptions } from "miniflare";
import { bundle } from "../../../scripts/dev/bundle.ts";
import { guardOrphans } from "../../../scripts/dev/orphans.ts";
import { WorkerProcess } from "../../../scripts/dev/worker-process.ts";
import type { Load } from "./workers/edge.ts";

const { PRIORITY_NORMAL } = constants.priority;
const repository = path.resolve(import.meta.dirname, "../../..");
const compatibilityDate = "2026-11-01";

interface SiteOptions {
  /** Executor processes. */
  executors: number;
  /** How many jobs a shard runs at once. */
  lanes: number;
  /** Of the executors' processes, for the operating system; that of all others unless given. */
  priority?: number;
}

/** What is deployed with the `wrangler.toml` of the template, as far as one machine can hold it. */
export const asDeployed: SiteOptions = { executors: 1, lanes: 4 };

export class Site {
  readonly #edge: URL;
  readonly #executors: URL[];

  private constructor(edge: URL, executors: URL[]) {
    this.#edge = edge;
    this.#executors = executors;
  }

  /** Start one, with a state of its own. It ends with `scope`. */
  static async open(
    scope: AsyncDisposableStack,
    { executors, lanes, priority = PRIORITY_NORMAL }: SiteOptions,
  ): Promise<Site> {
    const folder = await mkdtemp(path.join(tmpdir(), "shortorder-bench-"));
    scope.defer(() => rm(folder, { recursive: true, force: true }));
    const guard = guardOrphans();
    scope.defer(() => guard.release());
    const pids: number[] = [];
    const start = (name: string, worker: V4WorkerOptions, priority: number) => {
      const process = new WorkerProcess(
        {
          name,
          host: "127.0.0.1",
          port: 0,
          registry: path.join(folder, "registry"),
          state: path.join(folder, name),
          priority,
        },
        worker,
        {
          wrote: (level, text) => {
            // A line for each job is none of our business.
            if (level !== "info") console.error(`[${name}] ${level}: ${text}`);
          },
          spawned: (pid) => guard.watch([...pids, pid].filter((known) => pids.push(known) > 0)),
          died: (pid, how) =>
            console.error(`${name} (pid ${pid}) ${how}: the figures of this part are void.`),
          recovered() {},
          lost: (reason) => console.error(`${name}: ${reason.message}`),
        },
      );
      scope.defer(() => process.stop());
      return process.ready();
    };

    const [edgeModules, executorModules] = await Promise.all([modules("edge.ts"), modules("executor.ts")]);
    const names = Array.from({ length: executors }, (_, index) => `executor-${index}`);
    const executorUrls = await Promise.all(
      names.map((name) =>
        start(
          name,
          {
            name,
            compatibilityDate,
            ...executorModules,
            durableObjects: {
              JOB_EXECUTOR: { className: "JobExecutor", useSQLite: true },
              BARE_EXECUTOR: { className: "BareExecutor", useSQLite: true },
            },
          },
          priority,
        ),
      ),
    );
    const edge: V4WorkerOptions = {
      name: "edge",
      compatibilityDate,
      ...edgeModules,
      bindings: { QUEUE_SHARDS: "1", QUEUE_LANES: String(lanes), QUEUE_CAPACITY: "1000000" },
      durableObjects: {
        JOB_QUEUE: { className: "JobQueue", useSQLite: true },
        ROWS: { className: "Rows", useSQLite: true },
        RESULTS: { className: "Results", useSQLite: true },
        BARE_EXECUTOR: { className: "BareExecutor", scriptName: "executor-0" },
        ...Object.fromEntries(
          names.map((scriptName, index) => [
            index === 0 ? "JOB_EXECUTOR" : `JOB_EXECUTOR_${index}`,
            { className: "JobExecutor", scriptName },
          ]),
        ),
      },
      queueProducers: { SUMS: { queueName: "sums" } },
      // The most messages a batch may have, and no waiting for them.
      queueConsumers: { sums: { maxBatchSize: 100, maxBatchTimeout: 0 } },
      workflows: { SUM_WORKFLOW: { name: "sums", className: "SumWorkflow" } },
    };
    const edgeUrl = await start("edge", edge, PRIORITY_NORMAL);
    return new Site(edgeUrl, executorUrls);
  }

  /** The shortest request that the edge answers. */
  async ping(): Promise<void> {
    await (await fetch(this.#edge)).arrayBuffer();
  }

  /** Have the edge do it so many times. @returns milliseconds in all */
  async time(load: Load): Promise<number> {
    const started = performance.now();
    await post(this.#edge, JSON.stringify(load));
    return performance.now() - started;
  }

  /** The same. @returns how many a second */
  async rate(load: Load): Promise<number> {
    return (load.times / (await this.time(load))) * 1000;
  }

  /** Let so many more of the jobs that are held run, on the first executor. */
  async release(jobs: number): Promise<void> {
    await post(this.#executors[0] as URL, String(jobs));
  }
}

async function modules(entry: string) {
  const { modules } = await bundle(path.join(import.meta.dirname, "workers", entry), repository, {});
  return { modules, modulesRoot: "/" };
}

async function post(url: URL, body: string): Promise<void> {
  const response = await fetch(url, { method: "POST", body });
  if (!response.ok) throw new Error(await response.text());
  await response.arrayBuffer();
}
