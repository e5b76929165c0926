/**
 * A queue as operators see and change it: of all shards together, with times in seconds.
 *
 * @module
 */

import type { QueueLimits } from "../protocol";
import type { QueueState, QueueChange as ShardChange } from "../queue/lines";

/** What a queue allows at once; what is left out is not limited. */
export interface QueueLimitsView {
  /** Jobs that run at once. */
  concurrency?: number;
  /** Jobs that start in so many seconds. */
  rate?: { limit: number; seconds: number };
}

export interface QueueView {
  name: string;
  /** No job of it starts. */
  paused: boolean;
  /** It takes no orders. */
  draining: boolean;
  /** As an operator set them, or else as the stubs say. */
  limits: QueueLimitsView;
  /** Jobs that wait for a lane. */
  queued: number;
  /** Jobs that wait for a time. */
  scheduled: number;
  running: number;
}

/** What is to be different; what is left out stays. */
export interface QueueChange {
  paused?: boolean;
  draining?: boolean;
  /** In place of those of the stubs; null for those of the stubs again. */
  limits?: QueueLimitsView | null;
}

export function queueViewOf({ limits: { concurrency, rate }, ...state }: QueueState): QueueView {
  return {
    ...state,
    limits: {
      ...(concurrency !== null && { concurrency }),
      ...(rate !== null && { rate: { limit: rate.limit, seconds: rate.per / 1000 } }),
    },
  };
}

export function changeOf({ limits, ...change }: QueueChange): ShardChange {
  return { ...change, limits: limits && limitsOf(limits) };
}

/** A queue in two shards as one. Limits of the stubs are known where jobs came in, so what is limited in either is. */
export function mergeQueues(a: QueueView, b: QueueView): QueueView {
  return {
    name: a.name,
    paused: a.paused || b.paused,
    draining: a.draining || b.draining,
    limits: { ...a.limits, ...b.limits },
    queued: a.queued + b.queued,
    scheduled: a.scheduled + b.scheduled,
    running: a.running + b.running,
  };
}

function limitsOf({ concurrency, rate }: QueueLimitsView): QueueLimits {
  return {
    concurrency: concurrency ?? null,
    rate: rate ? { limit: rate.limit, per: rate.seconds * 1000 } : null,
  };
}
