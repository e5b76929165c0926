/**
 * The table in the README.
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const README = path.resolve(import.meta.dirname, "../../../README.md");
const [BEGIN, END] = ["<!-- npm run bench -- --readme -->", "<!-- end of the benchmark -->"];

/** Put a report between the two marks of the README. @throws when they are not there */
export async function writeReadme(report: string): Promise<void> {
  const text = await readFile(README, "utf8");
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md has no ${BEGIN} … ${END} to write between.`);
  await writeFile(README, `${text.slice(0, begin)}${BEGIN}\n\n${report}\n\n${text.slice(end)}`);
}
