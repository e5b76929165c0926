import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { V4WorkerOptions } from "miniflare";
import { bundle } from "./bundle.ts";
import { edgeWorker, executorWorker, type Project, type Setting } from "./project.ts";

/** A Worker that is ready to run. Two builds that are deeply equal need no restart. */
export interface BuiltWorker {
  options: V4WorkerOptions;
  /** JSON text. */
  sourceMap: string;
  /** Digest of its static assets, which the runtime reads at its start. */
  assets: string;
}

export interface Build {
  edge: BuiltWorker;
  /** One for each process. */
  executors: BuiltWorker[];
}

/** @throws {BundleError} */
export async function buildWorkers(project: Project, setting: Setting): Promise<Build> {
  const { root, edge, executor } = project;
  const [edgeBundle, executorBundle] = await Promise.all([
    bundle(edge.main, root, edge.define),
    bundle(executor.main, root, executor.define),
  ]);
  const assets = await digest(edge.options.assets?.directory);
  return {
    edge: { options: edgeWorker(project, edgeBundle, setting), sourceMap: edgeBundle.sourceMap, assets },
    executors: Array.from({ length: setting.executors }, (_, index) => ({
      options: executorWorker(project, executorBundle, index),
      sourceMap: executorBundle.sourceMap,
      assets: "",
    })),
  };
}

/** Digest of the names and contents of a folder's files. */
async function digest(folder: string | undefined): Promise<string> {
  if (folder === undefined) return "";
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(file).update(await readFile(file));
  return hash.digest("hex");
}
