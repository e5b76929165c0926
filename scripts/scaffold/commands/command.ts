/**
 * What every command of the scaffolder is.
 *
 * @module
 */

import { UsageError } from "../../command-line/arguments.ts";

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

/** `--format text|json`. */
export function isJson(format: string | undefined): boolean {
  if (format === undefined || format === "text" || format === "json") return format === "json";
  throw new UsageError(`--format is text or json, not "${format}"`);
}
