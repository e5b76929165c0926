/**
 * All of one job.
 *
 * @module
 */

import { useEffect, useState } from "preact/hooks";
import type { InspectedBody, JobBody } from "../../jobs/views";
import { perform } from "./announcer";
import { ApiError, post, request } from "./api";
import { Dialog } from "./dialog";
import { dateTime, duration } from "./format";
import { JobArguments } from "./job-arguments";
import { JobErrors } from "./job-errors";
import { JobFamily } from "./job-family";
import { JobResult } from "./job-result";
import { useNow } from "./live";
import { address } from "./place";
import { ProgressPlot } from "./plots";
import { SignInPage } from "./sign-in-page";
import { canRetry, isDone, Progress, Status, Time, timesOf } from "./status";
import { Trouble } from "./trouble";
import { type ProgressPoint, useDetail, useJob } from "./use-job";

export function JobPage({ id, isSignedIn }: { id: string; isSignedIn: boolean }) {
  const { job, seen, error } = useJob(id);
  const detail = useDetail(job, isSignedIn);
  useEffect(() => {
    if (job !== undefined) document.title = `${job.operation} ${job.status} · Shortorder`;
  }, [job?.operation, job?.status]);
  if (job === undefined)
    return error instanceof ApiError ? <NoJob error={error} /> : <Trouble error={error} />;
  const points = detail === undefined ? seen : joined(detail.progressHistory, seen);
  return (
    <article class="job" aria-labelledby="job">
      <div class="heading">
        <h2 id="job">{job.operation}</h2>
        <Status status={job.status} />
        <Actions job={job} isSignedIn={isSignedIn} />
      </div>
      <p class="whole id">{job.id}</p>
      <Progress progress={isDone(job) ? null : job.progress} label="Progress" />
      {job.error !== undefined && (
        <p class="trouble">
          {job.error.title}
          {job.error.detail !== undefined && `: ${job.error.detail}`}
        </p>
      )}
      <Timing job={job} />
      <Facts job={job} detail={detail} />
      {job.status === "succeeded" && <JobResult id={id} />}
      {points.length > 1 && (
        <section aria-labelledby="progress">
          <h3 id="progress">Progress</h3>
          <div class="card plot">
            <ProgressPlot points={points} />
          </div>
        </section>
      )}
      {detail && (
        <>
          <JobErrors attempts={detail.attempts} />
          <JobArguments job={detail} />
          <JobFamily job={detail} />
        </>
      )}
      {!isSignedIn && (
        <section aria-labelledby="more">
          <h3 id="more">More of it</h3>
          <p class="hint">
            This is what the job's ticket shows. Operators also see its arguments, its errors with their
            stacks, how it came along and the jobs around it.
          </p>
          <SignInPage />
        </section>
      )}
    </article>
  );
}

function Actions({ job, isSignedIn }: { job: JobBody; isSignedIn: boolean }) {
  const [isAsking, ask] = useState(false);
  const cancel = async () => {
    await request(`/jobs/${job.id}`, { method: "DELETE" });
    return "The job is cancelled.";
  };
  const retry = async () => {
    await post(`/jobs/${job.id}/retry`);
    return "The job is queued again.";
  };
  return (
    <p class="buttons">
      {!isDone(job) && (
        <button type="button" onClick={() => ask(true)}>
          Cancel
        </button>
      )}
      {canRetry(job) && isSignedIn && (
        <button type="button" onClick={() => void perform(retry)}>
          Retry
        </button>
      )}
      {isAsking && (
        <Dialog
          title="Cancel this job?"
          action="Cancel the job"
          isDangerous
          onConfirm={() => void perform(cancel)}
          onClose={() => ask(false)}
        >
          <p>
            {job.status === "running" ? "What it still does is dropped." : "It never starts."} Jobs that it
            waits for are cancelled with it. It can be retried, from the beginning.
          </p>
        </Dialog>
      )}
    </p>
  );
}

/** How its time went: waiting, and running. */
function Timing({ job }: { job: JobBody }) {
  const now = useNow();
  const { waitMs, runMs } = timesOf(job, now);
  return (
    <div class="timing">
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect class="waited" width={share(waitMs, runMs)} height="1" />
        <rect class="ran" x={share(waitMs, runMs)} width={100 - share(waitMs, runMs)} height="1" />
      </svg>
      <p>
        <span class="waited">
          {job.startedAt === null && !isDone(job) ? "waits for" : "waited"} {duration(waitMs)}
        </span>
        {runMs !== null && (
          <span class="ran">
            {isDone(job) ? "ran" : "runs for"} {duration(runMs)}
          </span>
        )}
      </p>
    </div>
  );
}

function share(waitMs: number, runMs: number | null): number {
  if (runMs === null) return 100;
  return waitMs + runMs === 0 ? 0 : (100 * waitMs) / (waitMs + runMs);
}

function Facts({ job, detail }: { job: JobBody; detail: InspectedBody | undefined }) {
  const now = useNow();
  const times = [
    ["Ordered", job.createdAt],
    ["Started", job.startedAt],
    ["Finished", job.finishedAt],
    [dueWords(job), detail?.dueAt ?? null],
  ] as const;
  return (
    <dl class="facts card">
      {times.map(
        ([name, time]) =>
          time !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {dateTime(time)}{" "}
                <span class="hint">
                  <Time at={time} now={now} />
                </span>
              </dd>
            </div>
          ),
      )}
      <div>
        <dt>Attempt</dt>
        <dd>{job.attempt === 0 ? "not begun" : job.attempt}</dd>
      </div>
      {detail && (
        <>
          <div>
            <dt>Queue</dt>
            <dd>
              <a href={address("/jobs", { queue: detail.queue })}>{detail.queue}</a>
              {detail.priority !== 0 && <span class="hint"> priority {detail.priority}</span>}
            </dd>
          </div>
          {detail.requestId !== null && (
            <div>
              <dt>Request</dt>
              <dd class="id">{detail.requestId}</dd>
            </div>
          )}
        </>
      )}
    </dl>
  );
}

/** What is due at `dueAt`. */
function dueWords(job: JobBody): string {
  if (isDone(job)) return "Forgotten";
  return job.status === "running" ? "Given up on" : "Starts";
}

function NoJob({ error }: { error: ApiError }) {
  return (
    <div class="card empty">
      <p>
        {error.status === 404
          ? "There is no such job, or it was forgotten: a job that is done is kept for a day, unless its function says otherwise."
          : error.message}
      </p>
      <p>
        <a href="/jobs">To the board</a>
      </p>
    </div>
  );
}

/** What was noted on the server, and what was seen since. */
function joined(noted: readonly ProgressPoint[], seen: readonly ProgressPoint[]): readonly ProgressPoint[] {
  const last = noted.at(-1);
  return last === undefined ? seen : [...noted, ...seen.filter(({ at }) => at > last.at)];
}
