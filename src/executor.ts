/** The executor Worker: it runs jobs for the queue, and takes no requests. */
import { registry } from "./generated/registry";
import { createJobExecutor } from "./jobs/executor/job-executor";

export class JobExecutor extends createJobExecutor(registry) {}

export default {
  fetch: () =>
    new Response("This Worker takes no requests: it runs jobs for the edge Worker.\n", { status: 404 }),
} satisfies ExportedHandler;
