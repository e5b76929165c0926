/**
 * Node worker threads that do an executor's work, without a queue.
 *
 * @module
 */
import { once } from "node:events";
import path from "node:path";
import { Worker } from "node:worker_threads";

export class ThreadPool {
  readonly #threads: Worker[];

  private constructor(threads: Worker[]) {
    this.#threads = threads;
  }

  /** Start so many threads. They end with `scope`. */
  static async open(scope: AsyncDisposableStack, threads: number): Promise<ThreadPool> {
    const workers = Array.from(
      { length: threads },
      () => new Worker(path.join(import.meta.dirname, "thread.ts")),
    );
    for (const worker of workers) scope.defer(() => void worker.terminate());
    await Promise.all(workers.map((worker) => once(worker, "online")));
    return new ThreadPool(workers);
  }

  /** Have them do so many jobs, each taking the next when it is free. @returns how many a second */
  async rate(burnRounds: number, jobs: number): Promise<number> {
    const started = performance.now();
    let left = jobs;
    const take = async (thread: Worker) => {
      while (left-- > 0) {
        thread.postMessage(burnRounds);
        await once(thread, "message");
      }
    };
    await Promise.all(this.#threads.map(take));
    return (jobs / (performance.now() - started)) * 1000;
  }
}
