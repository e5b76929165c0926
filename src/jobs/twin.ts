/**
 * The async twin of a plain function: called on the edge, it runs on an executor. The scaffolder writes one for each
 * operation and dependency that is a `function` or `function*`; importing it never pulls that code in.
 *
 * @module
 */

import { HTTPException } from "hono/http-exception";
import { cancelJob, getJob, type OrderedOperation, submitJob, waitForJob, watchJob } from "./client";
import { eventLines } from "./event-lines";
import { DEFAULT_WAIT_SECONDS, MAX_WAIT_SECONDS } from "./limits";
import type { Failure, Job, Receipt, StoredResponse } from "./protocol";

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

export interface TwinDefinition<Result = unknown> {
  /** The operationId. */
  operation: string;
  /** A `function*` has many steps, and nobody waits for it by default. */
  kind?: "plain" | "steps";
  /** How the stored response becomes the result again. */
  result: "json" | "text" | "bytes" | "empty" | "response";
  /** How often it is tried again when it throws; default 0. */
  retries?: number;
  /** How long it may go without a word from it, in milliseconds: a plain function in all, a `function*` between two yields; default 300 s. */
  timeout?: number;
  /** Revive the parsed JSON: dates, mostly. */
  read?(json: never): Result;
}

/** A job that was submitted. */
export interface Ticket<Result> {
  readonly id: string;
  /** The job as it is now. */
  get(): Promise<Job>;
  /**
   * The result, however long it takes.
   * @throws {HTTPException} the function threw it
   * @throws {JobFailedError}
   */
  result(): Promise<Result>;
  /** Cancel it, unless it is final. */
  cancel(): Promise<Job>;
  /** Every change from the beginning, until the final one, each once. */
  progress(): AsyncIterable<Job>;
}

export interface Twin<F extends AnyFunction> {
  /**
   * Run it on an executor and wait for the result, however long it takes.
   * @throws {HTTPException} the function threw it; or 503, the queue is full
   * @throws {JobFailedError}
   */
  (...args: Parameters<F>): Promise<ResultOf<F>>;
  /**
   * Have it run on an executor.
   * @throws {HTTPException} 503, the queue is full
   */
  submit(...args: Parameters<F>): Promise<Ticket<ResultOf<F>>>;
  readonly definition: TwinDefinition;
}

/** A job ended without a result. */
export class JobFailedError extends Error {
  override name = "JobFailedError";
  readonly id: string;
  /** Null when it was cancelled. */
  readonly failure: Failure | null;

  constructor(job: Job) {
    super(
      `Job ${job.id} (${job.operation}) ${job.failure ? `failed: ${job.failure.reason}` : `was ${job.status}`}.`,
    );
    this.id = job.id;
    this.failure = job.failure;
  }
}

/** Make the twin of `F`. */
export function twin<F extends AnyFunction>(definition: TwinDefinition<ResultOf<F>>): Twin<F> {
  const submit = async (args: unknown[], waitMs: number) =>
    accepted(await submitJob(definition, args, { waitMs }));
  const settle = async (receipt: JobReceipt) => (await resultOf(receipt, definition)) as ResultOf<F>;
  const call = async (...args: Parameters<F>) => settle(await submit(args, DEFAULT_WAIT_SECONDS * 1000));
  return Object.assign(call, {
    definition: definition as TwinDefinition,
    async submit(...args: Parameters<F>): Promise<Ticket<ResultOf<F>>> {
      const receipt = await submit(args, 0);
      const { id } = receipt.job;
      return {
        id,
        get: async () => present(await getJob(id), id),
        result: () => settle(receipt),
        cancel: async () => present(await cancelJob(id), id),
        progress: () => progressOf(id),
      };
    },
  });
}

/** What a twin needs to be submitted by others. */
export type Submittable = { readonly definition: OrderedOperation & Pick<TwinDefinition, "kind"> };

type JobReceipt = Extract<Receipt, { type: "job" }>;

function accepted(receipt: Receipt): JobReceipt {
  if (receipt.type === "job") return receipt;
  // A conflict takes an idempotency key, and a twin sends none.
  throw new HTTPException(503, { message: "The queue is full." });
}

async function resultOf(receipt: JobReceipt, definition: TwinDefinition): Promise<unknown> {
  let { job, response } = receipt;
  while (job.status !== "succeeded" || response === null) {
    if (job.failure?.reason === "exception")
      throw new HTTPException(job.failure.status as ConstructorParameters<typeof HTTPException>[0], {
        message: job.failure.message,
      });
    if (job.status === "failed" || job.status === "cancelled") throw new JobFailedError(job);
    ({ job, response } = present(await waitForJob(job.id, MAX_WAIT_SECONDS * 1000), job.id));
  }
  return decode(response, definition);
}

function decode({ status, headers, body }: StoredResponse, { result, read }: TwinDefinition): unknown {
  switch (result) {
    case "json": {
      const json = JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())) as never;
      return read ? read(json) : json;
    }
    case "text":
      return new TextDecoder().decode(body ?? new Uint8Array());
    case "bytes":
      return body ?? new Uint8Array();
    case "empty":
      return undefined;
    case "response":
      return new Response(body, { status, headers });
  }
}

/** So many streams in a row that break before their first line are too many. */
const MAX_BREAKS = 4;

/** A stream that breaks, since the queue began anew, is taken up again after the last event. */
async function* progressOf(id: string): AsyncGenerator<Job, void> {
  for (let known = 0, breaks = 0; ; ) {
    const events = await watchJob(id, known);
    if (events === "finished") return;
    try {
      for await (const event of present(events, id).pipeThrough(eventLines())) {
        breaks = 0;
        if (event === null) continue;
        known = event.id;
        yield event.job;
      }
    } catch (error) {
      if (++breaks === MAX_BREAKS) throw error;
    }
  }
}

function present<T>(found: T | null, id: string): T {
  if (found === null) throw new Error(`The queue does not know job ${id} any more.`);
  return found;
}
