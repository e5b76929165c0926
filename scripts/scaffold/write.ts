/**
 * Files of the project, compared and written. Nothing goes on beside it, and a thousand small files take a third of the
 * time that they take with promises.
 *
 * @module
 */

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { stampOf } from "./stamp.ts";

/** How a folder differs from what it should hold; paths are relative to the project's root. */
export interface Changes {
  created: string[];
  updated: string[];
  removed: string[];
  unchanged: number;
}

type Files = Map<string, string | Buffer>;

/** What files were found to hold, and what they bore then. */
export type Seen = Map<string, { content: string | Buffer; stamp: string | undefined }>;

/**
 * Compare a folder with the files that it should hold, and only these.
 *
 * @param folder relative to `root`
 * @param files contents by their path relative to `root`, all within `folder`
 * @param seen of earlier times, which makes this one faster
 */
export function compareFolder(root: string, folder: string, files: Files, seen: Seen = new Map()): Changes {
  const changes: Changes = { created: [], updated: [], removed: [], unchanged: 0 };
  const before = new Set(filesIn(root, folder));
  for (const [path, content] of files) {
    if (!before.has(path)) changes.created.push(path);
    else if (holds(join(root, path), content, seen)) changes.unchanged++;
    else changes.updated.push(path);
  }
  changes.removed = [...before].filter((path) => !files.has(path));
  for (const path of changes.removed) seen.delete(join(root, path));
  return changes;
}

/**
 * Make a folder hold exactly these files. Each file appears whole or not at all, a file that is right already is not
 * touched, and one that no longer belongs there is removed: a deleted stub leaves no stale route behind.
 *
 * @param folder relative to `root`; only the scaffolder writes there
 */
export function writeFolder(root: string, folder: string, files: Files, seen?: Seen): Changes {
  const changes = compareFolder(root, folder, files, seen);
  const changed = [...changes.created, ...changes.updated];
  writeFiles(root, new Map(changed.map((path) => [path, files.get(path) ?? ""])));
  for (const path of changes.removed) rmSync(join(root, path), { force: true });
  return changes;
}

/** Write files, each whole or not at all. Paths are relative to `root`. */
export function writeFiles(root: string, files: Files): void {
  if (files.size === 0) return;
  using staging = stagingFolder(root);
  put(staging.path, files);
  makeFolders(root, files);
  for (const path of files.keys()) renameSync(join(staging.path, path), join(root, path));
}

/** A folder within the project, whose configuration counts there; git knows nothing of it. It is gone with its scope. */
export function stagingFolder(root: string): Disposable & { path: string } {
  const parent = join(root, ".wrangler");
  mkdirSync(parent, { recursive: true });
  const path = mkdtempSync(join(parent, "scaffold-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Write files where nobody looks yet, with the folders that they need. */
export function put(root: string, files: Files): void {
  makeFolders(root, files);
  for (const [path, content] of files) writeFileSync(join(root, path), content);
}

function makeFolders(root: string, files: ReadonlyMap<string, unknown>): void {
  for (const folder of new Set([...files.keys()].map(dirname)))
    mkdirSync(join(root, folder), { recursive: true });
}

function holds(file: string, content: string | Buffer, seen: Seen): boolean {
  const stamp = stampOf(file);
  const before = seen.get(file);
  if (stamp !== undefined && before?.stamp === stamp && before.content === content) return true;
  const isSame = Buffer.from(content).equals(readFileSync(file));
  if (isSame) seen.set(file, { content, stamp });
  return isSame;
}

function filesIn(root: string, folder: string): string[] {
  try {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
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
