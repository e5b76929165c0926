/**
 * `npm run bench:import [-- FILE]`: how long a large document takes on its way to a Worker that serves it: import,
 * generate, type-check, and the start of the Worker in workerd beside that of one with two routes. FILE is an OpenAPI
 * document; without one it is GitHub's, of the package `@octokit/openapi`, which is installed into a temporary folder.
 *
 * @module
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { build } from "esbuild";
import { makeProject, run, scaffold } from "./frame/project.ts";

const PACKAGE = "@octokit/openapi@23.0.2";
const DOCUMENT = "node_modules/@octokit/openapi/generated/api.github.com.json";
/** Starts of each Worker, in turns. */
const STARTS = 15;
const RUNS = 3;

const TWO_ROUTES = `
/** @get /first/{id} */
export async function first(id: string, limit = 10): Promise<{ id: string; limit: number }> {
  return { id, limit };
}

/** @post /second */
export async function second(body: { name: string }): Promise<{ name: string }> {
  return body;
}
`;

const scope = new AsyncDisposableStack();
try {
  const file = path.resolve(process.argv[2] ?? (await download()));
  const large = await makeProject(scope);
  console.log(`import     ${await timed(() => scaffold(large, "import", file))}`);
  console.log(
    `generate   ${await timed(
      () => scaffold(large),
      () => forget(large),
    )}`,
  );
  console.log(`type-check ${await timed(() => run(large, "node_modules/typescript/bin/tsc", "-p", "."))}`);
  const small = await makeProject(scope);
  await writeFile(path.join(small, "src/handlers/two.ts"), TWO_ROUTES);
  await scaffold(small);
  await compareStarts({
    "two routes": await bundle(small, "two routes"),
    "the document": await bundle(large, "the document"),
  });
} finally {
  await scope.disposeAsync();
}

async function download(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "shortorder-bench-"));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  const npm = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", PACKAGE];
  await promisify(execFile)("npm", npm);
  return path.join(folder, DOCUMENT);
}

async function forget(root: string): Promise<void> {
  await rm(path.join(root, "src/generated"), { recursive: true, force: true });
}

async function timed(what: () => Promise<void>, prepare = async () => {}): Promise<string> {
  const durations: number[] = [];
  for (let count = 0; count < RUNS; count++) {
    await prepare();
    const started = performance.now();
    await what();
    durations.push(performance.now() - started);
  }
  return spread(durations);
}

function spread(durations: number[]): string {
  const sorted = [...durations].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return `median ${at(0.5)} ms, fastest ${at(0)} ms, slowest ${at(1)} ms`;
}

/** The edge Worker of a project, as it is deployed. */
async function bundle(root: string, name: string): Promise<string> {
  const outfile = path.join(root, "worker.js");
  const { metafile } = await build({
    entryPoints: [path.join(root, "src/index.ts")],
    ...{ bundle: true, format: "esm", outfile, metafile: true, conditions: ["workerd", "worker", "browser"] },
    external: ["cloudflare:*", "node:*"],
  });
  const [output] = Object.values(metafile.outputs);
  console.log(`bundle     ${Math.round((output?.bytes ?? 0) / 1024)} KiB (${name})`);
  return outfile;
}

async function compareStarts(workers: Record<string, string>): Promise<void> {
  const durations = new Map<string, { listening: number[]; answered: number[] }>();
  for (let count = 0; count < STARTS; count++) {
    for (const [name, file] of Object.entries(workers)) {
      const { listening, answered } = await start(file);
      const all = durations.get(name) ?? { listening: [], answered: [] };
      all.listening.push(listening);
      all.answered.push(answered);
      durations.set(name, all);
    }
  }
  for (const [name, { listening, answered }] of durations) {
    console.log(`start      ${name}: it listens after ${spread(listening)}`);
    console.log(`           ${" ".repeat(name.length)}  first answer after ${spread(answered)}`);
  }
}

/** Milliseconds from the start of workerd until it listens, and until it has answered a request. */
async function start(file: string): Promise<{ listening: number; answered: number }> {
  const config = path.join(path.dirname(file), "worker.capnp");
  await writeFile(config, configOf(path.basename(file)));
  const started = performance.now();
  const workerd = spawn(workerdPath(), ["serve", "--experimental", config, "--control-fd=3"], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  try {
    const control = workerd.stdio[3];
    if (!control || !("read" in control)) throw new Error("workerd has no control channel.");
    const [line] = await once(createInterface({ input: control }), "line");
    const listening = performance.now() - started;
    const { port } = JSON.parse(line);
    // Both Workers have this one, and answer 403; what they have not would have them build a second router.
    const response = await fetch(`http://127.0.0.1:${port}/jobs`);
    await response.text();
    return { listening, answered: performance.now() - started };
  } finally {
    const ended = once(workerd, "exit");
    workerd.kill("SIGKILL");
    await ended;
  }
}

function configOf(file: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .edge)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const edge :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "${file}")],
  compatibilityDate = "2026-11-01",
  durableObjectNamespaces = [(className = "JobQueue", uniqueKey = "queue", enableSql = true)],
  durableObjectStorage = (inMemory = void),
);
`;
}

function workerdPath(): string {
  const miniflare = createRequire(import.meta.url).resolve("miniflare");
  return createRequire(miniflare)("workerd").default;
}
