/** The edge Worker: it takes requests, answers what it can by waiting, and hands work to the queue. */
import { mountJobs } from "./generated/edge";
import { routes } from "./generated/routes";
import { createApp } from "./operations/app";
import { docs } from "./pages/docs";

export { JobQueue } from "./generated/edge";

const app = createApp();
mountJobs(app);
app.route("/", routes);
app.route("/", docs);

export default app;
