/**
 * Where work can be done, as each would have it.
 *
 * @module
 */
import { constants, setPriority } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { bundle } from "../../../scripts/dev/bundle.ts";
import { installPeers, peersFolder } from "../frame/peers.ts";
import { serveJobs } from "../queue/fast-api.ts";
import { Site } from "../queue/site.ts";
import { makeWorkFolder } from "../requests/contenders.ts";
import { lineOf, type Server, serve } from "../requests/server.ts";
import { serveWorker } from "../requests/workerd.ts";

/** A server that answers pings and does CPU jobs of some tens of milliseconds. */
export interface Place {
  ping(): Promise<void>;
  work(): Promise<void>;
}

/** Executors', as `npm run dev` starts them. */
const PRIORITY = constants.priority.PRIORITY_BELOW_NORMAL;

/**
 * Have a process of an executor's priority take a core to itself, and do nothing for anybody: what that costs a ping is the
 * machine's doing. It ends with `scope`.
 */
export async function takeCore(scope: AsyncDisposableStack): Promise<void> {
  // Not for ever, whatever becomes of us.
  const burn = "const end = Date.now() + 60_000; console.log('taken'); while (Date.now() < end);";
  const child = serve(scope, [process.execPath, "-e", burn], { anyCore: true, cwd: import.meta.dirname });
  setPriority(child.pid as number, PRIORITY);
  await lineOf(child, child.stdout as Readable, /(taken)/);
}

/**
 * Start them all. They end with `scope`.
 *
 * @param ours what ours is called
 * @returns by name; without FastAPI where it is not installed
 */
export async function openPlaces(scope: AsyncDisposableStack, ours: string): Promise<Record<string, Place>> {
  await installPeers();
  const site = await Site.open(scope, { executors: 1, lanes: 1, priority: PRIORITY });
  const ping = () => site.ping();
  const work = (act: "burn" | "burnByQueue") => async () => {
    await site.time({ act, times: 1, clients: 1 });
  };
  const inline = await bundle(path.join(import.meta.dirname, "workers/inline.ts"), peersFolder, {});
  const places: Record<string, Place> = {
    [ours]: { ping, work: work("burn") },
    "chanfana, inline": placeOf(
      await serveWorker(scope, await makeWorkFolder(scope), inline, "", { anyCore: true }),
    ),
    "Queues consumer": { ping, work: work("burnByQueue") },
  };
  const [fastApi] = await serveJobs(scope, 1);
  if (fastApi) places["FastAPI, def"] = placeOf(fastApi);
  return places;
}

function placeOf(server: Server): Place {
  return { ping: () => server.get("/ping"), work: () => server.get("/work") };
}
