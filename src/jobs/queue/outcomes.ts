/**
 * What comes back from executors, on its way to disk: fenced by the lease that it is of, whole or not at all.
 *
 * @module
 */

import { log, thrown } from "../../logs/log";
import { MAX_LOSSES, MAX_ORPHANED_ATTEMPTS } from "../limits";
import type { Outcome, StoredResponse } from "../protocol";
import type { JobRecord } from "../state/record";
import type { StateEvent } from "../state/transition";
import type { GroupCommit } from "./group-commit";
import type { Lease } from "./lane";
import type { Ledger } from "./ledger";

export class Outcomes {
  readonly #ledger: Ledger;
  readonly #commits: GroupCommit;

  constructor(ledger: Ledger, commits: GroupCommit) {
    this.#ledger = ledger;
    this.#commits = commits;
  }

  /**
   * Write it, together with what others write.
   *
   * @param what for the log
   * @returns undefined when it could not be written
   */
  async write<R>(what: string, lease: Lease, act: () => R): Promise<R | undefined> {
    try {
      return await this.#commits.add(() => this.#ledger.together(act));
    } catch (error) {
      // The job keeps its lease, so that a disk that takes nothing is not asked again at once.
      log("error", `${what} not stored`, { job: lease.job, ...thrown(error) });
      return undefined;
    }
  }

  /** The job, if it runs under this lease; else null. */
  running({ job: id, lease }: Lease): JobRecord | null {
    const job = this.#ledger.find(id);
    return job?.status === "running" && job.lease === lease ? job : null;
  }

  /** Have the outcome of a lease happen to its job; null when the executor was lost. */
  settle(lease: Lease, outcome: Outcome | null, now: number): void {
    const job = this.running(lease);
    if (job === null) return;
    if (outcome?.type === "succeeded") {
      this.#ledger.succeed(job, outcome.response as StoredResponse, now);
      return;
    }
    const error = outcome?.type === "failed" ? (outcome.error ?? null) : null;
    this.#ledger.apply(job, eventOf(lease.lease, outcome), now, error);
  }

  /** The executor was not the one for the job: another takes it, and it costs the job nothing. */
  giveBack(lease: Lease, now: number): void {
    const job = this.running(lease);
    if (job === null) return;
    this.#ledger.apply(
      job,
      { type: "orphaned", lease: lease.lease, maxAttempts: MAX_ORPHANED_ATTEMPTS },
      now,
    );
  }
}

/** What the end of a call means for its job. */
function eventOf(lease: number, outcome: Exclude<Outcome, { type: "succeeded" }> | null): StateEvent {
  switch (outcome?.type) {
    case "failed":
      return {
        type: "failed",
        lease,
        failure: outcome.failure,
        retryable: outcome.retryable,
        jitter: Math.random(),
      };
    case "resting":
      return { type: "rested", lease };
    case "suspended":
      return { type: "suspended", lease };
    // It was lost, or could not reach its reporter.
    default:
      return { type: "lost", lease, maxLosses: MAX_LOSSES };
  }
}
