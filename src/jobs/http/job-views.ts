/**
 * Jobs as operators get them over HTTP.
 *
 * @module
 */

import type { InspectedJob, QueueList } from "../client/admin";
import type { JobView } from "../queue/operator";
import type { InspectedBody, JobViewBody, QueueListBody } from "../views";
import { jobBody } from "./answers";

export function viewBody({ failure, ...view }: JobView): JobViewBody {
  return { ...jobBody({ failure, ...view }), ...view };
}

export function queueListBody({ queues, shards }: QueueList): QueueListBody {
  const body = (jobs: JobView[]) => jobs.map(viewBody);
  return { queues, shards: shards.map((shard) => ({ ...shard, lanes: shard.lanes.map(body) })) };
}

export function inspectedBody({ job, attempts, progress, arguments: args }: InspectedJob): InspectedBody {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    ...viewBody(job),
    arguments: args?.map(readable) ?? null,
    attempts: attempts.map(({ at, ...attempt }) => ({ ...attempt, at: iso(at) })),
    progressHistory: progress.map(({ at, progress }) => ({ at: iso(at), progress })),
  };
}

/** Bytes are told by their number, wherever they stand. */
function readable(argument: unknown): unknown {
  if (argument instanceof Uint8Array) return { bytes: argument.byteLength };
  if (Array.isArray(argument)) return argument.map(readable);
  if (typeof argument !== "object" || argument === null) return argument;
  return Object.fromEntries(Object.entries(argument).map(([key, value]) => [key, readable(value)]));
}
