/**
 * The steps of one attempt, on their way to disk.
 *
 * A function may yield thousands of times a second, and a commit for each would cost more than the work itself. So a
 * step is written at once when the last write is a while ago, and else kept here until then; of several, the last
 * says it all. What dies with this object is the work of that while, which the next attempt does again.
 *
 * @module
 */

import { STEP_INTERVAL_MS } from "../limits";

/** What a `yield` reported; null where it said nothing new. */
export interface Step {
  progress: number | null;
  /** JSON text. */
  checkpoint: string | null;
}

export class Steps {
  readonly #write: (step: Step) => Promise<unknown>;
  #kept: Step | null = null;
  #writtenAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param write writes a step; it reports its own errors */
  constructor(write: (step: Step) => Promise<unknown>) {
    this.#write = write;
  }

  /** Take a step. Returns when it is written, or kept. */
  async add({ progress, checkpoint }: Step, now: number): Promise<void> {
    this.#kept = {
      progress: progress ?? this.#kept?.progress ?? null,
      checkpoint: checkpoint ?? this.#kept?.checkpoint ?? null,
    };
    const wait = this.#writtenAt + STEP_INTERVAL_MS - now;
    if (wait <= 0) await this.flush();
    // A clock that was set back does not make it wait longer.
    else this.#timer ??= setTimeout(() => void this.flush(), Math.min(wait, STEP_INTERVAL_MS));
  }

  /** There will be no more. @returns what is kept and was not written */
  end(): Step | null {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    const kept = this.#kept;
    this.#kept = null;
    return kept;
  }

  /** Write what is kept now. */
  async flush(): Promise<void> {
    const step = this.end();
    this.#timer = undefined;
    this.#writtenAt = Date.now();
    if (step !== null) await this.#write(step);
  }
}
