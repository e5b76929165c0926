/**
 * What the queue knows about one job. Times are milliseconds since the epoch.
 *
 * @module
 */

import type { Failure, JobStatus } from "../protocol";

export interface JobRecord {
  readonly id: string;
  readonly operation: string;
  readonly status: JobStatus;
  /** How many times it was started. Reports of any other attempt than the running one are dropped. */
  readonly attempt: number;
  /** From 0 to 1. */
  readonly progress: number | null;
  /** Failures so far that were worth a retry. */
  readonly failures: number;
  /** How often its executor was lost since it was submitted, or since its last new checkpoint. */
  readonly losses: number;
  /** How many failures are forgiven. */
  readonly retries: number;
  /** How long an executor may go without a word, in milliseconds. */
  readonly timeout: number;
  readonly createdAt: number;
  /** Start of the first attempt. */
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** `scheduled`: when it is queued again. `running`: when its lease ends. Otherwise null. */
  readonly dueAt: number | null;
  readonly failure: Failure | null;
}

/** A job as it begins. */
export function submitted(
  order: { id: string; operation: string; retries: number; timeout: number },
  now: number,
): JobRecord {
  return {
    id: order.id,
    operation: order.operation,
    status: "queued",
    attempt: 0,
    progress: null,
    failures: 0,
    losses: 0,
    retries: order.retries,
    timeout: order.timeout,
    createdAt: now,
    startedAt: null,
    finishedAt: null,
    dueAt: null,
    failure: null,
  };
}

/** Nothing changes a job any more once it is final. */
export function isFinal(job: { readonly status: JobStatus }): boolean {
  return job.status === "succeeded" || job.status === "failed" || job.status === "cancelled";
}

/** Does it stand in line, for a lane or for a time? */
export function isWaiting(job: { readonly status: JobStatus }): boolean {
  return job.status === "queued" || job.status === "scheduled";
}
