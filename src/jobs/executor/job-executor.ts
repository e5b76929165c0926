/**
 * The executor: cooks, and keeps no orders.
 *
 * @module
 */

import { DurableObject } from "cloudflare:workers";
import type { Outcome, Reporter, Work } from "../protocol";
import { attempt } from "./attempt";
import type { Registry } from "./registry";

/**
 * The `JobExecutor` class that runs these operations.
 *
 * @example
 * export class JobExecutor extends createJobExecutor(registry) {}
 */
export function createJobExecutor(registry: Registry) {
  return class JobExecutor extends DurableObject {
    /** Run one attempt at a job. It rejects only when the executor itself is lost. */
    run(work: Work, reporter: Reporter): Promise<Outcome> {
      return attempt(registry, work, reporter);
    }

    /** Is it there, and free? It answers when the work before it is done. */
    ping(): void {}
  };
}
