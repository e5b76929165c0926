/**
 * One line in the log for each job that is done.
 *
 * @module
 */

import { log } from "../../logs/log";
import { isFinal, type JobRecord } from "../state/record";
import type { Witness } from "./witness";

export class JobLog implements Witness {
  readonly #which: string;

  /** @param which "failed": leave out those that succeeded or were cancelled, since lines cost something where there are thousands a second */
  constructor(which: string) {
    this.#which = which;
  }

  /**
   * `waitMs`: from when it was submitted to when it first ran, or ended without. `runMs`: from then
   * on, waits between attempts included; null when it never ran.
   */
  changed(before: JobRecord | null, after: JobRecord | null, now: number): void {
    if (after === null || !isFinal(after) || (before !== null && isFinal(before))) return;
    if (this.#which === "failed" && after.status !== "failed") return;
    const { id: job, operation, status, attempt, createdAt, startedAt, failure, policy } = after;
    log(status === "failed" ? "warn" : "info", `job ${status}`, {
      operation,
      status,
      reason: failure?.reason,
      attempt,
      waitMs: (startedAt ?? now) - createdAt,
      runMs: startedAt === null ? null : now - startedAt,
      job,
      requestId: policy.requestId,
    });
  }
}
