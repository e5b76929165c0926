/**
 * What the queue knows about one job. Times are milliseconds since the epoch.
 *
 * @module
 */

import type { Failure, JobPolicy, JobStatus } from "../protocol";

export interface JobRecord {
  readonly id: string;
  readonly operation: string;
  /** Name of the queue that it stands in. */
  readonly queue: string;
  /** From -10 to 10, higher first. */
  readonly priority: number;
  readonly policy: JobPolicy;
  readonly status: JobStatus;
  /** Counts the changes, from 1: a watcher that knows a version knows all before it. */
  readonly version: number;
  /** Place in its queue, the smallest first: a time, of which each step of priority takes a minute off. */
  readonly rank: number;
  /** How many times it was begun: anew, or from its last checkpoint. */
  readonly attempt: number;
  /** How many times a lane took it. Reports of any other lease than the running one are dropped. */
  readonly lease: number;
  /** The attempt rests: the next lease goes on with it. */
  readonly resting: boolean;
  /** From 0 to 1. */
  readonly progress: number | null;
  /** Failures so far that were worth a retry. */
  readonly failures: number;
  /** How often its executor was lost since it was submitted, or since its last new checkpoint. */
  readonly losses: number;
  readonly createdAt: number;
  /** Start of the first attempt. */
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /**
   * `scheduled`: when it is queued; null while its batch holds it back. `running`: when its lease ends. Final: when it
   * is forgotten; null while a parent keeps it. Otherwise null.
   */
  readonly dueAt: number | null;
  readonly failure: Failure | null;
  /** The job that waits for this one. */
  readonly parent: string | null;
  /** How many children it waits for, in all. */
  readonly children: number;
  /** How many of them are not final. */
  readonly pending: number;
}

/** What a job is when it begins. */
export type Submission = Pick<JobRecord, "id" | "operation" | "queue" | "priority" | "policy" | "parent"> & {
  /** When it is queued: at once, at a time, or when its batch lets it. */
  start: "now" | "held" | { at: number };
};

/**
 * The operation of a job that only waits for its children. It is no identifier, so no function has it.
 * A batch never takes a lane.
 */
export const BATCH = "all()";

/** A job as it begins. */
export function submitted(submission: Submission, now: number): JobRecord {
  const { start, ...job } = submission;
  const at = typeof start === "object" && start.at > now ? start.at : null;
  return {
    ...job,
    status: at === null && start !== "held" ? "queued" : "scheduled",
    version: 1,
    rank: rankAt(at ?? now, job.priority),
    attempt: 0,
    lease: 0,
    resting: false,
    progress: null,
    failures: 0,
    losses: 0,
    createdAt: now,
    startedAt: null,
    finishedAt: null,
    dueAt: at,
    failure: null,
    children: 0,
    pending: 0,
  };
}

/** A batch as it begins: nothing but children to wait for. Without any it is done. */
export function batched(
  batch: Pick<JobRecord, "id" | "policy" | "parent">,
  children: number,
  now: number,
): JobRecord {
  const job = submitted({ ...batch, operation: BATCH, queue: BATCH, priority: 0, start: "now" }, now);
  if (children > 0) return { ...job, status: "waiting", startedAt: now, children, pending: children };
  // No child would ever end it. None of a `function*` is like that, so nobody waits for it.
  const dueAt = now + job.policy.retention;
  return { ...job, status: "succeeded", progress: 1, startedAt: now, finishedAt: now, dueAt };
}

const PRIORITY_STEP_MS = 60_000;

/** Where a job stands that came to its queue at that time. Whoever waits long enough comes first. */
export function rankAt(time: number, priority: number): number {
  return time - priority * PRIORITY_STEP_MS;
}

/** When the job came to its queue. */
export function lineTimeOf({ rank, priority }: JobRecord): number {
  return rank + priority * PRIORITY_STEP_MS;
}

/** Nothing but an operator's retry changes a job any more once it is final. */
export function isFinal(job: { readonly status: JobStatus }): boolean {
  return job.status === "succeeded" || job.status === "failed" || job.status === "cancelled";
}
