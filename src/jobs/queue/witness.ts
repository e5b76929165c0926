/**
 * Whoever must know of every change of a job.
 *
 * @module
 */

import type { JobRecord } from "../state/record";

export interface Witness {
  /**
   * A job has changed, in the commit that is being written: what is written here is in it too.
   *
   * @param before null for a job that is new
   * @param after null for a job that is forgotten
   */
  changed(before: JobRecord | null, after: JobRecord | null, now: number): void;
  /** Changes were undone: whatever is kept in memory is to be read again. */
  restore?(): void;
}
