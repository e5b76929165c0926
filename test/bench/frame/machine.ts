import { createRequire } from "node:module";
import { availableParallelism, cpus } from "node:os";

const { version } = createRequire(import.meta.url)("miniflare/package.json") as { version: string };

/** Where and when a figure was measured, in one line. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${availableParallelism()} cores of ${model}, Node ${process.versions.node}, miniflare ${version}.`;
}
