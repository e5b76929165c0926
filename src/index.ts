/** The edge Worker: it takes requests, answers what it can by waiting, and hands work to the queue. */
import { routes } from "./generated/routes";
import { jobRoutes } from "./jobs/http/routes";
import { createApp } from "./operations/app";
import { docs } from "./pages/docs";

export { JobQueue } from "./jobs/queue/job-queue";

const app = createApp();
app.route("/", routes);
app.route("/", jobRoutes);
app.route("/", docs);

export default app;
