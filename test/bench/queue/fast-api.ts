/**
 * FastAPI with a CPU job, as many processes as are asked for.
 *
 * @module
 */
import path from "node:path";
import type { Server } from "../requests/server.ts";
import { findFastApi, serveFastApi } from "../requests/uvicorn.ts";

/** Start so many processes. They end with `scope`. @returns none where FastAPI is not installed */
export async function serveJobs(scope: AsyncDisposableStack, processes: number): Promise<Server[]> {
  const python = await findFastApi();
  if (python === null) return [];
  const file = path.join(import.meta.dirname, "workers/work.py");
  const options = { anyCore: true };
  return await Promise.all(
    Array.from({ length: processes }, () => serveFastApi(scope, python, file, options)),
  );
}

/** Have processes do so many jobs, each taking the next when it is free. @returns how many a second */
export async function jobRate(processes: Server[], jobs: number): Promise<number> {
  const started = performance.now();
  let left = jobs;
  const take = async (server: Server) => {
    while (left-- > 0) await server.get("/work");
  };
  await Promise.all(processes.map(take));
  return (jobs / (performance.now() - started)) * 1000;
}
