/**
 * The routes of operators, under `/jobs`.
 *
 * @module
 */

import { Hono } from "../../operations/hono";
import { problemOf, problemResponse } from "../../operations/problem";
import { route } from "../../operations/route";
import {
  cancelJobs,
  changeQueue,
  inspectJob,
  listJobs,
  listQueues,
  listSchedules,
  purgeJobs,
  readJobBytes,
  readJobHistory,
  readJobMetrics,
  retryJob,
  retryJobs,
  watchJobs,
} from "../client/admin";
import { PROMETHEUS_CONTENT_TYPE, prometheusText } from "../metrics/prometheus";
import type { JobView } from "../queue/operator";
import { BATCH } from "../state/record";
import { notFound } from "./answers";
import { beginOf, historyBody, readSpan } from "./history";
import { readPage, readSelection } from "./job-filter";
import { inspectedBody, queueListBody, viewBody } from "./job-views";
import { operatorsOnly } from "./operators";
import { answerOverload } from "./overload";
import { checkQueueChange } from "./queue-change";
import { serverSentEvents } from "./server-sent-events";

export const adminRoutes = new Hono();
adminRoutes.onError(answerOverload);

/** Jobs, the newest first. */
adminRoutes.get(
  "/jobs",
  operatorsOnly,
  route(async (input, c) => {
    const { filter, ...page } = readPage(input);
    const { jobs, cursor } = await listJobs(filter, page);
    return c.json({ jobs: jobs.map(viewBody), cursor });
  }),
);

/** Every job at each of its changes, from now on. */
adminRoutes.get("/jobs/events", operatorsOnly, async () => serverSentEvents(await watchJobs()));

/** For Prometheus. */
adminRoutes.get("/jobs/metrics", operatorsOnly, async () => {
  const { metrics, gauges } = await readJobMetrics();
  return new Response(prometheusText(metrics, gauges), {
    headers: { "content-type": PROMETHEUS_CONTENT_TYPE },
  });
});

/** What happened when: counts and times, for plots. */
adminRoutes.get(
  "/jobs/history",
  operatorsOnly,
  route(async (input, c) => {
    const { hours, operation } = readSpan(input);
    const now = Date.now();
    const from = beginOf(hours, now);
    return c.json(historyBody(await readJobHistory(from), from, now, operation));
  }),
);

adminRoutes.get("/jobs/schedules", operatorsOnly, async (c) => c.json({ schedules: await listSchedules() }));

adminRoutes.get("/jobs/queues", operatorsOnly, async (c) => c.json(queueListBody(await listQueues())));

/** Pause a queue, drain it, set its limits. */
adminRoutes.patch(
  "/jobs/queues/:queue",
  operatorsOnly,
  route(async (input, c) => {
    const change = input.json(await input.text(), checkQueueChange, "required");
    input.assertValid();
    return c.json(await changeQueue(c.req.param("queue") ?? "", change));
  }),
);

/** Do that with all jobs of a filter that it can be done with. */
for (const [action, act] of Object.entries({ retry: retryJobs, cancel: cancelJobs, purge: purgeJobs }))
  adminRoutes.post(
    `/jobs/${action}`,
    operatorsOnly,
    route(async (input, c) => c.json({ done: await act(readSelection(input)) })),
  );

/** Give a job that failed or was cancelled another chance. */
adminRoutes.post("/jobs/:id/retry", operatorsOnly, async (c) => {
  const job = await retryJob(c.req.param("id"));
  if (job === null) return notFound();
  if (job.status === "queued" || job.status === "running") return c.json(viewBody(job));
  return problemResponse(problemOf(409, { detail: whyNotRetried(job) }));
});

/** A job with its arguments, its errors and its progress. */
adminRoutes.get("/jobs/:id/detail", operatorsOnly, async (c) => {
  const job = await inspectJob(c.req.param("id"));
  return job === null ? notFound() : c.json(inspectedBody(job));
});

/** Bytes among its arguments. Whoever submitted them chose them, so nobody is to take them for a page. */
adminRoutes.get("/jobs/:id/arguments", operatorsOnly, async (c) => {
  const bytes = await readJobBytes(c.req.param("id"), c.req.query("pointer") ?? "");
  if (bytes === null) return notFound("There are no such bytes.");
  return new Response(bytes, {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": "attachment",
      "x-content-type-options": "nosniff",
    },
  });
});

function whyNotRetried({ operation, parent, status }: JobView): string {
  if (parent !== null) return `Job ${parent} waits for this one: only that one can be retried.`;
  if (operation === BATCH) return "A batch cannot be retried: submit it again.";
  return `A job that is ${status} cannot be retried.`;
}
