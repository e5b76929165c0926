/**
 * A queue as operators see and change it: of all shards together, with times in seconds.
 *
 * @module
 */

import type { QueueLimits } from "../protocol";
import type { QueueState, QueueChange as ShardChange } from "../queue/lines";
import type { QueueChange, QueueLimitsView, QueueView } from "../views";

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
