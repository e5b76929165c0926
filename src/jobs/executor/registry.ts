/**
 * What an executor can run: written by the scaffolder from the stubs.
 *
 * @module
 */

import type { StoredResponse } from "../protocol";

/**
 * An operation that runs on an executor. The arguments and the product have the operation's own types, which the
 * scaffolder fits together when it writes the entry: a record of many operations can only say `never`.
 */
interface Runnable {
  /** Revive the arguments after the queue: dates, mostly. It throws when they are not of the operation any more. */
  // biome-ignore lint/suspicious/noExplicitAny: see above; `unknown[]` would make every entry cast.
  read?(args: any[]): unknown[];
  /** Encode what the function returned. It throws when that cannot be stored. */
  write(product: never): StoredResponse | Promise<StoredResponse>;
}

/** A `function`. */
export interface PlainRunnable extends Runnable {
  kind: "plain";
  run(...args: never[]): unknown;
}

/** A `function*`. */
export interface StepsRunnable extends Runnable {
  kind: "steps";
  run(...args: never[]): Generator<{ progress?: number; checkpoint?: unknown }, unknown, unknown>;
  /** Index of the parameter that takes the last checkpoint; left out when there is none. */
  resume?: number;
  /** Revive a checkpoint. */
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  readCheckpoint?(checkpoint: any): unknown;
}

/** The operations, by operationId. */
export type Registry = Record<string, PlainRunnable | StepsRunnable>;
