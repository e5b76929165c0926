/**
 * How fast jobs get done, and what that means for a client that finds the queue full.
 *
 * @module
 */

const SECOND = 1000;

/** The rate is taken over so many seconds. */
const WINDOW_SECONDS = 60;

const SHORTEST_RETRY_AFTER = 1;
const LONGEST_RETRY_AFTER = 300;

/** So much of a full queue's capacity should be free before clients come back. */
const FREE_SHARE = 0.01;

/**
 * Jobs done in each of the last 60 seconds. It forgets with its object: after a restart it knows what it has seen since,
 * and goes by that. Times are milliseconds since the epoch.
 */
export class Throughput {
  /** Ring of counts, by second. */
  readonly #counts = new Array<number>(WINDOW_SECONDS).fill(0);
  #since = 0;
  /** The second that is counted, since the epoch. */
  #second = 0;

  constructor(now: number) {
    this.#begin(now);
  }

  /** So many jobs are done. */
  add(jobs: number, now: number): void {
    this.#advance(now);
    const slot = this.#second % WINDOW_SECONDS;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + jobs;
  }

  /** Jobs a second, over the last minute or since it began, if that is shorter. */
  rate(now: number): number {
    this.#advance(now);
    const jobs = this.#counts.reduce((sum, count) => sum + count, 0);
    // The ring holds 59 whole seconds and the one that has begun.
    const begun = (this.#second - WINDOW_SECONDS + 1) * SECOND;
    const seconds = (now - Math.max(this.#since, begun)) / SECOND;
    return jobs / Math.max(seconds, 1);
  }

  #begin(now: number): void {
    this.#counts.fill(0);
    this.#since = now;
    this.#second = Math.floor(now / SECOND);
  }

  /** Empty the seconds that went by. A clock that went back a little counts on in the second where it was. */
  #advance(now: number): void {
    const second = Math.floor(now / SECOND);
    if (second <= this.#second - WINDOW_SECONDS) this.#begin(now);
    const passed = Math.min(second - this.#second, WINDOW_SECONDS);
    for (let i = 1; i <= passed; i++) this.#counts[(this.#second + i) % WINDOW_SECONDS] = 0;
    this.#second = Math.max(this.#second, second);
  }
}

/**
 * When to come back to a full queue: the time until a hundredth of it, or one place at least, is free.
 *
 * @param waiting jobs that stand in line
 * @param capacity how many may
 * @param rate jobs that get done in a second
 * @returns whole seconds, from 1 to 300
 */
export function retryAfterSeconds(waiting: number, capacity: number, rate: number): number {
  const places = Math.max(1, Math.ceil(capacity * FREE_SHARE));
  const jobs = waiting - (capacity - places);
  if (jobs <= 0) return SHORTEST_RETRY_AFTER;
  return Math.min(Math.max(Math.ceil(jobs / rate), SHORTEST_RETRY_AFTER), LONGEST_RETRY_AFTER);
}
