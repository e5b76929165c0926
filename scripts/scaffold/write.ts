import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** How a folder differs from what it should hold; paths are relative to the project's root. */
export interface Changes {
  created: string[];
  updated: string[];
  removed: string[];
  unchanged: number;
}

type Files = Map<string, string | Buffer>;

/**
 * Compare a folder with the files that it should hold, and only these.
 *
 * @param folder relative to `root`
 * @param files contents by their path relative to `root`, all within `folder`
 */
export async function compareFolder(root: string, folder: string, files: Files): Promise<Changes> {
  const changes: Changes = { created: [], updated: [], removed: [], unchanged: 0 };
  const before = new Set(await filesIn(root, folder));
  const compare = async ([path, content]: [string, string | Buffer]) => {
    if (!before.has(path)) return "created";
    return Buffer.from(content).equals(await readFile(join(root, path))) ? "unchanged" : "updated";
  };
  const states = await Promise.all([...files].map(compare));
  for (const [index, path] of [...files.keys()].entries()) {
    const state = states[index];
    if (state === "created" || state === "updated") changes[state].push(path);
    else changes.unchanged++;
  }
  changes.removed = [...before].filter((path) => !files.has(path));
  return changes;
}

/**
 * Make a folder hold exactly these files. Each file appears whole or not at all, a file that is right already is not
 * touched, and one that no longer belongs there is removed: a deleted stub leaves no stale route behind.
 *
 * @param folder relative to `root`; only the scaffolder writes there
 */
export async function writeFolder(root: string, folder: string, files: Files): Promise<Changes> {
  const changes = await compareFolder(root, folder, files);
  const changed = [...changes.created, ...changes.updated];
  await writeFiles(root, new Map(changed.map((path) => [path, files.get(path) ?? ""])));
  for (const path of changes.removed) await rm(join(root, path), { force: true });
  return changes;
}

/** Write files, each whole or not at all. Paths are relative to `root`. */
export async function writeFiles(root: string, files: Files): Promise<void> {
  if (files.size === 0) return;
  await mkdir(join(root, ".wrangler"), { recursive: true });
  const staging = await mkdtemp(join(root, ".wrangler", "scaffold-"));
  try {
    await makeFolders(staging, files);
    await Promise.all([...files].map(([path, content]) => writeFile(join(staging, path), content)));
    await makeFolders(root, files);
    for (const path of files.keys()) await rename(join(staging, path), join(root, path));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Make the folders of these files. */
export async function makeFolders(root: string, files: ReadonlyMap<string, unknown>): Promise<void> {
  for (const folder of new Set([...files.keys()].map(dirname)))
    await mkdir(join(root, folder), { recursive: true });
}

async function filesIn(root: string, folder: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll("\\", "/"),
      );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
