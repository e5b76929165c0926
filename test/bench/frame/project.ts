/**
 * Projects made from the template, with stubs that a measurement brings along.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const repository = path.resolve(import.meta.dirname, "../../..");

/** Folders of `src` that belong to the user, or are made of what does. */
const LEFT_OUT = ["handlers", "dependencies", "models", "generated"].map((folder) =>
  path.join(repository, "src", folder),
);

/**
 * The template in a temporary folder, without its examples. It is deleted with `scope`.
 *
 * @returns the folder
 */
export async function makeProject(scope: AsyncDisposableStack): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "shortorder-bench-"));
  scope.defer(() => rm(root, { recursive: true, force: true }));
  const files = (await readdir(repository)).filter((name) =>
    /^(package|tsconfig.*|biome)\.json$|\.toml$|\.d\.ts$/.test(name),
  );
  for (const name of ["src", "scripts", ...files]) {
    const filter = (source: string) => !LEFT_OUT.includes(source);
    await cp(path.join(repository, name), path.join(root, name), { recursive: true, filter });
  }
  await mkdir(path.join(root, "src/handlers"));
  await symlink(path.join(repository, "node_modules"), path.join(root, "node_modules"));
  return root;
}

/** `npm run scaffold` in a project. @throws when it finds something wrong with the stubs */
export function scaffold(root: string, ...args: string[]): Promise<void> {
  return run(root, "scripts/run.js", "scaffold", ...args);
}

/** Run a script in a project. @throws when it fails */
export async function run(root: string, script: string, ...args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [script, ...args], { cwd: root, maxBuffer: 1e8 });
}
