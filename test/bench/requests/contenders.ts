/**
 * Who takes part: the same two operations, written as each would have them.
 *
 * @module
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Bundle, bundle } from "../../../scripts/dev/bundle.ts";
import { installPeers, peersFolder } from "../frame/peers.ts";
import { makeProject, scaffold } from "../frame/project.ts";
import { repeatStubs, repeatWorker } from "./repeat.ts";
import type { Server } from "./server.ts";
import { findFastApi, serveFastApi } from "./uvicorn.ts";
import { serveWorker } from "./workerd.ts";

export const OURS = "Shortorder";
export const WORKERD = "bare workerd";
export const HONO = "bare Hono";
export const FASTAPI = "FastAPI";

/** One that runs in workerd: where its source is, in `workers/`, or its stubs, in `stubs/`. */
type Source = { worker: string } | { stubs: string };

/** What takes part in a contest, by the name that the table has. */
export interface Field {
  workers: Record<string, Source>;
  /** The file in `workers/` that FastAPI serves. */
  fastApi: string;
}

/** Those who offer a validated GET and a validated POST. */
export const validating: Field = {
  workers: {
    [OURS]: { stubs: "two" },
    "@hono/zod-openapi": { worker: "zod-openapi.ts" },
    "hono-openapi": { worker: "hono-openapi.ts" },
    chanfana: { worker: "chanfana.ts" },
    workery: { worker: "workery.ts" },
  },
  fastApi: "burgers.py",
};

/** Beside them those who check nothing. */
export const operating: Field = {
  ...validating,
  workers: { [WORKERD]: { worker: "workerd.ts" }, [HONO]: { worker: "hono.ts" }, ...validating.workers },
};

/** Those that make an OpenAPI document of what they check, as we do. */
export const openApiPeers = Object.keys(validating.workers).filter((name) => name !== OURS);

export const MISSING_FASTAPI = `${FASTAPI} is not installed (Debian: apt-get install python3-fastapi python3-uvicorn), so it takes no part.`;

/** Nobody else writes a log. */
const QUIET = 'bindings = [(name = "LOG_REQUESTS", text = "none")],';

const folder = import.meta.dirname;

/**
 * Start all of them, each in a process of its own.
 *
 * @returns by name; without FastAPI where it is not installed
 */
export async function openContenders(
  scope: AsyncDisposableStack,
  { workers, fastApi }: Field,
): Promise<Record<string, Server>> {
  const servers: Record<string, Server> = {};
  const work = await makeWorkFolder(scope);
  for (const [name, source] of Object.entries(workers))
    servers[name] = await serveWorker(scope, path.join(work, name), await bundleOf(scope, source), QUIET);
  const python = await findFastApi();
  if (python) servers[FASTAPI] = await serveFastApi(scope, python, path.join(folder, "workers", fastApi));
  return servers;
}

/** A minified Worker. @param times how often it has the operations of its source */
export async function bundleOf(scope: AsyncDisposableStack, source: Source, times = 1): Promise<Bundle> {
  const production = { "process.env.NODE_ENV": '"production"' };
  if ("stubs" in source) {
    const root = await makeProject(scope);
    await repeatStubs(path.join(folder, "stubs", source.stubs), path.join(root, "src"), times);
    await scaffold(root, "--quiet");
    return await bundle(path.join(root, "src/index.ts"), root, production, { minify: true });
  }
  await installPeers();
  const text = await readFile(path.join(folder, "workers", source.worker), "utf8");
  const file = path.join(await makeWorkFolder(scope), "worker.ts");
  await writeFile(file, repeatWorker(text, times));
  return await bundle(file, peersFolder, production, { minify: true });
}

/** Inside of the project, so that packages are found from it. It is deleted with `scope`. */
export async function makeWorkFolder(scope: AsyncDisposableStack): Promise<string> {
  const work = path.join(peersFolder, ".work");
  await mkdir(work, { recursive: true });
  const made = await mkdtemp(`${work}/`);
  scope.defer(() => rm(made, { recursive: true, force: true }));
  return made;
}
