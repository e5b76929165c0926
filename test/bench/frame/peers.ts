/**
 * What the project is measured against: packages of `test/bench/package.json`, which the template itself does without.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** The folder with the peers' `package.json` and `node_modules`. */
export const peersFolder = path.resolve(import.meta.dirname, "..");

let installing: Promise<void> | undefined;

/** Install them as the lockfile says, unless they are. */
export function installPeers(): Promise<void> {
  installing ??= install();
  return installing;
}

async function install(): Promise<void> {
  const locked = await readFile(path.join(peersFolder, "package-lock.json"), "utf8");
  const stamp = path.join(peersFolder, "node_modules/.installed-lock.json");
  if ((await readFile(stamp, "utf8").catch(() => "")) === locked) return;
  console.error("  installing what it is measured against (test/bench/package.json)");
  const args = ["ci", "--prefix", peersFolder, "--ignore-scripts", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", args, { shell: process.platform === "win32" });
  await writeFile(stamp, locked);
}
