/**
 * How long the jobs of a queue take, to tell how many of them go to an executor at a time: for a job that takes a
 * millisecond, the way there and back is most of the cost.
 *
 * @module
 */

/** The most jobs of one call. */
const MAX_JOBS = 32;

/** What the jobs of one call should take together, in milliseconds: others wait for that long. */
const CALL_MS = 20;

/** Weight of the latest call in the average. */
const WEIGHT = 0.3;

export class Pace {
  /** By queue: how long a job of it takes on average, its share of the way included, in milliseconds. */
  readonly #durations = new Map<string, number>();

  /** So many jobs of the queue took so many milliseconds together. */
  record(queue: string, jobs: number, ms: number): void {
    const duration = ms / jobs;
    const before = this.#durations.get(queue) ?? duration;
    this.#durations.set(queue, before + WEIGHT * (duration - before));
  }

  /** Nothing is known of the queue any more: its jobs go one by one until they have shown what they take. */
  forget(queue: string): void {
    this.#durations.delete(queue);
  }

  /** How many jobs of the queue one call takes. */
  jobsPerCall(queue: string): number {
    const duration = this.#durations.get(queue);
    if (duration === undefined) return 1;
    return Math.min(Math.max(Math.floor(CALL_MS / duration), 1), MAX_JOBS);
  }
}
