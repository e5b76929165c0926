/**
 * Copies of the project, for tests that write into one.
 *
 * @module
 */
import { cpSync, existsSync, readdirSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const repository = path.resolve(import.meta.dirname, "../..");

/** What a project is made of, apart from what a sample brings along. Without a filter, a folder is copied in no time. */
const skeleton = [
  ...readdirSync(path.join(repository, "src"))
    .filter((name) => name !== "generated")
    .map((name) => `src/${name}`),
  "scripts",
  "migrations",
];

/** Folders of `src` that belong to the user, and so to a sample. */
const userFolders = ["handlers", "dependencies", "models"];

const roots = new Set<string>();

/** Delete all copies. */
export async function removeCopies(): Promise<void> {
  for (const root of roots) await rm(root, { recursive: true, force: true });
}

/**
 * Copy the project to a new folder.
 * @param sample A folder of test/samples whose handlers, dependencies and models take the place of the examples.
 * @returns the folder.
 */
export async function copyProject(sample?: string): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "shortorder-test-"));
  roots.add(root);
  const files = (await readdir(repository)).filter((name) =>
    /^(package|tsconfig.*|biome)\.json$|\.toml$|\.d\.ts$/.test(name),
  );
  // A project without a database has no migrations.
  for (const name of [...skeleton, ...files].filter((name) => existsSync(path.join(repository, name))))
    cpSync(path.join(repository, name), path.join(root, name), { recursive: true });
  await symlink(path.join(repository, "node_modules"), path.join(root, "node_modules"));
  if (sample !== undefined) {
    for (const folder of userFolders) {
      await rm(path.join(root, "src", folder), { recursive: true, force: true });
      await mkdir(path.join(root, "src", folder));
    }
    await cp(path.join(repository, "test/samples", sample, "src"), path.join(root, "src"), {
      recursive: true,
    });
  }
  return root;
}
