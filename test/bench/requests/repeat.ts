/**
 * More operations of the same kind, each with a path, a name and types of its own.
 *
 * @module
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** What stands between these lines of a Worker's source is repeated. */
const REPEATED = /^\{$.*?^\}$/ms;

/** The source of a Worker with so many times its two operations. */
export function repeatWorker(source: string, times: number): string {
  return source.replace(REPEATED, (block) =>
    Array.from({ length: times }, (_, i) => rename(block, i)).join("\n"),
  );
}

/** Write the stubs of a folder into a project's `src` so many times. */
export async function repeatStubs(from: string, to: string, times: number): Promise<void> {
  for (const folder of await readdir(from)) {
    await mkdir(path.join(to, folder), { recursive: true });
    for (const file of await readdir(path.join(from, folder))) {
      const source = await readFile(path.join(from, folder, file), "utf8");
      for (let i = 0; i < times; i++) {
        const name = i === 0 ? file : file.replace(".ts", `${i}.ts`);
        await writeFile(path.join(to, folder, name), rename(source, i));
      }
    }
  }
}

/** The i-th copy of two operations: what they are called, in code and in paths. The first ones keep their names. */
export function rename(source: string, i: number): string {
  if (i === 0) return source;
  return source
    .replace(/\/(burgers|orders)\b/g, `/$1${i}`)
    .replace(/\b(readBurger|placeOrder|Burger|Limit|Address|Customer|Line|Order|\w+Controller)\b/g, (name) =>
      name === "Controller" ? name : `${name}${i}`,
    );
}
