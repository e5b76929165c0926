/**
 * Runs npm scripts side by side, as many at once as there are cores: most checks keep one of them busy.
 *
 *     node scripts/run.js side-by-side NAME|PREFIX: …
 *
 * A prefix stands for all scripts whose names begin with it. They start in the order of package.json: the longest first.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const { scripts } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

const wanted = process.argv.slice(2);
const isMeant = (one: string, name: string) => (one.endsWith(":") ? name.startsWith(one) : name === one);
const waiting = Object.entries(scripts).filter(([name]) => wanted.some((one) => isMeant(one, name)));
const stray = wanted.find((one) => !waiting.some(([name]) => isMeant(one, name)));
if (waiting.length === 0 || stray !== undefined) {
  console.error(
    stray === undefined
      ? "Usage: node scripts/run.js side-by-side NAME|PREFIX: …"
      : `package.json has no script ${stray}.`,
  );
  process.exit(2);
}

const failed: string[] = [];
await Promise.all(Array.from({ length: availableParallelism() }, work));
if (failed.length > 0) console.error(`\nFailed: ${failed.join(", ")}`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function work(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) await run(...next);
}

/** What a script prints comes in one piece, at its end. */
async function run(name: string, command: string): Promise<void> {
  const started = performance.now();
  const child = spawn(command, { cwd: root, shell: true, stdio: ["ignore", "pipe", "pipe"] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => output.push(part));
  const [code] = await once(child, "close");
  if (code !== 0) failed.push(name);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`\n${code === 0 ? "✓" : "✗"} ${name} (${seconds} s): ${command}`);
  process.stdout.write(Buffer.concat(output));
}
