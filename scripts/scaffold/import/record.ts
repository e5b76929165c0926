/**
 * What earlier imports wrote, so that a later one can tell its own work from a person's. It belongs into version control.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ImportFailure } from "./failure.ts";

export const RECORD_FILE = "imported.json";

/** By the title of the document: the digest of each declaration, by `src/models/pet#Pet`. */
export type Imported = Record<string, Record<string, string>>;

export function readRecord(root: string): Imported {
  let text: string;
  try {
    text = readFileSync(join(root, RECORD_FILE), "utf8");
  } catch {
    return {};
  }
  try {
    return JSON.parse(text) as Imported;
  } catch (error) {
    throw new ImportFailure(
      `${RECORD_FILE}: it can't be read, so what was imported before can't be told from what you wrote. ${(error as Error).message}`,
    );
  }
}

export function recordText(record: Imported): string {
  const sorted = (one: object) =>
    Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify(Object.fromEntries(Object.entries(record).map(([title, entries]) => [title, sorted(entries)])), null, 2)}\n`;
}

export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

export function keyOf(path: string, name: string): string {
  return `${path}#${name}`;
}
