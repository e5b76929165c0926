/**
 * One attempt at a job, from work to outcome.
 *
 * @module
 */

import { HTTPException } from "hono/http-exception";
import { log, thrown } from "../../logs/log";
import { ChildrenCall } from "../children";
import { failureError, JobFailedError } from "../job-failed-error";
import { MAX_BATCH_BYTES, MAX_CHECKPOINT_BYTES, MAX_ERROR_BYTES } from "../limits";
import { NonRetryableError } from "../non-retryable-error";
import { PayloadTooLargeError, unpack } from "../payload";
import type { Failure, Outcome, Reporter, StoredResponse, Work } from "../protocol";
import type { PlainRunnable, Registry, StepsRunnable } from "./registry";
import { storedWebResponse, TooLargeError } from "./stored-response";

/** How much of an error is kept for operators, in characters. */
const MAX_ERROR_LENGTH = 8_000;

export class Attempt {
  readonly #registry: Registry;
  readonly #work: Work;
  /** A `function*` that has begun. */
  #steps: ReturnType<StepsRunnable["run"]> | null = null;
  /** Waits for children since the last checkpoint. */
  #waits = 0;

  constructor(registry: Registry, work: Work) {
    this.#registry = registry;
    this.#work = work;
  }

  /** Id of the job. */
  get job(): string {
    return this.#work.id;
  }

  /** Run the function of the work, or go on with it after a rest. Whatever goes wrong in it is an outcome: this never rejects. */
  async goOn(reporter: Reporter | null): Promise<Outcome> {
    const { operation } = this.#work;
    const runnable = Object.hasOwn(this.#registry, operation) ? this.#registry[operation] : undefined;
    if (runnable === undefined) return failed({ reason: "unknown-operation" });

    let args: never[] = [];
    if (this.#steps === null) {
      try {
        args = argumentsOf(runnable, this.#work);
      } catch (error) {
        return failed({ reason: "unreadable-arguments" }, this.#tell(error));
      }
    }

    let product: unknown;
    try {
      if (runnable.kind === "plain") {
        product = await runnable.run(...args);
      } else {
        // The queue thinks that it is a plain function: it was one when the job was submitted.
        if (reporter === null) return failed({ reason: "unreadable-arguments" });
        this.#steps ??= runnable.run(...args);
        const end = await this.#takeSteps(this.#steps, reporter);
        if (end.type !== "returned") return end;
        product = end.value;
      }
    } catch (error) {
      return await this.#outcomeOf(error);
    }

    try {
      const response: StoredResponse = await runnable.write(product as never);
      return { type: "succeeded", response };
    } catch (error) {
      return failed(unstorable("result", error), this.#tell(error));
    }
  }

  /** It will not go on: the `finally` blocks of its function run. */
  drop(): void {
    try {
      this.#steps?.return(undefined);
    } catch (error) {
      this.#tell(error);
    }
    this.#steps = null;
  }

  /** Run a `function*` until it ends, rests or waits, and report at every `yield`. */
  async #takeSteps(
    steps: ReturnType<StepsRunnable["run"]>,
    reporter: Reporter,
  ): Promise<{ type: "returned"; value: unknown } | { type: "stopped" | "resting" | "suspended" }> {
    let rests = false;
    try {
      for (let answer: () => ReturnType<typeof steps.next> = () => steps.next(); ; ) {
        const step = answer();
        if (step.done) return { type: "returned", value: step.value };
        if (step.value instanceof ChildrenCall) {
          const results = await this.#children(step.value, reporter);
          if (results.type === "stop") return { type: "stopped" };
          if (results.type === "suspend") return { type: "suspended" };
          answer = () => ("error" in results ? steps.throw(results.error) : steps.next(results.responses));
          continue;
        }
        const checkpoint = this.#encodeCheckpoint(step.value?.checkpoint);
        if (checkpoint !== null) this.#waits = 0;
        const next = await reporter.step(progressOf(step.value?.progress), checkpoint).catch(() => "stop");
        if (next === "stop") return { type: "stopped" };
        if (next === "rest") {
          rests = true;
          return { type: "resting" };
        }
        answer = () => steps.next();
      }
    } finally {
      if (!rests) this.drop();
    }
  }

  async #children(
    { orders }: ChildrenCall,
    reporter: Reporter,
  ): Promise<
    | { type: "results"; responses: StoredResponse[] }
    | { type: "error"; error: Error }
    | { type: "suspend" }
    | { type: "stop" }
  > {
    // One message takes no more, and its failure would look like the loss of the queue.
    const bytes = orders.reduce((sum, { payload }) => sum + payload.byteLength, 0);
    if (bytes > MAX_BATCH_BYTES)
      return { type: "error", error: new PayloadTooLargeError(bytes, MAX_BATCH_BYTES) };
    const answer = await reporter.children(this.#waits++, orders).catch(() => ({ type: "stop" }) as const);
    switch (answer.type) {
      case "succeeded":
        return { type: "results", responses: answer.responses };
      case "failed":
        return { type: "error", error: failureError(answer.job) };
      case "too-many":
        return error(`A job may wait for ${answer.limit} jobs at once, not for ${orders.length}.`);
      case "too-deep":
        return error(`Jobs may wait for jobs ${answer.limit} deep at most.`);
      case "too-large":
        return error(`The results of ${orders.length} jobs are larger than ${answer.limit} bytes together.`);
      default:
        return answer;
    }
  }

  #encodeCheckpoint(checkpoint: unknown): string | null {
    if (checkpoint === undefined) return null;
    try {
      const json = JSON.stringify(checkpoint);
      if (json === undefined) throw new TypeError(`A value of type ${typeof checkpoint} is not JSON.`);
      const { byteLength } = new TextEncoder().encode(json);
      if (byteLength > MAX_CHECKPOINT_BYTES) throw new TooLargeError(byteLength, MAX_CHECKPOINT_BYTES);
      return json;
    } catch (error) {
      throw new UnstorableCheckpoint(error);
    }
  }

  async #outcomeOf(error: unknown): Promise<Outcome> {
    if (error instanceof UnstorableCheckpoint)
      return failed(unstorable("checkpoint", error.cause), this.#tell(error.cause));
    if (error instanceof HTTPException) return this.#outcomeOfException(error);
    // Its child had its own retries.
    if (error instanceof JobFailedError && error.failure !== null)
      return failed(error.failure, error.message);
    const retryable = !(error instanceof NonRetryableError);
    return { type: "failed", failure: { reason: "error" }, retryable, error: this.#tell(error) };
  }

  async #outcomeOfException({ status, message, res }: HTTPException): Promise<Outcome> {
    if (res === undefined) return failed({ reason: "exception", status, message });
    try {
      // What has been sent before has no body any more.
      const answer = res.bodyUsed ? new Response(null, res) : res;
      const { headers, body } = await storedWebResponse(answer, MAX_ERROR_BYTES);
      const length = headers.join().length;
      if (length > MAX_ERROR_BYTES) throw new TooLargeError(length, MAX_ERROR_BYTES);
      const brought = body === null ? { headers } : { response: { headers, body: body.toBase64() } };
      return failed({ reason: "exception", status, message, ...brought });
    } catch (error) {
      return failed(unstorable("error", error), this.#tell(error));
    }
  }

  /** The log and the job's history are the only places where the inside of an error is told. @returns what is for the history */
  #tell(error: unknown): string {
    const { id, operation, attempt, requestId } = this.#work;
    const told = thrown(error);
    log("error", "attempt failed", { job: id, operation, attempt, requestId, ...told });
    return (told.stack ?? told.error).slice(0, MAX_ERROR_LENGTH);
  }
}

/** A checkpoint cannot be stored. */
class UnstorableCheckpoint extends Error {
  constructor(cause: unknown) {
    super("The checkpoint cannot be stored.", { cause });
  }
}

function argumentsOf(runnable: PlainRunnable | StepsRunnable, work: Work): never[] {
  const packed = unpack(work.payload);
  const args = runnable.read ? runnable.read(packed) : packed;
  if (runnable.kind === "steps" && runnable.resume !== undefined && work.checkpoint !== null) {
    const checkpoint: unknown = JSON.parse(work.checkpoint);
    args[runnable.resume] = runnable.readCheckpoint ? runnable.readCheckpoint(checkpoint) : checkpoint;
  }
  return args as never[];
}

function progressOf(progress: number | undefined): number | null {
  if (progress === undefined || Number.isNaN(progress)) return null;
  return Math.min(Math.max(progress, 0), 1);
}

function unstorable(what: "result" | "checkpoint" | "error", error: unknown): Failure {
  if (error instanceof TooLargeError)
    return { reason: "too-large", what, bytes: error.bytes, limit: error.limit };
  return { reason: "unstorable", what };
}

function failed(failure: Failure, error?: string): Outcome {
  return { type: "failed", failure, retryable: false, error };
}

function error(message: string): { type: "error"; error: Error } {
  return { type: "error", error: new RangeError(message) };
}
