/**
 * What every command line has in common.
 *
 * @module
 */

import { type ParseArgsConfig, parseArgs } from "node:util";

/** The command line asks for what cannot be done. The message is for the person who typed it. */
export class UsageError extends Error {
  override name = "UsageError";
}

export type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * The options of a command line, and what is no option.
 *
 * @throws {UsageError} for an option that there is not, or one that npm has taken for itself
 */
export function readArguments<O extends Options>(args: string[], options: O) {
  assertNotTaken(options);
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // Node goes on with how to pass such a thing as a positional argument, which nobody meant.
    throw new UsageError((error as Error).message.split(". ")[0]);
  }
}

/**
 * `npm run deploy --dry-run`, without the `--` in between: npm keeps the option, and we would deploy.
 *
 * @throws {UsageError} for an option that npm has taken for itself
 */
export function assertNotTaken(options: Options): void {
  // People have a `yes` in their .npmrc, and to ask where it was said does no harm.
  const names = Object.keys(options).filter((name) => name !== "yes");
  const taken = names.find((name) => process.env[`npm_config_${name.replaceAll("-", "_")}`] !== undefined);
  if (taken === undefined) return;
  const script = process.env.npm_lifecycle_event ?? "NAME";
  throw new UsageError(
    `npm took --${taken} for one of its own. Put -- before it: npm run ${script} -- --${taken}`,
  );
}

/** @throws {UsageError} unless there is nothing left of the command line. */
export function noMore(positionals: string[]): void {
  if (positionals[0] !== undefined) throw new UsageError(`What is "${positionals[0]}"?`);
}

/** The value of a flag that takes a whole number. @throws {UsageError} */
export function wholeNumber(flag: string, text: string, minimum: number, maximum: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= minimum && number <= maximum) return number;
  throw new UsageError(`--${flag} takes a whole number from ${minimum} to ${maximum}, not "${text}"`);
}
