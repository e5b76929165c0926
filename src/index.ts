/** The edge Worker: it takes requests, answers what it can by waiting, and hands work to the queue. */
import { env } from "cloudflare:workers";
import { hasOwnHealth, mountJobs, settings } from "./generated/edge";
import { mountRoutes } from "./generated/routes";
import { answerHealth } from "./health/health";
import { applySettings, createApp, HEALTH_PATH } from "./operations/app";
import { workerVersion } from "./operations/version";
import { mountDocs } from "./pages/docs";

export { JobQueue, SocketRoom } from "./generated/edge";

const app = createApp();
applySettings(app, env, settings);
mountJobs(app);
// Before the routes: a placeholder such as /{page} takes these paths too. Only a GET /health of your own stands in its place.
mountDocs(app);
if (hasOwnHealth) app.use(HEALTH_PATH, workerVersion);
else app.get(HEALTH_PATH, answerHealth);
mountRoutes(app);

export default app;
