/**
 * How many jobs of a queue go to an executor in one call: of jobs that take a millisecond, the way there and back is most
 * of the cost.
 *
 * What a job takes by itself nobody can see: the executor's clock stands still while it works, and the queue's shows the
 * way too, which is long on a busy machine. So it is tried out, as TCP finds its window: twice as many as long as calls
 * stay short, half as many when one does not.
 *
 * @module
 */

/** The most jobs of one call. */
const MAX_JOBS = 32;

/**
 * A call is short that takes so long, or twice as long as the shortest of late, but never longer than that; in
 * milliseconds. Jobs of more than that go one by one, or lanes would be left without any.
 */
const SHORT_MS = 20;
const LONGEST_SHORT_MS = 25;

/** How much longer the shortest call of late counts with every call: it is forgotten in time. */
const FORGETTING = 1.02;

export class Pace {
  /** By queue. */
  readonly #sizes = new Map<string, number>();
  #shortest = Number.POSITIVE_INFINITY;

  /** A call with so many jobs of the queue took so many milliseconds. */
  record(queue: string, jobs: number, ms: number): void {
    this.#shortest = Math.min(this.#shortest * FORGETTING, ms);
    const limit = Math.min(Math.max(2 * this.#shortest, SHORT_MS), LONGEST_SHORT_MS);
    const size = this.#sizes.get(queue) ?? 1;
    if (ms > limit) this.#sizes.set(queue, Math.max(1, Math.floor(Math.min(size, jobs) / 2)));
    // A call with far fewer jobs says nothing of one with more.
    else if (2 * jobs >= size) this.#sizes.set(queue, Math.min(2 * size, MAX_JOBS));
  }

  /** Nothing is known of the queue any more: its jobs go one by one until they have shown what they take. */
  forget(queue: string): void {
    this.#sizes.delete(queue);
  }

  /**
   * How many jobs of the queue one call takes.
   *
   * @param share how many there are for each free lane. The shortest jobs are not shared out: another lane's way, and the
   *   commit of what comes back from it, cost more than they do.
   */
  jobsPerCall(queue: string, share: number): number {
    const size = this.#sizes.get(queue) ?? 1;
    return size === MAX_JOBS ? size : Math.min(size, share);
  }
}
