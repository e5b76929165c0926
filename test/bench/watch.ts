/**
 * `npm run bench:watch`: how long `scaffold -- --watch` takes from a save to the end of its run, in a project of 100
 * operations. Each save changes a parameter, so that a route and the document are written anew.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { makeProject } from "./frame/project.ts";

const FILES = 20;
const OPERATIONS_PER_FILE = 5;
const SAVES = 25;
/** The first ones warm the compiler up. */
const WARM_UP = 5;

const scope = new AsyncDisposableStack();
const root = await makeProject(scope);
try {
  await writeStubs();
  const child = spawn(process.execPath, ["scripts/scaffold.ts", "--watch"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const printed = async (text: string) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error("The watch ended.");
      if (value.includes(text)) return;
    }
  };
  await printed("Watching");
  const durations: number[] = [];
  for (let save = 0; save < SAVES; save++) {
    const file = save % FILES;
    await writeFile(stubFile(file), stubs(file, `q${save}`));
    const saved = performance.now();
    await printed("operations;");
    durations.push(performance.now() - saved);
  }
  child.kill("SIGINT");
  const sorted = durations.slice(WARM_UP).sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  console.log(`${FILES * OPERATIONS_PER_FILE} operations, ${sorted.length} saves, from the save to its end:`);
  console.log(`median ${at(0.5)} ms, fastest ${at(0)} ms, slowest ${at(1)} ms`);
} finally {
  await scope.disposeAsync();
}

async function writeStubs(): Promise<void> {
  for (const file of ["burger.ts", "pagination.ts"])
    await cp(path.join(import.meta.dirname, "../../src/models", file), path.join(root, "src/models", file));
  for (let file = 0; file < FILES; file++) await writeFile(stubFile(file), stubs(file, "q"));
}

function stubFile(file: number): string {
  return path.join(root, `src/handlers/things${file}.ts`);
}

function stubs(file: number, query: string): string {
  const operations = Array.from(
    { length: OPERATIONS_PER_FILE },
    (_, index) => `
/**
 * Change a thing.
 *
 * @put /things${file}/${index}/{id}
 */
export async function thing${file}x${index}(
  id: PositiveInteger,
  burger: NewBurger,
  ${query}?: string,
  limit: Limit = 10,
): Promise<Burger> {
  return { id, ...burger };
}
`,
  );
  return `import type { Burger, NewBurger } from "../models/burger";
import type { Limit } from "../models/pagination";
import type { PositiveInteger } from "../operations";
${operations.join("")}`;
}
