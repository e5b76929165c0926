import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** What a write changed; paths are relative to the project's root. */
export interface Written {
  created: string[];
  updated: string[];
  removed: string[];
  unchanged: number;
}

/**
 * Make a folder hold exactly these files. Each file appears whole or not at all, a file that is right already is not
 * touched, and one that no longer belongs there is removed: a deleted stub leaves no stale route behind.
 *
 * @param folder relative to `root`; only the scaffolder writes there
 * @param files contents by their path relative to `root`, all within `folder`
 */
export async function writeFolder(
  root: string,
  folder: string,
  files: Map<string, string | Buffer>,
): Promise<Written> {
  await mkdir(join(root, ".wrangler"), { recursive: true });
  const staging = await mkdtemp(join(root, ".wrangler", "scaffold-"));
  try {
    const stage = async (path: string, content: string | Buffer) => {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), content);
    };
    const isCode = ([path]: [string, unknown]) => path.endsWith(".ts");
    await Promise.all([...files].filter(isCode).map(([path, content]) => stage(path, content)));
    await format(root, staging);
    await Promise.all(
      [...files].filter((file) => !isCode(file)).map(([path, content]) => stage(path, content)),
    );

    const written: Written = { created: [], updated: [], removed: [], unchanged: 0 };
    const before = new Set(await filesIn(root, folder));
    for (const path of files.keys()) {
      const content = await readFile(join(staging, path));
      const known = before.has(path);
      if (known && content.equals(await readFile(join(root, path)))) {
        written.unchanged++;
        continue;
      }
      await mkdir(dirname(join(root, path)), { recursive: true });
      await rename(join(staging, path), join(root, path));
      written[known ? "updated" : "created"].push(path);
    }
    for (const path of before) {
      if (files.has(path)) continue;
      await rm(join(root, path), { force: true });
      written.removed.push(path);
    }
    return written;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Generated code looks as the project's formatter would have it, imports in order too. */
async function format(root: string, folder: string): Promise<void> {
  const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
  const config = ["--config-path", root, "--vcs-enabled=false", "--log-level=error"];
  await promisify(execFile)(process.execPath, [
    biome,
    "check",
    "--write",
    "--linter-enabled=false",
    ...config,
    folder,
  ]);
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
