/**
 * Fan-out: many calls as one.
 *
 * @module
 */

import { ChildrenCall } from "../children";
import type { ChildOrder, StoredResponse } from "../protocol";
import type { JobCall } from "./call";
import { cancelJob, resultsOfBatch, submitBatch, waitForResult } from "./queue";
import { succeeded } from "./result";
import { type Ticket, ticketOf } from "./ticket";

export interface AllOptions {
  /** How many of them may stand in line or run at once; default all: the lanes bound what runs. */
  window?: number;
  /** Seconds that the jobs are kept once they are all done; default a day. */
  retention?: number;
  /** Cancels them. */
  signal?: AbortSignal;
}

/** Calls as one. */
export interface Batch<Results> extends PromiseLike<Results> {
  /** In a `function*`: wait for the results, without holding a lane. */
  [Symbol.iterator](): Generator<ChildrenCall, Results, unknown>;
  /** Submit them, and do not wait. */
  submit(): Promise<Ticket<Results>>;
}

type ResultsOf<Calls extends readonly JobCall<unknown>[]> = {
  -readonly [Index in keyof Calls]: Calls[Index] extends JobCall<infer Result> ? Result : never;
};

/**
 * Have many calls done side by side, over all lanes.
 *
 * ```ts
 * const sizes = await all(rooms.map(cleanRoom));          // in an async function
 * const sizes = yield* all(rooms.map(cleanRoom));         // in a function*, which holds no lane meanwhile
 * const ticket = await all(rooms.map(cleanRoom)).submit(); // one ticket for all: progress, result, cancel
 * ```
 *
 * The first failure cancels the rest, and is what it throws.
 *
 * @param calls calls of twins, as they are made; 10 000 and 24 MiB of arguments at most
 * @returns their results in the same order
 * @throws {RangeError} an option is out of its range
 */
export function all<const Calls extends readonly JobCall<unknown>[]>(
  calls: Calls,
  options: AllOptions = {},
): Batch<ResultsOf<Calls>> {
  checkOptions(options);
  const taken = calls.map((call) => call.take());
  const orders: ChildOrder[] = taken.map(({ order }) => order);
  const read = (responses: StoredResponse[]) =>
    taken.map(({ read }, index) => read(responses[index] as StoredResponse)) as ResultsOf<Calls>;

  const submit = async (): Promise<Ticket<ResultsOf<Calls>>> => {
    const receipt = await submitBatch(orders, options);
    const { id } = receipt.job;
    const result = async () => {
      await succeeded(receipt, waitForResult);
      return read(await Array.fromAsync(resultsOfBatch(id)));
    };
    return ticketOf(id, result);
  };

  const run = async (): Promise<ResultsOf<Calls>> => {
    if (orders.length === 0) return read([]);
    options.signal?.throwIfAborted();
    const ticket = await submit();
    const cancel = () => void cancelJob(ticket.id);
    options.signal?.addEventListener("abort", cancel, { once: true });
    // It may have come while they were submitted.
    if (options.signal?.aborted) cancel();
    try {
      return await ticket.result();
    } finally {
      options.signal?.removeEventListener("abort", cancel);
    }
  };

  return {
    // biome-ignore lint/suspicious/noThenProperty: it starts when it is awaited.
    then: (fulfilled, rejected) => run().then(fulfilled, rejected),
    submit,
    *[Symbol.iterator]() {
      if (orders.length === 0) return read([]);
      return read((yield new ChildrenCall(orders)) as StoredResponse[]);
    },
  };
}

function checkOptions({ window, retention }: AllOptions): void {
  if (window !== undefined && !(Number.isInteger(window) && window > 0))
    throw new RangeError(`The option "window" takes a whole number above 0, not ${window}.`);
  if (retention !== undefined && !(retention >= 0 && Number.isFinite(retention)))
    throw new RangeError(`The option "retention" takes a number of seconds, 0 or more, not ${retention}.`);
}
