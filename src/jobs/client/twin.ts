/**
 * The async twin of a plain function: called on the edge, it runs on an executor. The scaffolder writes one for each
 * operation and dependency that is a `function` or `function*`; importing it never pulls that code in.
 *
 * @module
 */

import { currentRequestId } from "../../operations/current-request";
import { DEFAULT_WAIT_SECONDS } from "../limits";
import { childOrderOf, type JobOptions, type OrderedOperation } from "../order";
import type { StoredResponse } from "../protocol";
import { JobCall } from "./call";
import { submitted, waitForResult } from "./queue";
import { type JobReceipt, type ResultReader, resultOf, succeeded } from "./result";
import { type Ticket, ticketOf } from "./ticket";

// biome-ignore lint/suspicious/noExplicitAny: the only type that every function fits, with parameters of any type.
type AnyFunction = (...args: any[]) => unknown;

/** What the function returns, as its twin delivers it: of a `function*` the result, of any bytes a `Uint8Array`. */
export type ResultOf<F extends AnyFunction> =
  ReturnType<F> extends Generator<unknown, infer Result, void>
    ? Delivered<Result>
    : Delivered<Awaited<ReturnType<F>>>;

type Delivered<Result> = Result extends Uint8Array | Blob | ReadableStream ? Uint8Array<ArrayBuffer> : Result;

/** `F` without its last parameter, the checkpoint: the queue fills that in. */
export type WithoutResume<F extends AnyFunction> = (...args: WithoutLast<Parameters<F>>) => ReturnType<F>;

type WithoutLast<Args extends unknown[]> = number extends Args["length"]
  ? Args
  : Args extends [unknown?]
    ? []
    : Args extends [infer First, ...infer Rest]
      ? [First, ...WithoutLast<Rest>]
      : Args extends [(infer First)?, ...infer Rest]
        ? [First?, ...WithoutLast<Rest>]
        : [];

export interface TwinDefinition<Result = unknown> extends OrderedOperation, ResultReader<Result> {}

export interface Twin<F extends AnyFunction> {
  /**
   * Run it on an executor and wait for the result, however long it takes.
   * @throws {HTTPException} the function threw it; or 503, the queue is full
   * @throws {JobFailedError}
   */
  (...args: Parameters<F>): JobCall<ResultOf<F>>;
  /**
   * Have it run on an executor.
   * @throws {HTTPException} 503, the queue is full
   */
  submit(...args: Parameters<F>): Promise<Ticket<ResultOf<F>>>;
  /** The same, with these options. */
  with(options: JobOptions): Twin<F>;
  readonly definition: TwinDefinition;
}

/** Make the twin of `F`. */
export function twin<F extends AnyFunction>(
  definition: TwinDefinition<ResultOf<F>>,
  options: JobOptions = {},
): Twin<F> {
  const read = (response: StoredResponse) => resultOf(response, definition) as ResultOf<F>;
  const settle = async (receipt: JobReceipt) =>
    read((await succeeded(receipt, waitForResult)).response as StoredResponse);
  const call = (...args: Parameters<F>) =>
    new JobCall<ResultOf<F>>(
      async () =>
        settle(await submitted(definition, args, { ...options, waitMs: DEFAULT_WAIT_SECONDS * 1000 })),
      () => childOrderOf(definition, args, { ...options, requestId: currentRequestId() }),
      read,
    );
  return Object.assign(call, {
    definition: definition as TwinDefinition,
    async submit(...args: Parameters<F>): Promise<Ticket<ResultOf<F>>> {
      const receipt = await submitted(definition, args, { ...options, waitMs: 0 });
      return ticketOf(receipt.job.id, () => settle(receipt));
    },
    with: (more: JobOptions) => twin<F>(definition, { ...options, ...more }),
  });
}

/** What a twin needs to be submitted by others. */
export type Submittable = { readonly definition: OrderedOperation };
