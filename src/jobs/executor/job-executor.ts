/**
 * The executor: cooks, and keeps no orders.
 *
 * @module
 */

import { DurableObject } from "cloudflare:workers";
import { MESSAGE_BYTES } from "../limits";
import type { Reporter, Work } from "../protocol";
import { fromWire, outcomeToWire, type WireOutcome, type WireWork } from "../wire";
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
    async run({ payload, ...work }: WireWork, reporter: Reporter | null): Promise<WireOutcome> {
      this.#resting?.drop();
      this.#resting = null;
      const attempt = new Attempt(registry, { ...work, payload: await fromWire(payload) });
      return this.#goOn(attempt, reporter);
    }

    /**
     * Run plain functions, one after another: of short ones, the way here costs more than they do.
     *
     * @returns the outcomes in their order; fewer when one answer takes no more
     */
    async runAll(works: Work[]): Promise<WireOutcome[]> {
      const outcomes: WireOutcome[] = [];
      let bytes = 0;
      for (const work of works) {
        const outcome = await this.run(work, null);
        outcomes.push(outcome);
        if (outcome.type !== "succeeded" || outcome.response.body === null) continue;
        // One that travels beside the message is large enough to go alone.
        bytes +=
          outcome.response.body instanceof Uint8Array ? outcome.response.body.byteLength : MESSAGE_BYTES;
        if (bytes >= MESSAGE_BYTES) break;
      }
      return outcomes;
    }

    /** Go on with the `function*` that rests. `stopped` when it is not here any more. */
    async resume(job: string, reporter: Reporter): Promise<WireOutcome> {
      const attempt = this.#resting;
      this.#resting = null;
      return attempt?.job === job ? this.#goOn(attempt, reporter) : { type: "stopped" };
    }

    /** Is it there, and free? It answers when the work before it is done. */
    ping(): void {}

    async #goOn(attempt: Attempt, reporter: Reporter | null): Promise<WireOutcome> {
      const outcome = await attempt.goOn(reporter);
      if (outcome.type === "resting") this.#resting = attempt;
      return outcomeToWire(outcome);
    }
  };
}
