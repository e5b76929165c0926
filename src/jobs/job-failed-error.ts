/**
 * A job's end without a result, as an error.
 *
 * @module
 */

import { HTTPException } from "hono/http-exception";
import type { Failure, Job } from "./protocol";

type ExceptionFailure = Extract<Failure, { reason: "exception" }>;

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

/** What a job that failed or was cancelled throws: the `HTTPException` that its function threw, if it did. */
export function failureError(job: Job): HTTPException | JobFailedError {
  return job.failure?.reason === "exception" ? exceptionOf(job.failure) : new JobFailedError(job);
}

/** The `HTTPException` as it was thrown. */
export function exceptionOf({ status, message, response, headers }: ExceptionFailure): HTTPException {
  const body = response && Uint8Array.fromBase64(response.body);
  const answer = response ?? (headers && { headers });
  return new HTTPException(status as ConstructorParameters<typeof HTTPException>[0], {
    message,
    ...(answer && { res: new Response(body ?? null, { status, headers: answer.headers }) }),
  });
}
