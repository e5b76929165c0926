/**
 * A job's end without a result, as an error.
 *
 * @module
 */

import { HTTPException } from "hono/http-exception";
import type { Failure, Job, ThrownResponse } from "./protocol";

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
export function exceptionOf({
  status,
  message,
  response,
}: Extract<Failure, { reason: "exception" }>): HTTPException {
  return new HTTPException(status as ConstructorParameters<typeof HTTPException>[0], {
    message,
    ...(response && { res: responseOf(status, response) }),
  });
}

function responseOf(status: number, { headers, body }: ThrownResponse): Response {
  return new Response(body === null ? null : Uint8Array.fromBase64(body), { status, headers });
}
