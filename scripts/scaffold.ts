#!/usr/bin/env node
/** The command line of the scaffolder. */
import { dirname } from "node:path";
import { UsageError } from "./command-line/arguments.ts";
import { client } from "./scaffold/commands/client.ts";
import type { Command } from "./scaffold/commands/command.ts";
import { generate } from "./scaffold/commands/generate.ts";
import { importCommand } from "./scaffold/commands/import.ts";
import { newOperation } from "./scaffold/commands/new.ts";
import { routes } from "./scaffold/commands/routes.ts";

/** One line a command. */
const COMMANDS: Record<string, Command> = {
  generate,
  new: newOperation,
  import: importCommand,
  routes,
  client,
};

const USAGE = `Usage: npm run scaffold [-- COMMAND OPTIONS]

Commands:
${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join("\n")}

Each command explains itself: npm run scaffold -- routes --help`;

async function main(args: string[]): Promise<number> {
  const isNamed = args[0] !== undefined && !args[0].startsWith("-");
  const [name, rest] = isNamed ? [args[0] ?? "", args.slice(1)] : ["generate", args];
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) return refuse(`There is no command "${name}".`, USAGE);
  if (rest.includes("--help") || rest.includes("-h")) {
    console.log(isNamed ? command.usage : `${USAGE}\n\n${command.usage}`);
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
