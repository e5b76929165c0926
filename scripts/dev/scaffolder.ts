import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { ScaffoldReport } from "./scaffold-thread.ts";

/**
 * The scaffolder in a thread that stays: TypeScript takes longer to load than the stubs to read, and meanwhile this
 * thread can load wrangler.
 */
export class Scaffolder {
  readonly #root: string;
  readonly #thread = new Worker(new URL("scaffold-thread.ts", import.meta.url));

  constructor(root: string) {
    this.#root = root;
    this.#thread.unref();
  }

  /** Bring src/generated up to date with the stubs. One call at a time. */
  async run(signal: AbortSignal): Promise<ScaffoldReport> {
    this.#thread.postMessage(this.#root);
    const [report] = await once(this.#thread, "message", { signal });
    return report;
  }
}
