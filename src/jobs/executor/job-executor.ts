/**
 * The executor: cooks, and keeps no orders.
 *
 * @module
 */

import { DurableObject } from "cloudflare:workers";
import type { Outcome, Reporter, Work } from "../protocol";
import { Attempt } from "./attempt";
import type { Registry } from "./registry";

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
    async run(work: Work, reporter: Reporter): Promise<Outcome> {
      this.#resting?.drop();
      this.#resting = null;
      return this.#goOn(new Attempt(registry, work), reporter);
    }

    /** Go on with the `function*` that rests. `stopped` when it is not here any more. */
    async resume(job: string, reporter: Reporter): Promise<Outcome> {
      const attempt = this.#resting;
      this.#resting = null;
      return attempt?.job === job ? this.#goOn(attempt, reporter) : { type: "stopped" };
    }

    /** Is it there, and free? It answers when the work before it is done. */
    ping(): void {}

    async #goOn(attempt: Attempt, reporter: Reporter): Promise<Outcome> {
      const outcome = await attempt.goOn(reporter);
      if (outcome.type === "resting") this.#resting = attempt;
      return outcome;
    }
  };
}
