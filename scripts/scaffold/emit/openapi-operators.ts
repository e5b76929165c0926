/**
 * What operators may do with jobs, in the document: the routes of `src/jobs/http/admin.ts`.
 *
 * @module
 */

import { type BuiltIns, problemAnswer } from "./openapi-built-in.ts";
import { jobView, STATUSES } from "./openapi-job-schemas.ts";

/** Paths and methods that only the bearer of `JOBS_TOKEN` may use. @param free a name for an operation that no stub has */
export function operatorPaths(names: BuiltIns, free: (name: string) => string) {
  const view = jobView(names);
  const problem = (description: string) => problemAnswer(names, description);
  const closed = { "401": problem("Not the token of operators."), "403": problem("JOBS_TOKEN is not set.") };
  const unknown = { "404": problem("There is no such job.") };
  const invalid = { "422": problem("The request does not fit this operation.") };
  const operation = (
    name: string,
    summary: string,
    rest: { responses: object; [more: string]: unknown },
  ) => ({
    operationId: free(name),
    tags: ["operators"],
    summary,
    security: [{ [names.scheme]: [] }],
    ...rest,
    responses: { ...rest.responses, ...closed },
  });
  const bulk = (name: string, summary: string) => ({
    post: operation(name, summary, {
      description: "With the jobs of the filter; without one, `all=true` must say so.",
      parameters: [...FILTERS, ALL],
      responses: {
        "200": json("How many that were.", object({ done: { type: "integer", minimum: 0 } })),
        ...invalid,
      },
    }),
  });
  return {
    "/jobs": {
      get: operation("listJobs", "List jobs, the newest first.", {
        parameters: [...FILTERS, LIMIT, CURSOR],
        responses: {
          "200": json(
            "A page of jobs.",
            object({ jobs: { type: "array", items: view }, cursor: nullable({ type: "string" }) }),
          ),
          ...invalid,
        },
      }),
    },
    "/jobs/events": {
      get: operation("followJobs", "Follow all jobs.", {
        description: "One event for each change of any job from now on.",
        responses: {
          "200": { description: "The changes.", content: { "text/event-stream": { schema: view } } },
        },
      }),
    },
    "/jobs/metrics": {
      get: operation("readJobMetrics", "Read the metrics of the queue, as Prometheus does.", {
        responses: {
          "200": {
            description: "Prometheus' text format 0.0.4.",
            content: { "text/plain": { schema: { type: "string" } } },
          },
        },
      }),
    },
    "/jobs/history": {
      get: operation("readJobHistory", "Read what happened when.", {
        description:
          "Up to three hours are told by minutes, and more by quarters of an hour. Stretches in which nothing happened are left out.",
        parameters: [HOURS, OF_OPERATION],
        responses: { "200": json("Counts and times.", HISTORY), ...invalid },
      }),
    },
    "/jobs/schedules": {
      get: operation("listSchedules", "List what runs by itself, and when it does so next.", {
        responses: {
          "200": json("The schedules.", object({ schedules: { type: "array", items: SCHEDULE } })),
        },
      }),
    },
    "/jobs/queues": {
      get: operation("listQueues", "List the queues, and what runs.", {
        responses: {
          "200": json(
            "The queues, and the shards that have any.",
            object({
              queues: { type: "array", items: QUEUE },
              shards: { type: "array", items: shard(view) },
            }),
          ),
        },
      }),
    },
    "/jobs/queues/{queue}": {
      patch: operation("changeQueue", "Pause a queue, drain it, limit it.", {
        description:
          "What is left out stays as it is. A queue without limits in its stubs is limited in each shard.",
        parameters: [{ name: "queue", in: "path", required: true, schema: { type: "string" } }],
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: { type: "object", properties: CHANGE, additionalProperties: false },
            },
          },
        },
        responses: { "200": json("The queue, changed.", QUEUE), ...invalid },
      }),
    },
    "/jobs/retry": bulk("retryJobs", "Retry jobs that failed or were cancelled."),
    "/jobs/cancel": bulk("cancelJobs", "Cancel jobs that are not done."),
    "/jobs/purge": bulk("purgeJobs", "Forget jobs that are done."),
    "/jobs/{id}/retry": {
      post: operation("retryJob", "Retry a job that failed or was cancelled.", {
        parameters: [ID],
        responses: {
          "200": json("The job, queued again.", view),
          ...unknown,
          "409": problem("It is neither failed nor cancelled, or a batch."),
        },
      }),
    },
    "/jobs/{id}/arguments": {
      get: operation("readJobBytes", "Read bytes among the arguments of a job.", {
        parameters: [ID, POINTER],
        responses: {
          "200": {
            description: "The bytes.",
            content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
          },
          "404": problem("There is no such job, or nothing there that is bytes."),
        },
      }),
    },
    "/jobs/{id}/detail": {
      get: operation("inspectJob", "Read all that is known of a job.", {
        parameters: [ID],
        responses: {
          "200": json("The job, with its arguments, its errors and its progress.", {
            allOf: [view, object(DETAIL)],
          }),
          ...unknown,
        },
      }),
    },
  };
}

const ID = { name: "id", in: "path", required: true, schema: { type: "string" } };
const LIMIT = {
  name: "limit",
  in: "query",
  schema: { type: "integer", minimum: 1, maximum: 500, default: 50 },
};
const CURSOR = {
  name: "cursor",
  in: "query",
  description: "That of an earlier page.",
  schema: { type: "string" },
};
const ALL = {
  name: "all",
  in: "query",
  description: "There is no filter, and that is no slip.",
  schema: { type: "boolean", default: false },
};
const NAME = { type: "string", minLength: 1 };
const FILTERS = [
  { name: "status", in: "query", schema: { enum: STATUSES } },
  { name: "operation", in: "query", schema: NAME },
  { name: "queue", in: "query", schema: NAME },
  { name: "parent", in: "query", description: "The job that waits for it.", schema: NAME },
  { name: "id", in: "query", description: "How its id begins.", schema: NAME },
  { name: "finishedBefore", in: "query", schema: { type: "string", format: "date-time" } },
];

const LIMITS = {
  type: "object",
  properties: {
    concurrency: { type: "integer", minimum: 1, description: "Jobs that run at once." },
    rate: {
      ...object({
        limit: { type: "number", exclusiveMinimum: 0 },
        seconds: { type: "number", exclusiveMinimum: 0 },
      }),
      description: "Jobs that start in so many seconds.",
    },
  },
};
const SWITCHES = {
  paused: { type: "boolean", description: "No job of it starts." },
  draining: { type: "boolean", description: "It takes no orders." },
};
const COUNT = { type: "integer", minimum: 0 };
const QUEUE = object({
  name: { type: "string" },
  ...SWITCHES,
  limits: LIMITS,
  queued: COUNT,
  scheduled: COUNT,
  running: COUNT,
});
const CHANGE = { ...SWITCHES, limits: nullable(LIMITS, "Null: those of the stubs again.") };
const shard = (view: object) =>
  object({
    name: { type: "string" },
    lanes: {
      type: "array",
      description: "The jobs that each lane runs.",
      items: { type: "array", items: view },
    },
    rate: { type: "number", minimum: 0, description: "Jobs done in a second, over the last minute." },
  });
const SCHEDULE = object({
  name: { type: "string" },
  operation: { type: "string" },
  cron: { type: "string" },
  zone: { type: "string" },
  nextTick: nullable({ type: "string", format: "date-time" }),
  lastJob: nullable({ type: "string" }),
});
const TIME = { type: "string", format: "date-time" };
const HOURS = {
  name: "hours",
  in: "query",
  description: "How far back.",
  schema: { type: "number", exclusiveMinimum: 0, maximum: 48, default: 1 },
};
const OF_OPERATION = {
  name: "operation",
  in: "query",
  description: "Only what happened to jobs of this one.",
  schema: NAME,
};
const POINTER = {
  name: "pointer",
  in: "query",
  required: true,
  description: "Where they are: a JSON pointer (RFC 6901) into the list of arguments, as `/0` or `/1/bytes`.",
  schema: { type: "string" },
};
const MILLISECONDS = nullable({ type: "number", minimum: 0 });
const QUANTILES = object({ p50: MILLISECONDS, p95: MILLISECONDS });
const COUNTS = {
  submitted: COUNT,
  rejected: { ...COUNT, description: "Orders that were turned away." },
  retries: { ...COUNT, description: "Failures that were forgiven." },
  losses: { ...COUNT, description: "Executors that were lost with a job." },
  succeeded: COUNT,
  failed: COUNT,
  cancelled: COUNT,
  wait: { ...QUANTILES, description: "From when jobs could have started to when they did, in milliseconds." },
  run: { ...QUANTILES, description: "From the start of jobs to their end, in milliseconds." },
};
const HISTORY = object({
  step: { type: "integer", description: "How long a stretch is, in seconds." },
  from: TIME,
  to: TIME,
  stretches: { type: "array", items: object({ at: TIME, ...COUNTS }) },
  operations: {
    type: "array",
    description: "The same for each operation, over all of the time.",
    items: object({ operation: { type: "string" }, ...COUNTS }),
  },
});
const DETAIL = {
  arguments: nullable(
    { type: "array", items: {} },
    "In the order of the function's parameters; bytes as `{ bytes: number of them }`. Null once it has succeeded.",
  ),
  attempts: {
    type: "array",
    description: "Those that went wrong.",
    items: object({
      n: { type: "integer" },
      at: TIME,
      failure: { type: "object" },
      error: nullable({ type: "string" }, "What was thrown, with its stack."),
    }),
  },
  progressHistory: {
    type: "array",
    items: object({ at: TIME, progress: { type: "number", minimum: 0, maximum: 1 } }),
  },
};

/** An object that has all of these properties. */
function object(properties: Record<string, unknown>) {
  return { type: "object", properties, required: Object.keys(properties) };
}

function nullable(schema: object, description?: string) {
  return { anyOf: [schema, { type: "null" }], ...(description !== undefined && { description }) };
}

function json(description: string, schema: object) {
  return { description, content: { "application/json": { schema } } };
}
