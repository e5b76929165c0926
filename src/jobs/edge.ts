/**
 * What the edge Worker has of the jobs: the queue, and the routes under `/jobs`.
 *
 * @module
 */

import { schedules } from "../generated/schedules";
import type { Check } from "../health/checks";
import type { Hono } from "../operations/hono";
import { askExecutors, askQueue } from "./client/presence";
import { adminRoutes } from "./http/admin";
import { board } from "./http/board";
import { jobRoutes } from "./http/routes";
import { createJobQueue } from "./queue/job-queue";
import { wakingSchedules } from "./schedules/wake";

export class JobQueue extends createJobQueue({ schedules }) {}

/** Add the routes, before any other: only they may begin with `/jobs/`. */
export function mountJobs(app: Hono): void {
  if (schedules.length > 0) app.use(wakingSchedules());
  app.route("/", board);
  app.route("/", adminRoutes);
  app.route("/", jobRoutes);
}

/** What is to be asked whether it is there, for somebody on this continent. */
export function jobChecks(continent: string | undefined): Record<string, Check> {
  return {
    queue: { ask: () => askQueue(continent) },
    // It answers when the work before it is done: that it works is no fault.
    executor: { ask: askExecutors, mayBeBusy: true },
  };
}
