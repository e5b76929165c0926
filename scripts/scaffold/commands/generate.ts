import { noMore, readArguments, UsageError } from "../../command-line/arguments.ts";
import { abortsSoon, endings } from "../../command-line/signals.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { differences } from "../differences.ts";
import { Scaffolder } from "../index.ts";
import { watchProject } from "../watch.ts";
import type { Changes } from "../write.ts";
import { type Command, isJson } from "./command.ts";
import { printDiagnostics } from "./diagnostics.ts";

export const generate: Command = {
  summary: "make src/generated of the stubs in src/handlers (without a command, this one)",
  usage: `Usage: npm run scaffold [-- generate OPTIONS]

Makes src/generated of the stubs in src/handlers: routes, checks, async twins, the executor's registry and the
OpenAPI document. \`npm run dev\`, \`npm test\` and \`npm run deploy\` do it by themselves.

Options:
  --watch           stay, and do it again after every change until Ctrl-C
  --check           write nothing: say which files are missing, stale or left over, and where they differ first
  --format FORMAT   of diagnostics: text (default), or json: one array on stdout, and nothing else there
  --quiet           print nothing but diagnostics and what --check finds
  --help            print this

Examples:
  npm run scaffold
  npm run scaffold -- --watch
  npm run scaffold -- --check                               in CI, where src/generated is kept
  npm run --silent scaffold -- --check --format json        for an editor

Exits with 1 when a stub has an error; src/generated then stays as it was. With --check, also when it is stale. --watch
says so and goes on.`,

  async run(args, { root }) {
    const { values, positionals } = readArguments(args, {
      quiet: { type: "boolean" },
      check: { type: "boolean" },
      watch: { type: "boolean" },
      format: { type: "string" },
    });
    noMore(positionals);
    if (values.watch && values.check) throw new UsageError("--watch writes, --check does not: choose one.");
    const settings: Settings = {
      json: isJson(values.format),
      check: values.check === true,
      quiet: values.quiet === true,
    };
    const scaffolder = new Scaffolder(root);
    return values.watch ? watch(root, scaffolder, settings) : once(root, scaffolder, settings);
  },
};

interface Settings {
  json: boolean;
  check: boolean;
  quiet: boolean;
}

async function once(root: string, scaffolder: Scaffolder, settings: Settings): Promise<number> {
  const started = performance.now();
  const scaffolded = settings.check ? await scaffolder.check() : await scaffolder.write();
  const { diagnostics, changes, project, files } = scaffolded;
  report(diagnostics, settings);
  if (!changes || !files) return 1;
  const isStale = changes.created.length + changes.updated.length + changes.removed.length > 0;
  if (settings.check && isStale) {
    console.error(await differences(root, files, changes));
    console.error(`\nsrc/generated is stale: ${count(changes)}. Run npm run scaffold.`);
    return 1;
  }
  if (!settings.quiet && !settings.json) {
    const duration = Math.round(performance.now() - started);
    console.log(`src/generated: ${project.operations.length} operations; ${count(changes)} (${duration} ms)`);
  }
  return 0;
}

/** What is generated from. */
const WATCHED = ["src", "wrangler.toml", ".dev.vars", "package.json", "tsconfig.json"];

/** Generate after every change, until Ctrl-C: to end is what was asked for, whatever the last generation came to. */
async function watch(root: string, scaffolder: Scaffolder, settings: Settings): Promise<number> {
  const stopping = new AbortController();
  const { signal } = stopping;
  for (const name of endings) process.once(name, () => stopping.abort());
  const changes = watchProject(root, WATCHED, signal);
  await changes.started;
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    try {
      await once(root, scaffolder, settings);
    } catch (error) {
      if (await abortsSoon(signal)) break;
      // What goes wrong with a half-saved file must not end the watch.
      console.error(error);
    }
    if (isFirst && !signal.aborted && !settings.quiet && !settings.json)
      console.log("Watching src. Ctrl-C ends it.");
    await changes.next();
  }
  return 0;
}

function report(diagnostics: Diagnostic[], { json }: Settings): void {
  if (json) console.log(JSON.stringify(diagnostics, null, 2));
  else printDiagnostics(diagnostics);
}

function count({ created, updated, removed, unchanged }: Changes): string {
  return `${created.length} created, ${updated.length} updated, ${removed.length} removed, ${unchanged} unchanged`;
}
