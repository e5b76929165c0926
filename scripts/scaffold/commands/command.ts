/**
 * What every command of the scaffolder is.
 *
 * @module
 */

import { type ParseArgsConfig, parseArgs } from "node:util";

export interface Command {
  /** One line for the list of commands. */
  summary: string;
  /** What `--help` prints. */
  usage: string;
  /**
   * @param args what stands behind the command's name; `--help` has been dealt with
   * @returns the exit code
   * @throws {UsageError}
   */
  run(args: string[], context: Context): Promise<number>;
}

export interface Context {
  /** The project's folder, absolute. */
  root: string;
}

/** The command line asks for what cannot be done. The message is for the person who typed it. */
export class UsageError extends Error {
  override name = "UsageError";
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * The options of a command line, and what is no option.
 *
 * @throws {UsageError} for an option that there is not, or one that npm has taken for itself
 */
export function parse<O extends Options>(args: string[], options: O) {
  // `npm run scaffold new … --dry-run`, without the `--` in between: npm keeps the option, and we would write.
  const taken = Object.keys(options).find(
    (name) => process.env[`npm_config_${name.replaceAll("-", "_")}`] !== undefined,
  );
  if (taken !== undefined)
    throw new UsageError(
      `npm took --${taken} for one of its own. Put -- before the command: npm run scaffold -- … --${taken}`,
    );
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // Node goes on with how to pass such a thing as a positional argument, which nobody meant.
    throw new UsageError((error as Error).message.split(". ")[0]);
  }
}

/** @throws {UsageError} unless there is nothing left of the command line. */
export function noMore(positionals: string[]): void {
  if (positionals[0] !== undefined) throw new UsageError(`What is "${positionals[0]}"?`);
}

/** `--format text|json`. */
export function isJson(format: string | undefined): boolean {
  if (format === undefined || format === "text" || format === "json") return format === "json";
  throw new UsageError(`--format is text or json, not "${format}"`);
}
