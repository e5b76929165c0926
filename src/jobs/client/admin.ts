/**
 * What operators may see and do, in all shards: behind the routes in `http/admin.ts`, and for handlers that want the same.
 * Whoever calls these sees all jobs of everybody: such a handler is for operators too.
 *
 * @module
 */

import { type Gauges, mergeGauges } from "../metrics/gauges";
import { mergeStretches } from "../metrics/history";
import { type Metrics, mergeMetrics } from "../metrics/metrics";
import { unpack } from "../payload";
import type { JobEvent } from "../protocol";
import type { Past } from "../queue/history";
import type { BulkAction, JobDetail, JobView } from "../queue/operator";
import type { JobFilter } from "../queue/sql/jobs";
import type { QueueChange, QueueView, ScheduleView } from "../views";
import { fromWire } from "../wire";
import { eventLines } from "./event-lines";
import { askAllShards, askShardOf } from "./queue";
import { changeOf, mergeQueues, queueViewOf } from "./queue-view";

/** Jobs, the newest first. */
export interface JobList {
  jobs: JobView[];
  /** Where to go on; null when there are no more. */
  cursor: string | null;
}

/** A job with all that is known of it. Times are milliseconds since the epoch. */
export interface InspectedJob extends Omit<JobDetail, "payload"> {
  /** In the order of the function's parameters; dates are ISO strings. Null once it has succeeded, and for a batch. */
  arguments: unknown[] | null;
}

/** All queues, and the shards that have any. */
export interface QueueList {
  queues: QueueView[];
  shards: ShardView[];
}

/** A shard: the jobs that each of its lanes runs, and how many jobs a second it did in the last minute. */
export interface ShardView {
  name: string;
  lanes: JobView[][];
  rate: number;
}

/** By name of each shard that has more: the job that its next page begins after. */
type Positions = Record<string, number>;

const DEFAULT_LIMIT = 50;

/**
 * List jobs, the newest first. Jobs that come while somebody goes through the pages are on none of them.
 *
 * @param options `cursor`: of an earlier list of the same filter, to go on from there · `limit`: how many at most; 50
 * @throws {SyntaxError} the cursor is none
 */
export async function listJobs(
  filter: JobFilter = {},
  { cursor = null, limit = DEFAULT_LIMIT }: { cursor?: string | null; limit?: number } = {},
): Promise<JobList> {
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
    next[shard] = seqs[taken - 1] ?? (seqs[0] ?? 0) + 1;
  }
  return { jobs, cursor: Object.keys(next).length === 0 ? null : btoa(JSON.stringify(next)) };
}

/** When the next job of a page was created; nothing is before all times. */
function createdAt({ jobs, taken }: { jobs: JobView[]; taken: number }): string {
  return jobs[taken]?.createdAt ?? "";
}

/** Is that a cursor of {@link listJobs}? */
export function isCursor(text: string): boolean {
  try {
    readCursor(text);
    return true;
  } catch {
    return false;
  }
}

/** All that is known of a job: its arguments, what went wrong, how far it was when. Null when there is none. */
export async function inspectJob(id: string): Promise<InspectedJob | null> {
  const detail = await askShardOf(id, (operator) => operator.detail(id));
  if (detail === null) return null;
  const payload = await fromWire(detail.payload);
  const { job, attempts, progress } = detail;
  return { job, attempts, progress, arguments: payload.byteLength === 0 ? null : unpack(payload) };
}

/**
 * Bytes among the arguments of a job.
 *
 * @param pointer where they are: a JSON pointer (RFC 6901) into the list of arguments, as `/0` or `/1/bytes`
 * @returns null when there is no such job, or nothing there that is bytes
 */
export async function readJobBytes(id: string, pointer: string): Promise<Uint8Array | null> {
  let found: unknown = (await inspectJob(id))?.arguments;
  for (const key of pointer.split("/").slice(1)) {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return null;
    found = (found as Record<string, unknown>)[name];
  }
  return found instanceof Uint8Array ? found : null;
}

/** Give a job that failed or was cancelled another chance; others stay as they are. Null when there is none. */
export function retryJob(id: string): Promise<JobView | null> {
  return askShardOf(id, (operator) => operator.retry(id));
}

/** Retry all jobs of a filter that failed or were cancelled. @returns how many that were */
export function retryJobs(filter: JobFilter): Promise<number> {
  return actOnJobs("retry", filter);
}

/** Cancel all jobs of a filter that are not done. @returns how many that were, not counting those that went with them */
export function cancelJobs(filter: JobFilter): Promise<number> {
  return actOnJobs("cancel", filter);
}

/**
 * Forget all jobs of a filter that are done. What another job waits for is forgotten with that one, and not before.
 *
 * @returns how many that were, not counting those that went with them
 */
export function purgeJobs(filter: JobFilter): Promise<number> {
  return actOnJobs("purge", filter);
}

async function actOnJobs(action: BulkAction, filter: JobFilter): Promise<number> {
  const counts = await askAllShards(async (operator) => {
    let count = 0;
    for (let after: number | null = 0; after !== null; ) {
      const { done, next }: { done: number; next: number | null } = await operator.act(action, filter, after);
      count += done;
      after = next;
    }
    return count;
  });
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** The queues that jobs stand in or that something is set for, and what the lanes run. */
export async function listQueues(): Promise<QueueList> {
  const overviews = Object.entries(await askAllShards((operator) => operator.overview())).filter(
    ([, { queues }]) => queues.length > 0,
  );
  const queues = new Map<string, QueueView>();
  for (const state of overviews.flatMap(([, overview]) => overview.queues)) {
    const known = queues.get(state.name);
    queues.set(state.name, known ? mergeQueues(known, queueViewOf(state)) : queueViewOf(state));
  }
  return {
    queues: [...queues.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    shards: overviews.map(([name, { lanes, rate }]) => ({ name, lanes, rate })),
  };
}

/**
 * Pause a queue (no job of it starts), drain it (it takes no orders) or limit it, in all shards. It stays so until it is
 * changed again. A queue that is not limited in its stubs has jobs in all shards, and a limit then counts in each.
 *
 * @returns the queue as it is now
 */
export async function changeQueue(queue: string, change: QueueChange): Promise<QueueView> {
  const states = await askAllShards((operator) => operator.change(queue, changeOf(change)));
  return Object.values(states).map(queueViewOf).reduce(mergeQueues);
}

/** What runs by itself, and when it does so next. */
export async function listSchedules(): Promise<ScheduleView[]> {
  return Object.values(await askAllShards((operator) => operator.schedules())).flat();
}

/** What was counted of each operation since the queue came into being, and how the queues stand now. */
export async function readJobMetrics(): Promise<{ metrics: Metrics; gauges: Gauges }> {
  const all = Object.values(await askAllShards((operator) => operator.metrics()));
  return {
    metrics: all.map(({ metrics }) => metrics).reduce(mergeMetrics),
    gauges: all.map(({ gauges }) => gauges).reduce(mergeGauges),
  };
}

/**
 * What happened when. Where nothing did there is no stretch. The last three hours are by minutes, what is older by
 * quarters of an hour, for two days.
 *
 * @param from milliseconds since the epoch
 */
export async function readJobHistory(from: number): Promise<Past> {
  const pasts = Object.values(await askAllShards((operator) => operator.history(from)));
  const step = Math.max(...pasts.map(({ step }) => step));
  return {
    step,
    stretches: mergeStretches(
      pasts.flatMap(({ stretches }) => stretches),
      step,
    ),
  };
}

/**
 * Every job at each of its changes from now on; null where there is no news for a while. Who reads slowly gets the
 * last of several changes of a job, and who is thousands of jobs behind misses some.
 */
export async function watchJobs(): Promise<ReadableStream<JobEvent | null>> {
  const streams = Object.values(await askAllShards((operator) => operator.watch()));
  const shards = streams.map((stream) => stream.pipeThrough(eventLines()).getReader());
  const { readable, writable } = new TransformStream<JobEvent | null, JobEvent | null>();
  const writer = writable.getWriter();
  const end = () => {
    for (const shard of shards) void shard.cancel().catch(() => {});
  };
  const pumps = shards.map(async (shard) => {
    for (let next = await shard.read(); !next.done; next = await shard.read()) await writer.write(next.value);
  });
  // The reader has gone; or a shard has, and then all end, so that nobody misses it unawares.
  writer.closed.catch(end);
  Promise.all(pumps).catch((error) => writer.abort(error).catch(() => {}));
  return readable;
}

function readCursor(cursor: string): Positions {
  try {
    const positions: unknown = JSON.parse(atob(cursor));
    if (
      typeof positions === "object" &&
      positions !== null &&
      Object.values(positions).every(Number.isInteger)
    )
      return positions as Positions;
  } catch {}
  throw new SyntaxError("This is no cursor.");
}
