import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Write all of these files, each whole; when one can't be written, none is. By path relative to the root. */
export async function writeAll(root: string, files: ReadonlyMap<string, string>): Promise<void> {
  const suffix = `.${randomUUID()}.tmp`;
  const texts = new Map([...files].map(([path, text]) => [join(root, path), text]));
  try {
    for (const folder of new Set([...texts.keys()].map(dirname))) await mkdir(folder, { recursive: true });
    for (const [path, text] of texts) await writeFile(path + suffix, text);
    for (const path of texts.keys()) await rename(path + suffix, path);
  } catch (error) {
    for (const path of texts.keys()) await rm(path + suffix, { force: true });
    throw error;
  }
}
