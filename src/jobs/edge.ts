/**
 * What the edge Worker has of the jobs: the queue, and the routes under `/jobs`.
 *
 * @module
 */

import { schedules } from "../generated/schedules";
import type { Hono } from "../operations/hono";
import { adminRoutes } from "./http/admin";
import { jobRoutes } from "./http/routes";
import { createJobQueue } from "./queue/job-queue";
import { wakingSchedules } from "./schedules/wake";

export class JobQueue extends createJobQueue({ schedules }) {}

/** Add the routes, before any other: only they may begin with `/jobs/`. */
export function mountJobs(app: Hono): void {
  if (schedules.length > 0) app.use(wakingSchedules());
  app.route("/", adminRoutes);
  app.route("/", jobRoutes);
}
