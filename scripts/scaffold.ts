#!/usr/bin/env node
/** The command line of the scaffolder. */
import { dirname } from "node:path";
import { UsageError } from "./command-line/arguments.ts";
import type { Command } from "./scaffold/commands/command.ts";

/** Each is loaded when it is asked for: what one needs is of no use to the others. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  generate: async () => (await import("./scaffold/commands/generate.ts")).generate,
  new: async () => (await import("./scaffold/commands/new.ts")).newOperation,
  import: async () => (await import("./scaffold/commands/import.ts")).importCommand,
  routes: async () => (await import("./scaffold/commands/routes.ts")).routes,
  client: async () => (await import("./scaffold/commands/client.ts")).client,
};

async function usage(): Promise<string> {
  const lines = Object.entries(COMMANDS).map(
    async ([name, load]) => `  ${name.padEnd(10)}${(await load()).summary}`,
  );
  return `Usage: npm run scaffold [-- COMMAND OPTIONS]

Commands:
${(await Promise.all(lines)).join("\n")}

Each command explains itself: npm run scaffold -- routes --help`;
}

async function main(args: string[]): Promise<number> {
  const isNamed = args[0] !== undefined && !args[0].startsWith("-");
  const [name, rest] = isNamed ? [args[0] ?? "", args.slice(1)] : ["generate", args];
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) return refuse(`There is no command "${name}".`, await usage());
  const command = await load();
  if (rest.includes("--help") || rest.includes("-h")) {
    console.log(isNamed ? command.usage : `${await usage()}\n\n${command.usage}`);
    return 0;
  }
  try {
    return await command.run(rest, { root: dirname(import.meta.dirname) });
  } catch (error) {
    if (error instanceof UsageError) return refuse(error.message, command.usage);
    throw error;
  }
}

function refuse(message: string, usage: string): number {
  console.error(`${message}\n\n${usage}`);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
