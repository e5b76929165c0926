import type { InspectedBody, JobListBody } from "../../jobs/views";
import { JobTable } from "./job-table";
import { useLive } from "./live";
import { address } from "./place";
import { isDone } from "./status";

const SHOWN = "20";

/** The job that waits for this one, and those that it waits for. */
export function JobFamily({ job }: { job: InspectedBody }) {
  // Once it is done, so are they.
  const children = useLive<JobListBody>(
    address("/jobs", { parent: job.id, limit: SHOWN }),
    isDone(job) ? 60_000 : 1_000,
  );
  const jobs = children.data?.jobs ?? [];
  if (job.parent === null && jobs.length === 0) return null;
  return (
    <section aria-labelledby="family">
      <div class="heading">
        <h3 id="family">Family</h3>
        {children.data?.cursor && <a href={address("/jobs", { parent: job.id })}>All that it waits for</a>}
      </div>
      {job.parent !== null && (
        <p>
          <a href={`/jobs/${job.parent}`}>The job that waits for this one</a>
        </p>
      )}
      {jobs.length > 0 && <JobTable jobs={jobs} caption="Jobs that it waits for" />}
    </section>
  );
}
