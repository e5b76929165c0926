import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { put, stagingFolder } from "./write.ts";

/**
 * Have the project's own formatter, biome, format sources that become the user's, and put their imports in order: as its
 * `biome.json` says.
 *
 * @param files TypeScript by its path relative to the root
 * @throws when a file is no TypeScript
 */
export async function formatSources(root: string, files: Map<string, string>): Promise<Map<string, string>> {
  if (files.size === 0) return files;
  using staging = stagingFolder(root);
  put(staging.path, files);
  await biome(root, staging.path);
  return new Map([...files.keys()].map((path) => [path, readFileSync(join(staging.path, path), "utf8")]));
}

async function biome(root: string, folder: string): Promise<void> {
  const [program, ...args] = command();
  // A module of many models is longer than the megabyte that biome stops at.
  const size = "--files-max-size=100000000";
  const config = ["--config-path", root, "--vcs-enabled=false", size, "--log-level=error"];
  await promisify(execFile)(program, [
    ...args,
    ...["check", "--write", "--linter-enabled=false", ...config],
    folder,
  ]);
}

/** What starts biome: its own program where it is in the usual place, which saves starting a Node. */
function command(): [program: string, ...args: string[]] {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("@biomejs/biome/package.json"));
  const suffix = process.platform === "win32" ? ".exe" : "";
  try {
    return [resolve(`@biomejs/cli-${process.platform}-${process.arch}/biome${suffix}`)];
  } catch {
    return [process.execPath, resolve("@biomejs/biome/bin/biome")];
  }
}
