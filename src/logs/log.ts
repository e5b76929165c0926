/**
 * Lines of the log: JSON, so that a log store can join them by their ids. `requestId` is that of the request that it
 * began with, `job` the job's; a line has them wherever they are known.
 *
 * @module
 */

export type LogLevel = "info" | "warn" | "error";

/** What a line says beside its message; what is undefined is left out. */
export interface LogFields {
  job?: string;
  requestId?: string;
  [field: string]: unknown;
}

/** Write a line. */
export function log(level: LogLevel, message: string, fields: LogFields = {}): void {
  console[level](JSON.stringify({ level, message, ...fields }));
}

/** What was thrown, as fields of a line. The log is the one place that is told the inside of an error. */
export function thrown(error: unknown): { error: string; stack?: string } {
  if (!(error instanceof Error)) return { error: String(error) };
  return { error: `${error.name}: ${error.message}`, stack: error.stack };
}
