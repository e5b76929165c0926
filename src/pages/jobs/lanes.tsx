/**
 * The lanes, and what each is doing.
 *
 * @module
 */

import type { JobViewBody, ShardBody } from "../../jobs/views";
import { duration, rate } from "./format";
import { useNow } from "./live";
import { Progress } from "./status";

export function Lanes({ shards }: { shards: ShardBody[] }) {
  const now = useNow();
  if (shards.length === 0) return null;
  const idle = shards.filter(isIdle);
  return (
    <section aria-labelledby="lanes">
      <h2 id="lanes">Lanes</h2>
      {idle.length > 0 && (
        <p class="hint">
          {idle.length === shards.length
            ? "All are idle."
            : `Idle: ${idle.map(({ name }) => name).join(", ")}.`}
        </p>
      )}
      {shards
        .filter((shard) => !isIdle(shard))
        .map((shard) => (
          <section key={shard.name} class="card shard" aria-labelledby={`shard-${shard.name}`}>
            <h3 id={`shard-${shard.name}`}>
              Shard {shard.name} <span class="hint">{rate(shard.rate)}</span>
            </h3>
            <ol class="lanes">
              {shard.lanes.map((jobs, index) => (
                <Lane key={index} number={index + 1} jobs={jobs} now={now} />
              ))}
            </ol>
          </section>
        ))}
    </section>
  );
}

function isIdle({ lanes, rate }: ShardBody): boolean {
  return rate === 0 && lanes.every((jobs) => jobs.length === 0);
}

/** Short jobs share a lane, a call at a time. */
function Lane({ number, jobs, now }: { number: number; jobs: JobViewBody[]; now: number }) {
  const [job, ...others] = jobs;
  if (job === undefined)
    return (
      <li class="lane idle">
        <span class="number">{number}</span> <span>idle</span>
      </li>
    );
  return (
    <li class="lane busy">
      <span class="number">{number}</span>
      <a href={`/jobs/${job.id}`}>{job.operation}</a>
      {others.length > 0 && <span class="hint">and {others.length} more</span>}
      {job.startedAt !== null && (
        <span class="since">
          {duration(Math.max(1, Math.ceil((now - Date.parse(job.startedAt)) / 1000)) * 1000)}
        </span>
      )}
      <Progress progress={job.progress} label={`Progress of ${job.operation}`} />
    </li>
  );
}
