/** The edge Worker: it takes requests, answers what it can by waiting, and hands work to the queue. */
import { env } from "cloudflare:workers";
import { rooms } from "./generated/rooms";
import { routes } from "./generated/routes";
import { schedules } from "./generated/schedules";
import { health } from "./health/health";
import { adminRoutes } from "./jobs/http/admin";
import { jobRoutes } from "./jobs/http/routes";
import { createJobQueue } from "./jobs/queue/job-queue";
import { wakingSchedules } from "./jobs/schedules/wake";
import { applySettings, createApp, HEALTH_PATH } from "./operations/app";
import { workerVersion } from "./operations/version";
import { docs } from "./pages/docs";
import { board } from "./pages/jobs";
import { createSocketRoom } from "./sockets/room";

export class JobQueue extends createJobQueue({ schedules }) {}

export class SocketRoom extends createSocketRoom(rooms) {}

const app = createApp();
applySettings(app, env);
if (schedules.length > 0) app.use(wakingSchedules());
app.use(HEALTH_PATH, workerVersion);
app.route("/", routes);
app.route("/", board);
app.route("/", adminRoutes);
app.route("/", jobRoutes);
app.route("/", docs);
app.route("/", health);

export default app;
