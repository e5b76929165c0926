import { availableParallelism } from "node:os";
import { noMore, readArguments, wholeNumber } from "../command-line/arguments.ts";

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

const MAX_EXECUTORS = 64;

export const usage = `Usage: npm run dev -- [options]

  --port N        Port of the API (default 8787; 0 takes any free port)
  --host NAME     Address to listen on (default 127.0.0.1; 0.0.0.0 for the whole network)
  --executors N   Executor processes: how many CPU jobs run at once (default ${defaultExecutors()} on this machine)
  --state DIR     Where databases and queues are kept (default .wrangler/state)
  --help          This text`;

const options = {
  port: { type: "string", short: "p" },
  host: { type: "string" },
  executors: { type: "string", short: "e" },
  state: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Read the command line.
 * @returns "help" when that was asked for.
 * @throws {UsageError} for an unknown flag or a value out of range.
 */
export function readOptions(args: string[]): DevOptions | "help" {
  const { values, positionals } = readArguments(args, options);
  if (values.help) return "help";
  noMore(positionals);
  return {
    host: values.host ?? "127.0.0.1",
    port: wholeNumber("port", values.port ?? "8787", 0, 65_535),
    executors: wholeNumber("executors", values.executors ?? String(defaultExecutors()), 1, MAX_EXECUTORS),
    state: values.state ?? ".wrangler/state",
  };
}

/** One a core beyond the first, which the edge needs. */
function defaultExecutors(): number {
  return Math.max(1, availableParallelism() - 1);
}
