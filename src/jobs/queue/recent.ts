/**
 * What was written of jobs lately, so that it need not be read again: nobody else writes to these tables. A statement
 * costs far more than a look in here.
 *
 * @module
 */

import type { StoredResponse } from "../protocol";
import type { JobRecord } from "../state/record";

/** A job as it is on disk. Arguments and response are there if they are small and were written lately. */
export interface RecentJob {
  job: JobRecord;
  payload?: Uint8Array;
  response?: StoredResponse;
  /** The progress that its history has last. */
  noted?: number;
}

/** With a few kilobytes each, that is a few megabytes. */
const MAX_JOBS = 1_024;

export class Recent {
  /** The oldest first. */
  readonly #jobs = new Map<string, RecentJob>();

  get(id: string): RecentJob | undefined {
    return this.#jobs.get(id);
  }

  /** What else is known of the job stays. */
  put(job: JobRecord, more: Omit<RecentJob, "job"> = {}): void {
    const known = this.#jobs.get(job.id);
    this.#jobs.set(job.id, { ...known, ...more, job });
    if (known !== undefined || this.#jobs.size <= MAX_JOBS) return;
    const [oldest] = this.#jobs.keys();
    this.#jobs.delete(oldest as string);
  }

  delete(id: string): void {
    this.#jobs.delete(id);
  }

  clear(): void {
    this.#jobs.clear();
  }
}
