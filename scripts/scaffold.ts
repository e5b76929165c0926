#!/usr/bin/env node
/** The command line of the scaffolder. */
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { formatDiagnostic } from "./scaffold/diagnostic.ts";
import { scaffold } from "./scaffold/index.ts";

const USAGE = `Usage: npm run scaffold [-- OPTIONS]

Makes src/generated of the stubs in src/handlers: routes, checks, async twins, the executor's registry and the
OpenAPI document. \`npm run dev\`, \`npm test\` and \`npm run deploy\` do it by themselves.

Options:
  --quiet   print nothing but diagnostics
  --help    print this

Exits with 1 when a stub has an error; src/generated then stays as it was.`;

const root = dirname(import.meta.dirname);

async function main(): Promise<number> {
  const started = performance.now();
  let options: { quiet?: boolean | undefined; help?: boolean | undefined };
  try {
    options = parseArgs({
      options: { quiet: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    console.log(USAGE);
    return 0;
  }

  const { project, diagnostics, written } = await scaffold(root);
  for (const diagnostic of diagnostics) console.error(`${formatDiagnostic(diagnostic)}\n`);
  if (!written) {
    const errors = diagnostics.filter(({ severity }) => severity === "error").length;
    console.error(`${errors} ${errors === 1 ? "error" : "errors"}: src/generated stays as it was.`);
    return 1;
  }
  if (!options.quiet) {
    const { created, updated, removed } = written;
    const changes = [`${created.length} created`, `${updated.length} updated`, `${removed.length} removed`];
    const duration = Math.round(performance.now() - started);
    console.log(
      `src/generated: ${project.operations.length} operations; ${changes.join(", ")}, ${written.unchanged} unchanged (${duration} ms)`,
    );
  }
  return 0;
}

process.exitCode = await main();
