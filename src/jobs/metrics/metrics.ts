/**
 * What happened to the jobs of each operation, counted. Plain data: it fits into one row as JSON, and through RPC.
 *
 * @module
 */

import { EMPTY_HISTOGRAM, type Histogram, mergeHistograms, negatedHistogram, observed } from "./histogram";
import { mergeRecords } from "./merge-records";

/** Counts since the queue came into being. */
export interface Counts {
  /** Jobs that were accepted. */
  readonly submitted: number;
  /** Orders that were turned away since the queue was full. */
  readonly rejected: number;
  /** Starts of a job, first ones and others. */
  readonly attempts: number;
  /** Failures that were forgiven. */
  readonly retries: number;
  /** Executors that were lost with a job. */
  readonly losses: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
}

export interface OperationMetrics extends Counts {
  /** From when a job could have started to when it did; once an attempt. */
  readonly wait: Histogram;
  /** From the start of a job to its end. */
  readonly run: Histogram;
}

/** By operationId. */
export type Metrics = Readonly<Record<string, OperationMetrics>>;

export type Happening =
  | { type: "submitted" }
  | { type: "rejected" }
  /** An attempt begins. `waitMs`: since it was created, or due. */
  | { type: "started"; waitMs: number }
  /** An attempt failed, and there will be another. */
  | { type: "retried" }
  | { type: "lost" }
  /** `runMs`: null for a job that never ran. */
  | { type: "finished"; status: "succeeded" | "failed" | "cancelled"; runMs: number | null };

const NOTHING: OperationMetrics = {
  submitted: 0,
  rejected: 0,
  attempts: 0,
  retries: 0,
  losses: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  wait: EMPTY_HISTOGRAM,
  run: EMPTY_HISTOGRAM,
};

/** The metrics after something happened to a job of that operation. */
export function recorded(metrics: Metrics, operation: string, happening: Happening): Metrics {
  // An operation may be called `constructor`.
  const before = Object.hasOwn(metrics, operation) ? metrics[operation] : undefined;
  return { ...metrics, [operation]: after(before ?? NOTHING, happening) };
}

/** The metrics of two shards as one. */
export function mergeMetrics(a: Metrics, b: Metrics): Metrics {
  return mergeRecords(a, b, mergeTwo);
}

/** What was counted from one time to a later one; operations of which nothing was are left out. */
export function countedSince(before: Metrics, now: Metrics): Metrics {
  const changed = Object.entries(now).flatMap(([operation, counted]): [string, OperationMetrics][] => {
    const known = Object.hasOwn(before, operation) ? before[operation] : undefined;
    if (known === counted) return [];
    return [[operation, known === undefined ? counted : mergeTwo(counted, negated(known))]];
  });
  return Object.fromEntries(changed);
}

/** All operations as one; null when there are none. */
export function mergeOperations(metrics: Metrics): OperationMetrics | null {
  const all = Object.values(metrics);
  return all.length === 0 ? null : all.reduce(mergeTwo);
}

function mergeTwo(one: OperationMetrics, other: OperationMetrics): OperationMetrics {
  return {
    submitted: one.submitted + other.submitted,
    rejected: one.rejected + other.rejected,
    attempts: one.attempts + other.attempts,
    retries: one.retries + other.retries,
    losses: one.losses + other.losses,
    succeeded: one.succeeded + other.succeeded,
    failed: one.failed + other.failed,
    cancelled: one.cancelled + other.cancelled,
    wait: mergeHistograms(one.wait, other.wait),
    run: mergeHistograms(one.run, other.run),
  };
}

function negated({ wait, run, ...counts }: OperationMetrics): OperationMetrics {
  const negatives = Object.entries(counts).map(([name, count]) => [name, -count]);
  return {
    ...(Object.fromEntries(negatives) as unknown as Counts),
    wait: negatedHistogram(wait),
    run: negatedHistogram(run),
  };
}

function after(before: OperationMetrics, happening: Happening): OperationMetrics {
  switch (happening.type) {
    case "submitted":
      return { ...before, submitted: before.submitted + 1 };
    case "rejected":
      return { ...before, rejected: before.rejected + 1 };
    case "started":
      return { ...before, attempts: before.attempts + 1, wait: observed(before.wait, happening.waitMs) };
    case "retried":
      return { ...before, retries: before.retries + 1 };
    case "lost":
      return { ...before, losses: before.losses + 1 };
    case "finished": {
      const { status, runMs } = happening;
      const run = runMs === null ? before.run : observed(before.run, runMs);
      return { ...before, [status]: before[status] + 1, run };
    }
  }
}
