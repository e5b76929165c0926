/**
 * The life of a job.
 *
 * ```
 *   submitted             claimed              succeeded
 *  ───────────▶ queued ────────────▶ running ────────────▶ succeeded
 *                ▲ ▲ ▲                │ │ │ ▲
 *            due │ │ └─ lost, rested ─┘ │ │ │ stepped (progress, checkpoint; renews the lease)
 *       released │ │     lost: fewer    │ │ └─┐
 *                │ │     than           │ └───┘
 *            scheduled ◀─── failed, ────┤
 *                  │        expired     │
 *                  │    retries left    ├──▶ failed       failed, expired: no retry left
 *                  │                    │                 lost: too often in a row
 *                  │          suspended │
 *                  └──── waiting ◀──────┘ children are pending
 *             childEnded: the last
 *
 *   queued, scheduled, running, waiting ── cancelled ──▶ cancelled
 *   failed, cancelled ── retried ──▶ queued
 *   a batch:  waiting ── childEnded: all succeeded ──▶ succeeded,  one did not ──▶ failed
 * ```
 *
 * `orphaned` leads where `lost` does, and costs the job nothing. What comes from an executor carries its lease: unless that is the running one, nothing happens. Whatever has no
 * arrow here changes nothing, and then the very same record comes back. No I/O, no clock, no chance: `now` and
 * `jitter` are given.
 *
 * @module
 */

import type { Backoff, Failure } from "../protocol";
import { BATCH, isFinal, type JobRecord, rankAt } from "./record";

export type StateEvent =
  /** A lane took it. */
  | { type: "claimed" }
  /** The executor came to a `yield`. Progress null leaves it as it is. */
  | { type: "stepped"; lease: number; progress: number | null; checkpointed: boolean }
  | { type: "succeeded"; lease: number }
  /** `jitter`: from 0 to 1. */
  | { type: "failed"; lease: number; failure: Failure; retryable: boolean; jitter: number }
  /** The executor is gone, and nobody knows how far it came. */
  | { type: "lost"; lease: number; maxLosses: number }
  /** Its queue was gone for a moment, by a deploy mostly, and with it the way back from the executor; or that has older code. */
  | { type: "orphaned"; lease: number; maxAttempts: number }
  /** It left a checkpoint and makes way for others; or it shared a call, and its turn did not come. */
  | { type: "rested"; lease: number }
  /** It has submitted children, and will wait for them. */
  | { type: "awaited"; lease: number; children: number }
  /** It left its lane to wait for its children. */
  | { type: "suspended"; lease: number }
  /** A child is final; `failure` is null when it succeeded. */
  | { type: "childEnded"; failure: Failure | null }
  /** Its batch holds it back no longer. */
  | { type: "released" }
  /** Its lease may have ended. */
  | { type: "expired"; jitter: number }
  /** Its time may have come. */
  | { type: "due" }
  | { type: "cancelled" }
  /** An operator gives it another chance. */
  | { type: "retried" };

/** The job after `event`, or the same record when the event does not concern it. */
export function transition(job: JobRecord, event: StateEvent, now: number): JobRecord {
  const next = after(job, event, now);
  return next === job ? job : { ...next, version: job.version + 1 };
}

function after(job: JobRecord, event: StateEvent, now: number): JobRecord {
  switch (event.type) {
    case "claimed":
      if (job.status !== "queued") return job;
      return {
        ...job,
        status: "running",
        attempt: job.attempt + (job.resting ? 0 : 1),
        lease: job.lease + 1,
        resting: false,
        // Of an earlier attempt: a new one may begin further back.
        progress: job.resting ? job.progress : null,
        startedAt: job.startedAt ?? now,
        dueAt: now + job.policy.timeout,
      };

    case "stepped":
      if (!isRunning(job, event.lease)) return job;
      return {
        ...job,
        progress: event.progress ?? job.progress,
        losses: event.checkpointed ? 0 : job.losses,
        dueAt: now + job.policy.timeout,
      };

    case "succeeded":
      if (!isRunning(job, event.lease)) return job;
      return ended({ ...job, status: "succeeded", progress: 1 }, now);

    case "failed":
      if (!isRunning(job, event.lease)) return job;
      return event.retryable
        ? retriedOrFailed(job, event.failure, event.jitter, now)
        : failed(job, event.failure, now);

    case "lost": {
      if (!isRunning(job, event.lease)) return job;
      const losses = job.losses + 1;
      if (losses >= event.maxLosses) return failed({ ...job, losses }, { reason: "lost", losses }, now);
      return { ...job, status: "queued", losses, dueAt: null };
    }

    case "orphaned":
      if (!isRunning(job, event.lease)) return job;
      return job.attempt >= event.maxAttempts + job.policy.retries
        ? failed(job, { reason: "lost", losses: job.attempt }, now)
        : { ...job, status: "queued", dueAt: null };

    case "rested": {
      if (!isRunning(job, event.lease)) return job;
      const rank = job.policy.kind === "plain" ? job.rank : rankAt(now, job.priority);
      return { ...job, status: "queued", resting: true, rank, dueAt: null };
    }

    case "awaited":
      if (!isRunning(job, event.lease)) return job;
      return { ...job, children: job.children + event.children, pending: job.pending + event.children };

    case "suspended":
      if (!isRunning(job, event.lease)) return job;
      return { ...job, status: job.pending > 0 ? "waiting" : "queued", resting: true, dueAt: null };

    case "childEnded":
      return job.pending === 0 || isFinal(job) ? job : afterChild(job, event.failure, now);

    case "released":
      if (job.status !== "scheduled" || job.dueAt !== null) return job;
      return { ...job, status: "queued" };

    case "expired":
      if (job.status !== "running" || !isDue(job, now)) return job;
      return retriedOrFailed(
        job,
        { reason: "timeout", seconds: job.policy.timeout / 1000 },
        event.jitter,
        now,
      );

    case "due":
      if (job.status !== "scheduled" || !isDue(job, now)) return job;
      return { ...job, status: "queued", dueAt: null };

    case "cancelled":
      if (isFinal(job)) return job;
      return ended({ ...job, status: "cancelled" }, now);

    case "retried":
      if (job.status !== "failed" && job.status !== "cancelled") return job;
      // A batch is none without its children, nor a child for nobody: their parent is what may be retried.
      if (job.operation === BATCH || job.parent !== null) return job;
      return {
        ...job,
        status: "queued",
        rank: rankAt(now, job.priority),
        resting: false,
        progress: null,
        failures: 0,
        losses: 0,
        finishedAt: null,
        dueAt: null,
        failure: null,
        children: 0,
        pending: 0,
      };
  }
}

/**
 * How long a job waits before its next try: twice as long each time, from `first` to `longest`, of which `jitter` keeps
 * between half and all, so that jobs that failed together do not come back together.
 *
 * @param failures failures before this one
 * @param jitter from 0 to 1
 * @returns milliseconds
 */
export function backoff({ first, longest }: Backoff, failures: number, jitter: number): number {
  const full = Math.min(first * 2 ** failures, longest);
  return Math.round(full * (0.5 + jitter / 2));
}

function isRunning(job: JobRecord, lease: number): boolean {
  return job.status === "running" && job.lease === lease;
}

function isDue({ dueAt }: JobRecord, now: number): boolean {
  return dueAt !== null && dueAt <= now;
}

/** A batch ends with its first failure, or with its last child; any other job goes on when none is pending. */
function afterChild(job: JobRecord, failure: Failure | null, now: number): JobRecord {
  const pending = job.pending - 1;
  if (job.operation !== BATCH) {
    const status = job.status === "waiting" && pending === 0 ? "queued" : job.status;
    return { ...job, status, pending };
  }
  if (failure !== null) return failed({ ...job, pending }, failure, now);
  const progress = (job.children - pending) / job.children;
  const next = { ...job, pending, progress };
  return pending === 0 ? ended({ ...next, status: "succeeded" }, now) : next;
}

function retriedOrFailed(job: JobRecord, failure: Failure, jitter: number, now: number): JobRecord {
  if (job.failures >= job.policy.retries) return failed(job, failure, now);
  const dueAt = now + backoff(job.policy.backoff, job.failures, jitter);
  return { ...job, status: "scheduled", failures: job.failures + 1, dueAt };
}

function failed(job: JobRecord, failure: Failure, now: number): JobRecord {
  return ended({ ...job, status: "failed", failure }, now);
}

/** What has a parent is kept as long as the parent. */
function ended(job: JobRecord, now: number): JobRecord {
  return { ...job, finishedAt: now, dueAt: job.parent === null ? now + job.policy.retention : null };
}
