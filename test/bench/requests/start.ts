/**
 * How long a Worker takes to start: its isolate evaluates the module, builds its router and answers a first request.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type Bundle, bundle } from "../../../scripts/dev/bundle.ts";
import type { Contest, Part } from "../frame/part.ts";
import { peersFolder } from "../frame/peers.ts";
import { bundleOf, HONO, makeWorkFolder, OURS, openApiPeers, operating, WORKERD } from "./contenders.ts";
import type { Server } from "./server.ts";
import { serveWorker } from "./workerd.ts";

/** An isolate with next to nothing in it: what it takes is nobody's own. */
const EMPTY = WORKERD;

/** Starts in a round. */
const STARTS: Record<number, number> = { 2: 10, 100: 5, 1000: 2 };

export const starts: Part[] = [2, 100, 1000].map((operations) => ({
  name: `start-${operations}`,
  title: `the start of a Worker with ${operations} operations`,
  async open(scope) {
    const bundles: Record<string, Bundle> = {};
    for (const [name, source] of Object.entries(operating.workers))
      bundles[name] = await bundleOf(scope, source, operations / 2);
    const server = await serveLoader(scope, bundles);
    const times = STARTS[operations] as number;
    const contenders: Contest["contenders"] = {};
    for (const name of Object.keys(bundles)) {
      if (name === EMPTY) continue;
      contenders[name] = async () => (await start(server, name, times)) - (await start(server, EMPTY, times));
      await contenders[name]();
    }
    return {
      unit: "ms",
      contenders,
      comparisons: [
        { ours: OURS, theirs: HONO, goal: { atMost: 1.5 } },
        ...openApiPeers.map((theirs) => ({ ours: OURS, theirs, goal: { atMost: 1 / 8 } })),
      ],
      note:
        "Milliseconds of CPU for a fresh isolate in a running workerd: the module compiled and evaluated, the first " +
        "request answered; less what an empty Worker takes.",
    };
  },
}));

async function serveLoader(scope: AsyncDisposableStack, bundles: Record<string, Bundle>): Promise<Server> {
  const folder = await makeWorkFolder(scope);
  const bindings = ['(name = "LOADER", workerLoader = ())'];
  for (const [index, [name, { modules }]] of Object.entries(bundles).entries()) {
    const [entry, ...more] = modules;
    if (entry?.contents === undefined || more.length > 0)
      throw new Error(`${name} is not a Worker of one module.`);
    await writeFile(path.join(folder, `${index}.js`), entry.contents);
    bindings.push(`(name = "${name}", text = embed "${index}.js")`);
  }
  const loader = await bundle(path.join(import.meta.dirname, "workers/loader.ts"), peersFolder, {});
  return await serveWorker(scope, folder, loader, `bindings = [${bindings.join(", ")}],`);
}

/** Milliseconds of CPU for each of so many starts, in a row. */
async function start(server: Server, worker: string, times: number): Promise<number> {
  const before = await server.cpuTime();
  const query = new URLSearchParams({ worker, times: String(times) });
  const response = await fetch(new URL(`/?${query}`, server.url), { method: "POST" });
  if (!response.ok) throw new Error(`${worker}: ${await response.text()}`);
  await response.arrayBuffer();
  return ((await server.cpuTime()) - before) / times;
}
