/**
 * Plain workerd: `workerd serve` with a configuration of its own, and nothing before it.
 *
 * @module
 */
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Readable } from "node:stream";
import type { Bundle } from "../../../scripts/dev/bundle.ts";
import { lineOf, type ServeOptions, Server, serve } from "./server.ts";

const COMPATIBILITY_DATE = "2026-11-01";

/** What workerd calls the types of modules. */
const EMBEDDED: Record<string, string> = {
  ESModule: "esModule",
  CompiledWasm: "wasm",
  Text: "text",
  Data: "data",
};

/**
 * Serve a Worker from `folder`, which is made. It ends with `scope`.
 *
 * @param extras bindings and the like, in workerd's configuration language
 */
export async function serveWorker(
  scope: AsyncDisposableStack,
  folder: string,
  { modules }: Bundle,
  extras = "",
  options: ServeOptions = {},
): Promise<Server> {
  await mkdir(folder, { recursive: true });
  const embedded: string[] = [];
  for (const { type, path: name, contents = "" } of modules) {
    await writeFile(path.join(folder, name), contents);
    embedded.push(`(name = "${name}", ${EMBEDDED[type]} = embed "${name}")`);
  }
  await writeFile(
    path.join(folder, "worker.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .edge)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const edge :Workerd.Worker = (
  modules = [${embedded.join(", ")}],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  ${extras}
);
`,
  );
  const child = serve(scope, [workerdPath(), "serve", "--experimental", "worker.capnp", "--control-fd=3"], {
    ...options,
    cwd: folder,
    control: true,
  });
  const port = await lineOf(child, child.stdio[3] as Readable, /"port":(\d+)/);
  return new Server(child, Number(port));
}

function workerdPath(): string {
  const miniflare = createRequire(import.meta.url).resolve("miniflare");
  return createRequire(miniflare)("workerd").default;
}
