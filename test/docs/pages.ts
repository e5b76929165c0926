import { glob } from "node:fs/promises";
import path from "node:path";

export const repository = path.resolve(import.meta.dirname, "../..");

/** @returns the pages that people read, relative to the repository, in order. */
export async function pageNames(): Promise<string[]> {
  return (await Array.fromAsync(glob(["README.md", "docs/**/*.md"], { cwd: repository }))).sort();
}
