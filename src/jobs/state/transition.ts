/**
 * The life of a job.
 *
 * ```
 *   submitted            claimed             succeeded
 *  ───────────▶ queued ───────────▶ running ───────────▶ succeeded
 *                ▲ ▲                │ │ │ ▲
 *            due │ └──── lost ──────┘ │ │ │ stepped (progress, checkpoint; renews the lease)
 *                │    fewer than      │ │ └─┐
 *            scheduled ◀── failed, ───┘ └───┘
 *                          expired    │
 *                      retries left   ├──▶ failed      failed, expired: no retry left
 *                                     │                lost: too often in a row
 *   queued, scheduled, running ── cancelled ──▶ cancelled
 * ```
 *
 * What comes from an executor carries its attempt: unless that is the running one, nothing happens. Whatever has no
 * arrow here changes nothing, and then the very same record comes back. No I/O, no clock, no chance: `now` and
 * `jitter` are given.
 *
 * @module
 */

import type { Failure } from "../protocol";
import type { JobRecord } from "./record";

export type StateEvent =
  /** A lane took it. */
  | { type: "claimed" }
  /** The executor came to a `yield`. Progress null leaves it as it is. */
  | { type: "stepped"; attempt: number; progress: number | null; checkpointed: boolean }
  | { type: "succeeded"; attempt: number }
  /** `jitter`: from 0 to 1. */
  | { type: "failed"; attempt: number; failure: Failure; retryable: boolean; jitter: number }
  /** The executor is gone, and nobody knows how far it came. */
  | { type: "lost"; attempt: number; maxLosses: number }
  /** Its lease may have ended. */
  | { type: "expired"; jitter: number }
  /** Its time may have come. */
  | { type: "due" }
  | { type: "cancelled" };

/** The job after `event`, or the same record when the event does not concern it. */
export function transition(job: JobRecord, event: StateEvent, now: number): JobRecord {
  switch (event.type) {
    case "claimed":
      if (job.status !== "queued") return job;
      return {
        ...job,
        status: "running",
        attempt: job.attempt + 1,
        startedAt: job.startedAt ?? now,
        dueAt: now + job.timeout,
      };

    case "stepped":
      if (!isRunning(job, event.attempt)) return job;
      return {
        ...job,
        progress: event.progress ?? job.progress,
        losses: event.checkpointed ? 0 : job.losses,
        dueAt: now + job.timeout,
      };

    case "succeeded":
      if (!isRunning(job, event.attempt)) return job;
      return { ...job, status: "succeeded", progress: 1, dueAt: null, finishedAt: now };

    case "failed":
      if (!isRunning(job, event.attempt)) return job;
      return event.retryable
        ? retriedOrFailed(job, event.failure, event.jitter, now)
        : failed(job, event.failure, now);

    case "lost": {
      if (!isRunning(job, event.attempt)) return job;
      const losses = job.losses + 1;
      if (losses >= event.maxLosses) return failed({ ...job, losses }, { reason: "lost", losses }, now);
      return { ...job, status: "queued", losses, dueAt: null };
    }

    case "expired":
      if (job.status !== "running" || job.dueAt === null || job.dueAt > now) return job;
      return retriedOrFailed(job, { reason: "timeout", seconds: job.timeout / 1000 }, event.jitter, now);

    case "due":
      if (job.status !== "scheduled" || job.dueAt === null || job.dueAt > now) return job;
      return { ...job, status: "queued", dueAt: null };

    case "cancelled":
      if (job.status !== "queued" && job.status !== "scheduled" && job.status !== "running") return job;
      return { ...job, status: "cancelled", dueAt: null, finishedAt: now };
  }
}

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 600_000;

/**
 * How long a job waits before its next try: 1 s, 2 s, 4 s … to 10 minutes, of which `jitter` keeps between half and
 * all, so that jobs that failed together do not come back together.
 *
 * @param failures failures before this one
 * @param jitter from 0 to 1
 * @returns milliseconds
 */
export function backoff(failures: number, jitter: number): number {
  const full = Math.min(FIRST_BACKOFF_MS * 2 ** failures, LONGEST_BACKOFF_MS);
  return Math.round(full * (0.5 + jitter / 2));
}

function isRunning(job: JobRecord, attempt: number): boolean {
  return job.status === "running" && job.attempt === attempt;
}

function retriedOrFailed(job: JobRecord, failure: Failure, jitter: number, now: number): JobRecord {
  if (job.failures >= job.retries) return failed(job, failure, now);
  const dueAt = now + backoff(job.failures, jitter);
  return { ...job, status: "scheduled", failures: job.failures + 1, dueAt };
}

function failed(job: JobRecord, failure: Failure, now: number): JobRecord {
  return { ...job, status: "failed", failure, dueAt: null, finishedAt: now };
}
