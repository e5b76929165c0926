/**
 * Orders: what a twin's call asks of the queue.
 *
 * @module
 */

import { DEFAULT_BACKOFF, DEFAULT_RETENTION_MS, DEFAULT_TIMEOUT_MS, WEBHOOK_RETENTION_MS } from "./limits";
import { pack } from "./payload";
import type { ChildOrder, JobPolicy } from "./protocol";

/** What an order says about its operation. Times in milliseconds. */
export interface OrderedOperation {
  /** The operationId. */
  operation: string;
  /** A `function*` has many steps, and nobody waits for it by default. */
  kind?: "plain" | "steps";
  /** How many parameters the function takes: what is passed beyond them is left away. */
  arity?: number;
  /** The queue it stands in; default one of its own, named as the operation. */
  queue?: string;
  /** From -10 to 10, default 0; higher first. */
  priority?: number;
  /** How often it is tried again when it throws; default 0. */
  retries?: number;
  /** The first wait before it is tried again, and the longest; default 1 s and 10 minutes. */
  backoff?: { first: number; longest: number };
  /** How long it may go without a word from it: a plain function in all, a `function*` between two yields; default 300 s. */
  timeout?: number;
  /** How many jobs of its queue run at once. */
  concurrency?: number;
  /** How many jobs of its queue start in `per` milliseconds. */
  rate?: { limit: number; per: number };
  /** While a job of the same arguments is not done, another call is that job. */
  unique?: boolean;
  /** How long it is kept once it is final; default a day. */
  retention?: number;
}

/** What a call may say beside its arguments. */
export interface JobOptions {
  /** From -10 to 10, higher first; in place of `@priority`. */
  priority?: number;
  /** Seconds to wait before it may start. */
  delay?: number;
  /** When it may start; not with `delay`. */
  runAt?: Date;
  /** In place of `@retries`. */
  retries?: number;
  /** Seconds, in place of `@timeout`. */
  timeout?: number;
  /** The same key, of the same operation, is the same job. */
  idempotencyKey?: string;
  /** Where its end is announced: an https URL. */
  webhook?: string;
}

/**
 * An order of that operation.
 *
 * @throws {PayloadTooLargeError}
 * @throws {TypeError} the arguments hold a cycle
 * @throws {RangeError} an option is out of its range
 */
export function orderOf(
  definition: OrderedOperation,
  args: readonly unknown[],
  options: JobOptions & { requestId?: string } = {},
): ChildOrder {
  checkOptions(options);
  const { operation, arity = args.length, queue = operation, concurrency = null, rate = null } = definition;
  const policy: JobPolicy = {
    kind: definition.kind ?? "plain",
    retries: options.retries ?? definition.retries ?? 0,
    backoff: definition.backoff ?? DEFAULT_BACKOFF,
    timeout:
      options.timeout === undefined ? (definition.timeout ?? DEFAULT_TIMEOUT_MS) : options.timeout * 1000,
    retention: Math.max(
      definition.retention ?? DEFAULT_RETENTION_MS,
      // It is what the webhook tells of, which may take days to get through.
      options.webhook === undefined ? 0 : WEBHOOK_RETENTION_MS,
    ),
    webhook: options.webhook,
    requestId: options.requestId,
  };
  return {
    operation,
    queue,
    limits: { concurrency, rate },
    priority: options.priority ?? definition.priority ?? 0,
    policy,
    payload: pack(args.slice(0, arity)),
  };
}

/**
 * An order of that operation in a batch.
 *
 * @throws {RangeError} an option is out of its range, or is none for a job that is one of many
 */
export function childOrderOf(...[definition, args, options = {}]: Parameters<typeof orderOf>): ChildOrder {
  for (const option of ALONE)
    if (options[option] !== undefined)
      throw new RangeError(
        `The option "${option}" is for a call alone: all() and yield* take none that has it.`,
      );
  return orderOf(definition, args, options);
}

/** Options of a job that its batch decides, or has no place for. */
const ALONE = ["delay", "runAt", "idempotencyKey", "webhook"] as const;

/** When it is to start, in milliseconds since the epoch; null for at once. */
export function startOf({ delay, runAt }: JobOptions, now: number): number | null {
  if (runAt !== undefined) return runAt.getTime();
  return delay === undefined ? null : now + delay * 1000;
}

/** Ten years, in seconds: a time that is further away is a mistake, and further still it is no time at all. */
const LONGEST = 315_360_000;

function checkOptions({ priority, delay, runAt, retries, timeout }: JobOptions): void {
  const refuse = (option: string, range: string, value: unknown) => {
    throw new RangeError(`The option "${option}" takes ${range}, not ${value}.`);
  };
  if (priority !== undefined && !(Number.isInteger(priority) && Math.abs(priority) <= 10))
    refuse("priority", "a whole number from -10 to 10", priority);
  if (delay !== undefined && !(delay >= 0 && delay <= LONGEST))
    refuse("delay", `a number of seconds from 0 to ${LONGEST}`, delay);
  if (runAt !== undefined && Number.isNaN(runAt.getTime())) refuse("runAt", "a valid Date", runAt);
  if (runAt !== undefined && delay !== undefined)
    throw new RangeError('The options "runAt" and "delay" exclude each other.');
  if (retries !== undefined && !(Number.isInteger(retries) && retries >= 0))
    refuse("retries", "a whole number, 0 or more", retries);
  if (timeout !== undefined && !(timeout > 0 && timeout <= LONGEST))
    refuse("timeout", `a number of seconds above 0, up to ${LONGEST}`, timeout);
}
