/**
 * How the queue stands at this moment. Nothing of it is kept: it is taken when somebody asks.
 *
 * @module
 */

import type { JobStatus } from "../protocol";
import { mergeRecords } from "./merge-records";

export interface QueueGauges {
  /** How many jobs are in each status. */
  readonly depth: Readonly<Partial<Record<JobStatus, number>>>;
  /** How long the job has waited that waits longest, in milliseconds; 0 when none waits. */
  readonly oldestWaitingMs: number;
  readonly paused: boolean;
}

export interface Gauges {
  /** By the queue's name. */
  readonly queues: Readonly<Record<string, QueueGauges>>;
  readonly lanes: { readonly busy: number; readonly total: number };
}

/** The gauges of two shards as one. A queue is paused when it is in either. */
export function mergeGauges(a: Gauges, b: Gauges): Gauges {
  return {
    queues: mergeRecords(a.queues, b.queues, (one, other) => ({
      depth: mergeRecords<number>(one.depth, other.depth, (some, more) => some + more),
      oldestWaitingMs: Math.max(one.oldestWaitingMs, other.oldestWaitingMs),
      paused: one.paused || other.paused,
    })),
    lanes: { busy: a.lanes.busy + b.lanes.busy, total: a.lanes.total + b.lanes.total },
  };
}
