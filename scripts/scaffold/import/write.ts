import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Write all of these files, each whole; when one can't be written, none is. By path relative to the root. */
export async function writeAll(root: string, files: ReadonlyMap<string, string>): Promise<void> {
  const suffix = `.${randomUUID()}.tmp`;
  const staged = [...files.keys()].map((path) => join(root, path));
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path) + suffix, text);
    }
    for (const path of staged) await rename(path + suffix, path);
  } finally {
    for (const path of staged) await rm(path + suffix, { force: true });
  }
}
