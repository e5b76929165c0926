/**
 * How far a run has come.
 *
 * @module
 */
import type { Moment } from "./plan.ts";

/** A run in which nothing happens for this long will not end. */
const STALL_MS = 60_000;

export class Tally {
  /** Submissions that were answered, or broke. */
  answered = 0;
  /** Jobs that are known to have ended, and those that nobody can follow. */
  readonly finished = new Set<number>();
  readonly #progress = new Map<number, number>();
  readonly #wakes = new Set<() => void>();
  readonly #onChange: (tally: Tally) => void;
  #watchdog: NodeJS.Timeout | undefined;
  #stall = () => {};

  /** @param onChange is called at every change */
  constructor(onChange: (tally: Tally) => void) {
    this.#onChange = onChange;
  }

  answer(): void {
    this.answered++;
    this.#changed();
  }

  finish(job: number): void {
    this.finished.add(job);
    this.#changed();
  }

  advance(job: number, progress: number): void {
    this.#progress.set(job, progress);
    this.#changed();
  }

  /** Return when the run has come so far. */
  async reached(moment: Moment): Promise<void> {
    while (!this.#isReached(moment)) await new Promise<void>((resolve) => this.#wakes.add(resolve));
  }

  /** Wait for the work, but not when nothing happens any more. @returns whether it was done */
  async watch(work: Promise<unknown>): Promise<boolean> {
    const stalled = new Promise<false>((resolve) => {
      this.#stall = () => resolve(false);
      this.#changed();
    });
    try {
      return await Promise.race([work.then(() => true), stalled]);
    } finally {
      clearTimeout(this.#watchdog);
    }
  }

  #isReached(moment: Moment): boolean {
    switch (moment.after) {
      case "answered":
        return this.answered >= moment.count;
      case "finished":
        return this.finished.size >= moment.count;
      case "progress":
        return this.finished.has(moment.job) || (this.#progress.get(moment.job) ?? 0) >= moment.progress;
    }
  }

  #changed(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(this.#stall, STALL_MS);
    for (const wake of this.#wakes) wake();
    this.#wakes.clear();
    this.#onChange(this);
  }
}
