/**
 * What can be known of a deploy before anything of it is done.
 *
 * @module
 */
import { createRequire } from "node:module";
import path from "node:path";
import { driftOf } from "./drift.ts";
import { type Run, run } from "./run.ts";
import { NO_DATABASE, placeOf, type Target } from "./target.ts";
import type { Wrangler } from "./wrangler.ts";

/** A check failed, and nothing was deployed. The message says what is wrong. */
export class CheckError extends Error {
  override name = "CheckError";
}

/**
 * The environment has what the top level has, and its databases are made.
 * @throws {CheckError}
 */
export function checkConfiguration(target: Target): void {
  const wrong = [...driftOf(target.root, target.env), ...missingDatabases(target)];
  if (wrong.length > 0) throw new CheckError(wrong.join("\n"));
}

/** @returns a sentence for each database that nobody has made yet */
export function missingDatabases({ edge, env, databases }: Target): string[] {
  return databases
    .filter(({ id }) => id === NO_DATABASE)
    .map(
      ({ name, binding }) =>
        `The database ${name} has no id yet: \`npx wrangler d1 create ${name}\` makes it and prints its database_id. Write that into ${edge.file}, where ${placeOf(env)} has the binding ${binding}.`,
    );
}

/**
 * The secrets are set that the edge says it cannot be without.
 * @param flags for wrangler
 * @param secrets names of those that are set
 * @throws {CheckError}
 */
export function checkSecrets(
  { edge, requiredSecrets }: Target,
  wrangler: Wrangler,
  flags: string[],
  secrets: string[],
): void {
  // wrangler brings those along.
  if (flags.some((flag) => flag.startsWith("--secrets-file"))) return;
  const missing = requiredSecrets.filter((name) => !secrets.includes(name));
  if (missing.length === 0) return;
  const commands = missing.map((name) => `  ${wrangler.commandLine(edge, "secret", "put", name)}`);
  throw new CheckError(`${edge.name} needs secrets that are not set:\n${commands.join("\n")}`);
}

/**
 * The stubs are in order, types fit, both Workers build.
 * @param flags for wrangler
 * @returns what wrangler prints of the builds: sizes and bindings
 * @throws {CheckError}
 */
export async function checkBuilds(
  { root, executor, edge }: Target,
  wrangler: Wrangler,
  flags: string[],
  signal: AbortSignal,
): Promise<string> {
  assertDone(await run(path.join(root, "scripts/scaffold.ts"), ["--quiet"], { cwd: root, signal }));
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  assertDone(await run(compiler, ["-p", "."], { cwd: root, signal }));
  const builds = await Promise.all(
    [executor, edge].map((worker) => wrangler.read(worker, "deploy", "--dry-run", ...flags)),
  );
  builds.forEach(assertDone);
  return builds.map(({ stdout }) => stdout.trim()).join("\n\n");
}

function assertDone({ code, stdout, stderr }: Run): void {
  if (code !== 0) throw new CheckError(`${stdout}\n${stderr}`.trim());
}
