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
  if (job.failure?.reason !== "exception") return new JobFailedError(job);
  const { status, message, response } = job.failure;
  return new HTTPException(status as ConstructorParameters<typeof HTTPException>[0], {
    message,
    ...(response && { res: thrownResponse(status, response) }),
  });
}

/** The answer that an `HTTPException` brought. */
export function thrownResponse(status: number, { headers, body }: ThrownResponse): Response {
  return new Response(Uint8Array.fromBase64(body), { status, headers });
}
