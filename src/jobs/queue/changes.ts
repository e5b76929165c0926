/**
 * Waiting for something to happen to a job, or to any, in memory.
 *
 * @module
 */

import type { JobRecord } from "../state/record";
import type { Witness } from "./witness";

export class Changes implements Witness {
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #watchers = new Set<(job: JobRecord) => void>();

  /** Wake everyone who waits for this job. */
  changed(before: JobRecord | null, after: JobRecord | null): void {
    const id = (after ?? before)?.id ?? "";
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    for (const wake of waiting ?? []) wake();
    if (after !== null) for (const tell of this.#watchers) tell(after);
  }

  /** Be told of every change of any job. @returns what ends that */
  watch(tell: (job: JobRecord) => void): () => void {
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  }

  /** Return at the job's next change, or after `ms` milliseconds. */
  next(job: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(job) ?? new Set();
      this.#waiting.set(job, waiting);
      const wake = () => {
        clearTimeout(timer);
        waiting.delete(wake);
        if (waiting.size === 0 && this.#waiting.get(job) === waiting) this.#waiting.delete(job);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      waiting.add(wake);
    });
  }
}
