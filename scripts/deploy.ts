/**
 * `npm run deploy`: scaffold and check, then the databases, then the executor, then the edge, so that the edge never
 * finds an older executor or database than it was written for. Flags go to wrangler: `npm run deploy -- --dry-run`.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const flags = process.argv.slice(2);

run("npm", ["run", "typecheck"]);
if (!flags.includes("--dry-run")) run("wrangler", ["d1", "migrations", "apply", "DB", "--remote"]);
run("wrangler", ["deploy", "-c", "wrangler.executor.toml", ...flags]);
run("wrangler", ["deploy", "-c", "wrangler.toml", ...flags]);

/** Run a step to its end; the first that fails ends the deploy with its exit code. */
function run(command: string, args: string[]): void {
  console.log(`\n> ${[command, ...args].join(" ")}`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
