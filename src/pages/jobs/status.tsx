/**
 * Where a job stands, as a word with a colour.
 *
 * @module
 */

import type { JobStatus } from "../../jobs/protocol";
import type { JobBody } from "../../jobs/views";
import { duration, fromNow, percent } from "./format";

export const STATUSES: readonly JobStatus[] = [
  "queued",
  "scheduled",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "cancelled",
];

export function Status({ status }: { status: JobStatus }) {
  return <span class={`status ${status}`}>{status}</span>;
}

export function isDone({ finishedAt }: JobBody): boolean {
  return finishedAt !== null;
}

export function canRetry({ status }: JobBody): boolean {
  return status === "failed" || status === "cancelled";
}

/** How far a job is, where it says so. */
export function Progress({ progress, label }: { progress: number | null; label: string }) {
  if (progress === null) return null;
  return (
    <span class="progress">
      <progress value={progress} max={1} aria-label={label} />
      <span>{percent(progress)}</span>
    </span>
  );
}

/** A time, as how long ago that is; the exact one when pointed at. */
export function Time({ at, now }: { at: string; now: number }) {
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {fromNow(at, now)}
    </time>
  );
}

/** From the order to the start, and from the start to the end; until now where that has not come. */
export function timesOf({ createdAt, startedAt, finishedAt }: JobBody, now: number) {
  const [created, started, finished] = [createdAt, startedAt, finishedAt].map((time) =>
    time === null ? null : Date.parse(time),
  ) as [number, number | null, number | null];
  const present = Math.max(now, created, started ?? 0);
  return {
    waitMs: (started ?? finished ?? present) - created,
    runMs: started === null ? null : (finished ?? present) - started,
  };
}

export function Ran({ job, now }: { job: JobBody; now: number }) {
  const { runMs } = timesOf(job, now);
  return <>{runMs === null ? "–" : duration(runMs)}</>;
}
