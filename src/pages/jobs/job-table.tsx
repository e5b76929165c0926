/**
 * Jobs as the rows of a table.
 *
 * @module
 */

import type { JobViewBody } from "../../jobs/views";
import { duration } from "./format";
import { useNow } from "./live";
import { Progress, Ran, Status, Time, timesOf } from "./status";

export function JobTable({ jobs, caption }: { jobs: JobViewBody[]; caption: string }) {
  const now = useNow();
  return (
    <div class="card scrolls">
      <table class="jobs">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">Status</th>
            <th scope="col" class="minor">
              Queue
            </th>
            <th scope="col" class="number minor">
              Waited
            </th>
            <th scope="col" class="number minor">
              Ran
            </th>
            <th scope="col" class="number">
              Ordered
            </th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function JobRow({ job, now }: { job: JobViewBody; now: number }) {
  const { id, operation, status, queue, progress, error, attempt, createdAt } = job;
  return (
    <tr>
      <th scope="row">
        <a href={`/jobs/${id}`}>
          {operation} <span class="id">{shortId(id)}</span>
        </a>
      </th>
      <td>
        <Status status={status} />
        {status === "running" && <Progress progress={progress} label={`Progress of ${operation}`} />}
        {error !== undefined && <span class="hint reason">{error.detail ?? error.title}</span>}
        {attempt > 1 && <span class="hint">attempt {attempt}</span>}
      </td>
      <td class="minor">{queue}</td>
      <td class="number minor">{duration(timesOf(job, now).waitMs)}</td>
      <td class="number minor">
        <Ran job={job} now={now} />
      </td>
      <td class="number">
        <Time at={createdAt} now={now} />
      </td>
    </tr>
  );
}

/** What tells it from others at a glance: of its shard and its time there are many. */
function shortId(id: string): string {
  return `…${id.slice(-6)}`;
}
