import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Changes } from "./write.ts";

/** A file can differ in one line of a thousand characters. */
const WIDTH = 100;

/**
 * What `Changes` comes to, a file a line, with the first line in which each updated one differs.
 *
 * @param files what the folder should hold
 */
export async function differences(
  root: string,
  files: Map<string, string | Buffer>,
  { created, updated, removed }: Changes,
): Promise<string> {
  const shown = [
    ...created.map((path) => `  create  ${path}`),
    ...(await Promise.all(
      updated.map(async (path) => {
        const before = await readFile(join(root, path), "utf8");
        return `  update  ${path}${firstDifference(before, String(files.get(path)))}`;
      }),
    )),
    ...removed.map((path) => `  remove  ${path}`),
  ];
  return shown.join("\n");
}

function firstDifference(before: string, after: string): string {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const index = now.findIndex((line, i) => line !== old[i]);
  const at = index < 0 ? now.length : index;
  const lines = [
    ["-", old[at]],
    ["+", now[at]],
  ].flatMap(([sign, line]) => (line === undefined ? [] : [`          ${sign} ${line.slice(0, WIDTH)}`]));
  return [`:${at + 1}`, ...lines].join("\n");
}
