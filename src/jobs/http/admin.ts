/**
 * The routes of operators, under `/jobs`: closed but to the bearer of `JOBS_TOKEN`.
 *
 * @module
 */

import { env } from "cloudflare:workers";
import { Hono, type MiddlewareHandler } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import type { Input } from "../../operations/input";
import { problemOf, problemResponse } from "../../operations/problem";
import { type Check, checkString } from "../../operations/report";
import { route } from "../../operations/route";
import * as read from "../../operations/text";
import {
  actOnJobs,
  changeQueue,
  jobDetail,
  listJobs,
  listSchedules,
  queueOverviews,
  readMetrics,
  retryJob,
  watchJobs,
} from "../admin";
import { PROMETHEUS_CONTENT_TYPE, prometheusText } from "../metrics/prometheus";
import { unpack } from "../payload";
import type { JobStatus } from "../protocol";
import type { QueueChange } from "../queue/lines";
import type { BulkAction, JobDetail, JobView } from "../queue/operator";
import type { JobFilter } from "../queue/sql/jobs";
import { jobBody, notFound } from "./answers";
import { serverSentEvents } from "./server-sent-events";

const STATUSES = ["queued", "scheduled", "running", "waiting", "succeeded", "failed", "cancelled"] as const;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** Only operators: whoever bears `JOBS_TOKEN`. Without such a secret nobody is one. */
const operators: MiddlewareHandler = (c, next) => {
  const { JOBS_TOKEN: token } = env as { JOBS_TOKEN?: string };
  return token ? bearerAuth({ token, realm: "jobs" })(c, next) : Promise.resolve(closed());
};

export const adminRoutes = new Hono();

/** Jobs, the newest first. */
adminRoutes.get(
  "/jobs",
  operators,
  route(async (input, c) => {
    const filter = readFilter(input);
    const limit = input.query("limit", read.number, checkLimit, "optional") ?? DEFAULT_LIMIT;
    const cursor = input.query("cursor", read.text, checkString, "optional") ?? null;
    input.assertValid();
    try {
      const page = await listJobs(filter, cursor, limit);
      return c.json({ jobs: page.jobs.map(viewBody), cursor: page.cursor });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return problemResponse(problemOf(422, { detail: "The cursor is not one of an earlier answer." }));
    }
  }),
);

/** Every job at each of its changes, from now on. */
adminRoutes.get("/jobs/events", operators, async () => serverSentEvents(await watchJobs()));

/** For Prometheus. */
adminRoutes.get("/jobs/metrics", operators, async () => {
  const { metrics, gauges } = await readMetrics();
  return new Response(prometheusText(metrics, gauges), {
    headers: { "content-type": PROMETHEUS_CONTENT_TYPE },
  });
});

adminRoutes.get("/jobs/schedules", operators, async (c) => c.json(await listSchedules()));

/** The queues and lanes of each shard. */
adminRoutes.get("/jobs/queues", operators, async (c) => c.json(await queueOverviews()));

/** Pause a queue, drain it, set its limits. */
adminRoutes.patch(
  "/jobs/queues/:queue",
  operators,
  route(async (input, c) => {
    const change = await input.json(checkQueueChange, "required");
    input.assertValid();
    return c.json(await changeQueue(c.req.param("queue") ?? "", queueChangeOf(change)));
  }),
);

/** Do that with all jobs of a filter that it can be done with. */
for (const action of ["retry", "cancel", "purge"] as const satisfies BulkAction[])
  adminRoutes.post(
    `/jobs/${action}`,
    operators,
    route(async (input, c) => {
      const filter = readFilter(input);
      const all = input.query("all", read.boolean, checkAll, "optional") ?? false;
      input.assertValid();
      if (!all && Object.values(filter).every((value) => value === undefined))
        return problemResponse(
          problemOf(422, {
            detail: `Say which jobs to ${action}: status, operation, queue, id; or all=true.`,
          }),
        );
      return c.json({ done: await actOnJobs(action, filter) });
    }),
  );

/** Give a job that failed or was cancelled another chance. */
adminRoutes.post("/jobs/:id/retry", operators, async (c) => {
  const job = await retryJob(c.req.param("id"));
  if (job === null) return notFound();
  return job.status === "queued" || job.status === "running"
    ? c.json(viewBody(job))
    : problemResponse(problemOf(409, { detail: `A job that is ${job.status} cannot be retried.` }));
});

/** A job with its arguments, its errors and its progress. */
adminRoutes.get("/jobs/:id/detail", operators, async (c) => {
  const detail = await jobDetail(c.req.param("id"));
  return detail === null ? notFound() : c.json(detailBody(detail));
});

const checkStatus: Check<JobStatus> = (value, at) => at.literal(value, STATUSES);

const checkLimit: Check<number> = (value, at) => {
  if (at.integer(value)) {
    at.minimum(value, 1);
    at.maximum(value, MAX_LIMIT);
  }
};

const checkAll: Check<boolean> = (value, at) => at.boolean(value);

/** The body of a change; a rate in seconds. */
interface QueueChangeBody {
  paused?: boolean;
  draining?: boolean;
  /** Null: those of the stubs again. */
  limits?: { concurrency?: number; rate?: { limit: number; seconds: number } } | null;
}

const checkPositive = (value: unknown, at: Parameters<Check>[1], key: string) =>
  at.number(value, key) && at.exclusiveMinimum(value, 0, key);

const checkQueueChange: Check<QueueChangeBody> = (value, at) => {
  if (!at.object(value)) return;
  if (value.paused !== undefined) at.boolean(value.paused, "paused");
  if (value.draining !== undefined) at.boolean(value.draining, "draining");
  const { limits } = value;
  if (limits === undefined || limits === null || !at.object(limits, "limits")) return;
  at.within("limits", limits, (_, at) => {
    const { concurrency, rate } = limits;
    if (concurrency !== undefined && at.integer(concurrency, "concurrency"))
      at.minimum(concurrency, 1, "concurrency");
    if (rate === undefined || !at.object(rate, "rate")) return;
    at.within("rate", rate, (_, at) => {
      checkPositive(rate.limit, at, "limit");
      checkPositive(rate.seconds, at, "seconds");
    });
  });
};

function queueChangeOf({ paused, draining, limits }: QueueChangeBody): QueueChange {
  if (!limits) return { paused, draining, limits };
  const { concurrency = null, rate } = limits;
  return {
    paused,
    draining,
    limits: { concurrency, rate: rate ? { limit: rate.limit, per: rate.seconds * 1000 } : null },
  };
}

function readFilter(input: Input): JobFilter {
  return {
    status: input.query("status", read.text, checkStatus, "optional"),
    operation: input.query("operation", read.text, checkString, "optional"),
    queue: input.query("queue", read.text, checkString, "optional"),
    id: input.query("id", read.text, checkString, "optional"),
  };
}

function closed(): Response {
  return problemResponse(
    problemOf(403, {
      detail: "This is for operators, and nobody is one until the secret JOBS_TOKEN is set.",
    }),
  );
}

function viewBody({ failure, ...view }: JobView) {
  return { ...jobBody({ failure, ...view }), ...view };
}

function detailBody({ job, attempts, progress, payload }: JobDetail) {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    ...viewBody(job),
    arguments: payload.byteLength === 0 ? null : unpack(payload).map(readable),
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
