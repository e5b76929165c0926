import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

/** What `npm run dev` was asked to do. */
export interface DevOptions {
  host: string;
  /** 0: any free port. */
  port: number;
  /** How many executor processes, from 1. */
  executors: number;
  /** Folder of the local state, as `wrangler dev --persist-to` takes it; relative to the project's root. */
  state: string;
}

/** The command line asked for something that cannot be done. The message is for the person who typed it. */
export class UsageError extends Error {
  override name = "UsageError";
}

const MAX_EXECUTORS = 64;

export const usage = `Usage: npm run dev -- [options]

  --port N        Port of the API (default 8787; 0 takes any free port)
  --host NAME     Address to listen on (default 127.0.0.1; 0.0.0.0 for the whole network)
  --executors N   Executor processes: how many CPU jobs run at once (default ${defaultExecutors()} on this machine)
  --state DIR     Where databases and queues are kept (default .wrangler/state)
  --help          This text`;

/**
 * Read the command line.
 * @returns "help" when that was asked for.
 * @throws {UsageError} for an unknown flag or a value out of range.
 */
export function readOptions(args: string[]): DevOptions | "help" {
  const { values } = parse(args);
  if (values.help) return "help";
  return {
    host: values.host ?? "127.0.0.1",
    port: integer("port", values.port ?? "8787", 0, 65_535),
    executors: integer("executors", values.executors ?? String(defaultExecutors()), 1, MAX_EXECUTORS),
    state: values.state ?? ".wrangler/state",
  };
}

/** One a core beyond the first, which the edge needs. */
function defaultExecutors(): number {
  return Math.max(1, availableParallelism() - 1);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: false,
      options: {
        port: { type: "string", short: "p" },
        host: { type: "string" },
        executors: { type: "string", short: "e" },
        state: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    // Node's message goes on with how to pass positional arguments, of which there are none here.
    throw new UsageError((error as Error).message.split(". ")[0]);
  }
}

function integer(flag: string, text: string, minimum: number, maximum: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= minimum && number <= maximum) return number;
  throw new UsageError(`--${flag} takes a whole number from ${minimum} to ${maximum}, not "${text}"`);
}
