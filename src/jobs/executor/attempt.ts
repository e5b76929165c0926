/**
 * One attempt at a job, from work to outcome.
 *
 * @module
 */

import { HTTPException } from "hono/http-exception";
import { maxCheckpointBytes } from "../limits";
import { unpack } from "../payload";
import type { Failure, Outcome, Reporter, StoredResponse, Work } from "../protocol";
import type { PlainRunnable, Registry, StepsRunnable } from "./registry";
import { TooLargeError } from "./stored-response";

/** Run the function of the work. Whatever goes wrong in it is an outcome: this never rejects. */
export async function attempt(registry: Registry, work: Work, reporter: Reporter): Promise<Outcome> {
  const runnable = Object.hasOwn(registry, work.operation) ? registry[work.operation] : undefined;
  if (runnable === undefined) return failed({ reason: "unknown-operation" });

  let args: never[];
  try {
    args = argumentsOf(runnable, work);
  } catch (error) {
    log(work, error);
    return failed({ reason: "unreadable-arguments" });
  }

  let product: unknown;
  try {
    product = await (runnable.kind === "plain"
      ? runnable.run(...args)
      : takeSteps(runnable, args, work, reporter));
  } catch (error) {
    if (error instanceof Stopped) return { type: "stopped" };
    if (error instanceof Unstorable) return failed(error.failure);
    if (error instanceof HTTPException)
      return failed({ reason: "exception", status: error.status, message: error.message });
    log(work, error);
    return { type: "failed", failure: { reason: "error" }, retryable: true };
  }

  try {
    const response: StoredResponse = await runnable.write(product as never);
    return { type: "succeeded", response };
  } catch (error) {
    log(work, error);
    return failed(unstorable("result", error));
  }
}

/** The reporter said so, or is not there any more. */
class Stopped extends Error {}

/** A checkpoint cannot be stored. */
class Unstorable extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.reason);
    this.failure = failure;
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

/** Run a `function*` to its end, and report at every `yield`. Stopped or failed, its `finally` blocks run. */
async function takeSteps(
  runnable: StepsRunnable,
  args: never[],
  work: Work,
  reporter: Reporter,
): Promise<unknown> {
  const steps = runnable.run(...args);
  try {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      const checkpoint = encodeCheckpoint(step.value?.checkpoint, work);
      const answer = await reporter.step(progressOf(step.value?.progress), checkpoint).catch(() => "stop");
      if (answer === "stop") throw new Stopped();
    }
  } finally {
    steps.return(undefined);
  }
}

function progressOf(progress: number | undefined): number | null {
  if (progress === undefined || Number.isNaN(progress)) return null;
  return Math.min(Math.max(progress, 0), 1);
}

function encodeCheckpoint(checkpoint: unknown, work: Work): string | null {
  if (checkpoint === undefined) return null;
  try {
    const json = JSON.stringify(checkpoint);
    if (json === undefined) throw new TypeError(`A value of type ${typeof checkpoint} is not JSON.`);
    const { byteLength } = new TextEncoder().encode(json);
    const limit = maxCheckpointBytes(work.payload.byteLength);
    if (byteLength > limit) throw new TooLargeError(byteLength, limit);
    return json;
  } catch (error) {
    log(work, error);
    throw new Unstorable(unstorable("checkpoint", error));
  }
}

function unstorable(what: "result" | "checkpoint", error: unknown): Failure {
  if (error instanceof TooLargeError)
    return { reason: "too-large", what, bytes: error.bytes, limit: error.limit };
  return { reason: "unstorable", what };
}

function failed(failure: Failure): Outcome {
  return { type: "failed", failure, retryable: false };
}

/** The only place where the inside of an error is told. */
function log(work: Work, error: unknown): void {
  console.error(
    JSON.stringify({
      message: "job failed",
      job: work.id,
      operation: work.operation,
      attempt: work.attempt,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      stack: error instanceof Error ? error.stack : undefined,
    }),
  );
}
