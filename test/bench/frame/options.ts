/**
 * The command line of `npm run bench`.
 *
 * @module
 */
import { noMore, readArguments, UsageError, wholeNumber } from "../../../scripts/command-line/arguments.ts";
import type { Part } from "./part.ts";

export interface BenchOptions {
  parts: Part[];
  /** Only what is compared with these contenders; none: everything. */
  against: string[];
  rounds: number;
  json: boolean;
  /** Write the table into the README too. */
  readme: boolean;
}

const DEFAULT_ROUNDS = 10;
const MAX_ROUNDS = 1000;

export function usageOf(parts: readonly Part[]): string {
  const width = Math.max(...parts.map(({ name }) => name.length));
  return `Usage: npm run bench -- [options]

  --only NAME      Only this part; repeat it, or separate names by commas
  --against NAME   With --only: beside this contender alone, such as "bare Hono"; repeat it. Its ratio is steadier
  --rounds N       Rounds of each contender (default ${DEFAULT_ROUNDS})
  --json           Results as JSON instead of a table
  --readme         Write the table of all parts into the README too
  --help           This text

Parts:
${parts.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`).join("\n")}`;
}

const options = {
  only: { type: "string", multiple: true },
  against: { type: "string", multiple: true },
  rounds: { type: "string" },
  json: { type: "boolean" },
  readme: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Read the command line.
 * @returns "help" when that was asked for.
 * @throws {UsageError} for an unknown flag or part, rounds that are no number, or flags that exclude each other.
 */
export function readOptions(args: string[], parts: readonly Part[]): BenchOptions | "help" {
  const { values, positionals } = readArguments(args, options);
  if (values.help) return "help";
  noMore(positionals);
  const rounds = wholeNumber("rounds", values.rounds ?? String(DEFAULT_ROUNDS), 1, MAX_ROUNDS);
  const names = (values.only ?? []).flatMap((list) => list.split(",")).map((name) => name.trim());
  // Not by commas: some names have one.
  const against = values.against ?? [];
  if (values.readme && names.length > 0)
    throw new UsageError("--readme writes the table of all parts, and --only measures some of them.");
  if (against.length > 0 && names.length === 0)
    throw new UsageError("--against is for some parts: name them with --only.");
  const unknown = names.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined)
    throw new UsageError(
      `There is no part "${unknown}". There are: ${parts.map(({ name }) => name).join(", ")}`,
    );
  return {
    parts: parts.filter(({ name }) => names.length === 0 || names.includes(name)),
    against,
    rounds,
    json: values.json ?? false,
    readme: values.readme ?? false,
  };
}
