/**
 * What an operator may see and do, in all shards: the typed side of the routes in `http/admin.ts`.
 *
 * @module
 */

import { askAllShards, askShardOf } from "./client";
import { eventLines } from "./event-lines";
import { type Gauges, mergeGauges } from "./metrics/gauges";
import { type Metrics, mergeMetrics } from "./metrics/metrics";
import type { JobEvent } from "./protocol";
import type { QueueChange, QueueState } from "./queue/lines";
import type { BulkAction, JobDetail, JobView, QueueOverview } from "./queue/operator";
import type { JobFilter } from "./queue/sql/jobs";
import type { ScheduleView } from "./queue/timetable";

/** Jobs, the newest first. */
export interface JobList {
  jobs: JobView[];
  /** Where to go on; null when there are no more. */
  cursor: string | null;
}

/** By name of each shard that has more: the job that its next page begins after. */
type Positions = Record<string, number>;

/**
 * List jobs, the newest first.
 *
 * @param cursor of an earlier list, to go on from there
 * @param limit how many at most
 * @throws {SyntaxError} the cursor is none
 */
export async function listJobs(filter: JobFilter, cursor: string | null, limit: number): Promise<JobList> {
  const positions = cursor === null ? null : readCursor(cursor);
  const pages = await askAllShards(async (operator, shard) => {
    const before = positions === null ? Number.MAX_SAFE_INTEGER : positions[shard];
    return before === undefined ? { jobs: [], seqs: [] } : await operator.list(filter, before, limit);
  });
  const heads = Object.entries(pages).map(([shard, page]) => ({ shard, ...page, taken: 0 }));
  const jobs: JobView[] = [];
  for (; jobs.length < limit; ) {
    const newest = heads.reduce((a, b) => (createdAt(b) > createdAt(a) ? b : a));
    const job = newest.jobs[newest.taken];
    if (job === undefined) break;
    jobs.push(job);
    newest.taken++;
  }
  const next: Positions = {};
  for (const { shard, seqs, taken } of heads) {
    // A shard that gave fewer than it was asked for, all of which are on this page, has no more.
    if (taken === seqs.length && seqs.length < limit) continue;
    next[shard] = seqs[taken - 1] ?? positions?.[shard] ?? Number.MAX_SAFE_INTEGER;
  }
  return { jobs, cursor: Object.keys(next).length === 0 ? null : btoa(JSON.stringify(next)) };
}

/** When the next job of a page was created; nothing is before all times. */
function createdAt({ jobs, taken }: { jobs: JobView[]; taken: number }): string {
  return jobs[taken]?.createdAt ?? "";
}

/** All that is known of a job; null when there is none. */
export function jobDetail(id: string): Promise<JobDetail | null> {
  return askShardOf(id, (operator) => operator.detail(id));
}

/** Give a job that failed or was cancelled another chance; others stay as they are. Null when there is none. */
export function retryJob(id: string): Promise<JobView | null> {
  return askShardOf(id, (operator) => operator.retry(id));
}

/** Retry, cancel or purge all jobs of a filter that can be. @returns how many that were */
export async function actOnJobs(action: BulkAction, filter: JobFilter): Promise<number> {
  const counts = await askAllShards(async (operator) => {
    let count = 0;
    for (let more = true; more; ) {
      const acted = await operator.act(action, filter);
      count += acted.done;
      more = acted.more;
    }
    return count;
  });
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** The queues of each shard that has any, and what its lanes run. */
export async function queueOverviews(): Promise<Record<string, QueueOverview>> {
  const overviews = await askAllShards((operator) => operator.overview());
  return Object.fromEntries(Object.entries(overviews).filter(([, { queues }]) => queues.length > 0));
}

/** Pause, drain or limit a queue, in all shards. @returns it as it is now, in all of them together */
export async function changeQueue(queue: string, change: QueueChange): Promise<QueueState> {
  const states = Object.values(await askAllShards((operator) => operator.change(queue, change)));
  const [state] = states as [QueueState];
  const sum = (count: "queued" | "scheduled" | "running") =>
    states.reduce((sum, state) => sum + state[count], 0);
  return { ...state, queued: sum("queued"), scheduled: sum("scheduled"), running: sum("running") };
}

export async function listSchedules(): Promise<ScheduleView[]> {
  return Object.values(await askAllShards((operator) => operator.schedules())).flat();
}

export async function readMetrics(): Promise<{ metrics: Metrics; gauges: Gauges }> {
  const all = Object.values(await askAllShards((operator) => operator.metrics()));
  return {
    metrics: all.map(({ metrics }) => metrics).reduce(mergeMetrics),
    gauges: all.map(({ gauges }) => gauges).reduce(mergeGauges),
  };
}

/** Every job at each of its changes from now on; null where there is no news for a while. */
export async function watchJobs(): Promise<ReadableStream<JobEvent | null>> {
  const streams = Object.values(await askAllShards((operator) => operator.watch()));
  const { readable, writable } = new TransformStream<JobEvent | null, JobEvent | null>();
  const writer = writable.getWriter();
  // When the client goes, writing fails, and leaving the loop ends the stream; when a stream breaks, all end.
  const pumps = streams.map(async (stream) => {
    for await (const event of stream.pipeThrough(eventLines())) await writer.write(event);
  });
  Promise.all(pumps).catch((error) => writer.abort(error).catch(() => {}));
  return readable;
}

function readCursor(cursor: string): Positions {
  try {
    const positions: unknown = JSON.parse(atob(cursor));
    if (typeof positions === "object" && Object.values(positions ?? {}).every(Number.isInteger))
      return positions as Positions;
  } catch {}
  throw new SyntaxError("This is no cursor.");
}
