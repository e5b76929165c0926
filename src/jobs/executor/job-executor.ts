/**
 * The executor: cooks, and keeps no orders.
 *
 * @module
 */

import { DurableObject } from "cloudflare:workers";
import type { Outcome, Reporter, Work } from "../protocol";
import { Attempt } from "./attempt";
import type { Registry } from "./registry";

/** With so many bytes of results, an answer is full: one more result of the largest kind still fits. */
const ANSWER_BYTES = 1024 * 1024;

/**
 * The `JobExecutor` class that runs these operations.
 *
 * @example
 * export class JobExecutor extends createJobExecutor(registry) {}
 */
export function createJobExecutor(registry: Registry) {
  return class JobExecutor extends DurableObject {
    /** A `function*` that rests. */
    #resting: Attempt | null = null;

    /** Run one attempt at a job. It rejects only when the executor itself is lost. */
    async run(work: Work, reporter: Reporter | null): Promise<Outcome> {
      this.#resting?.drop();
      this.#resting = null;
      return this.#goOn(new Attempt(registry, work), reporter);
    }

    /**
     * Run plain functions, one after another: of short ones, the way here costs more than they do.
     *
     * @returns the outcomes in their order; fewer when one answer takes no more
     */
    async runAll(works: Work[]): Promise<Outcome[]> {
      const outcomes: Outcome[] = [];
      let bytes = 0;
      for (const work of works) {
        const outcome = await this.run(work, null);
        outcomes.push(outcome);
        if (outcome.type === "succeeded") bytes += outcome.response.body?.byteLength ?? 0;
        if (bytes > ANSWER_BYTES) break;
      }
      return outcomes;
    }

    /** Go on with the `function*` that rests. `stopped` when it is not here any more. */
    async resume(job: string, reporter: Reporter): Promise<Outcome> {
      const attempt = this.#resting;
      this.#resting = null;
      return attempt?.job === job ? this.#goOn(attempt, reporter) : { type: "stopped" };
    }

    /** Is it there, and free? It answers when the work before it is done. */
    ping(): void {}

    async #goOn(attempt: Attempt, reporter: Reporter | null): Promise<Outcome> {
      const outcome = await attempt.goOn(reporter);
      if (outcome.type === "resting") this.#resting = attempt;
      return outcome;
    }
  };
}
