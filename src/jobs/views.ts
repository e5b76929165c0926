/**
 * What operators see, as it goes over HTTP. Types only, and of nothing but the platform: the board in the browser reads
 * them too. Times are ISO 8601 in UTC.
 *
 * @module
 */

import type { Problem } from "../operations/problem";
import type { Job } from "./protocol";

/** A job as its clients see it: the body of `GET /jobs/{id}`. */
export type JobBody = Omit<Job, "failure"> & {
  /** Why it failed, when it did. */
  error?: Problem;
};

/** What operators see of a job beside that. */
export interface JobPlace {
  queue: string;
  priority: number;
  /** When it starts, is tried again, loses its lease or is forgotten. */
  dueAt: string | null;
  /** The job that waits for it. */
  parent: string | null;
  requestId: string | null;
}

/** A job as operators get it in a list. */
export type JobViewBody = JobBody & JobPlace;

/** The body of `GET /jobs`. */
export interface JobListBody {
  jobs: JobViewBody[];
  /** Where to go on; null when there are no more. */
  cursor: string | null;
}

/** The body of `GET /jobs/{id}/detail`. */
export type InspectedBody = JobViewBody & {
  /** In the order of the function's parameters; bytes as `{ bytes: number of them }`. Null once it has succeeded. */
  arguments: unknown[] | null;
  /** Those that went wrong, in the order of time. */
  attempts: { n: number; at: string; failure: { reason: string }; error: string | null }[];
  progressHistory: { at: string; progress: number }[];
};

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

/** A shard: the jobs that each of its lanes runs, and how many jobs a second it did in the last minute. */
export interface ShardBody {
  name: string;
  lanes: JobViewBody[][];
  rate: number;
}

/** The body of `GET /jobs/queues`. */
export interface QueueListBody {
  queues: QueueView[];
  shards: ShardBody[];
}

/** A schedule; `nextTick` is null when there will be none. */
export interface ScheduleView {
  name: string;
  operation: string;
  cron: string;
  zone: string;
  nextTick: string | null;
  /** The job of the last tick; null before the first. */
  lastJob: string | null;
}

/** How long things took, in milliseconds; null where there was nothing. */
export interface Quantiles {
  p50: number | null;
  p95: number | null;
}

/** What happened in a stretch of time. */
export interface HistoryCounts {
  submitted: number;
  rejected: number;
  retries: number;
  losses: number;
  succeeded: number;
  failed: number;
  cancelled: number;
  wait: Quantiles;
  run: Quantiles;
}

/** The body of `GET /jobs/history`. Stretches in which nothing happened are left out. */
export interface HistoryBody {
  /** How long each stretch is, in seconds. */
  step: number;
  from: string;
  to: string;
  stretches: ({ at: string } & HistoryCounts)[];
  /** By name. */
  operations: ({ operation: string } & HistoryCounts)[];
}
