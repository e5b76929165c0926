/** The edge Worker: it takes requests, answers what it can by waiting, and hands work to the queue. */
import { env } from "cloudflare:workers";
import { mountJobs, settings } from "./generated/edge";
import { routes } from "./generated/routes";
import { health } from "./health/health";
import { applySettings, createApp, HEALTH_PATH } from "./operations/app";
import { workerVersion } from "./operations/version";
import { docs } from "./pages/docs";

export { JobQueue, SocketRoom } from "./generated/edge";

const app = createApp();
applySettings(app, env, settings);
app.use(HEALTH_PATH, workerVersion);
mountJobs(app);
// Before the routes: a placeholder such as /{page} takes these paths too. Only a GET /health of your own stands in its place.
app.route("/", docs);
if (!routes.routes.some(({ method, path }) => method === "GET" && path === HEALTH_PATH))
  app.route("/", health);
app.route("/", routes);

export default app;
