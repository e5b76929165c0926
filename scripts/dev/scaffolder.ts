import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { ScaffoldReport } from "./scaffold-thread.ts";

/**
 * The scaffolder in a thread that stays: TypeScript takes longer to load than the stubs to read, and meanwhile this
 * thread can load wrangler.
 */
export class ScaffoldThread {
  readonly #thread: Worker;

  constructor(root: string) {
    this.#thread = new Worker(new URL("scaffold-thread.ts", import.meta.url), { workerData: root });
    this.#thread.unref();
  }

  /** Bring src/generated up to date with the stubs. One call at a time. */
  async run(signal: AbortSignal): Promise<ScaffoldReport> {
    this.#thread.postMessage(null);
    const [report] = await once(this.#thread, "message", { signal });
    return report;
  }
}
