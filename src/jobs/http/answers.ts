/**
 * Jobs as HTTP answers.
 *
 * @module
 */

import { exceptionAnswer, problemOfException } from "../../operations/failure";
import { type Problem, problemOf, problemResponse } from "../../operations/problem";
import { exceptionOf } from "../job-failed-error";
import type { Failure, Job, StoredResponse } from "../protocol";
import { isFinal } from "../state/record";
import type { JobBody } from "../views";

/** How long a client is told to wait before it asks for a job again, in seconds. */
const RETRY_AFTER_SECONDS = 1;

const MIB = 1024 * 1024;

function sizeOf(bytes: number): string {
  return bytes < MIB ? `${bytes / 1024} KiB` : `${Math.floor(bytes / MIB)} MiB`;
}

export function jobBody({ failure, ...job }: Job): JobBody {
  return failure === null ? job : { ...job, error: problemOfFailure(failure, job.id) };
}

/** There is no job of that id, or not that of it. */
export function notFound(detail = "There is no such job."): Response {
  return problemResponse(problemOf(404, { detail }));
}

/** The job itself. */
export function jobAnswer(job: Job, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(jobBody(job), {
    status,
    headers: { "cache-control": "no-store", ...headers },
  });
}

/**
 * What the operation would have answered: its response, its problem, or 202 and the job while it is not done. A
 * cancelled job is 410: there will never be a result.
 */
export function outcomeAnswer(
  job: Job,
  response: StoredResponse | null,
  headers: Record<string, string> = {},
): Response {
  if (response !== null) {
    return withHeaders(new Response(response.body, response), headers);
  }
  if (job.failure?.reason === "exception")
    return withHeaders(exceptionAnswer(exceptionOf(job.failure)), headers);
  if (job.failure !== null) return problemResponse(problemOfFailure(job.failure, job.id), headers);
  if (job.status === "cancelled")
    return problemResponse(problemOf(410, { detail: "The job was cancelled." }), headers);
  return ticketAnswer(job, headers);
}

function withHeaders(answer: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

/** The job, to be followed by its location. */
export function ticketAnswer(job: Job, headers: Record<string, string> = {}): Response {
  return jobAnswer(job, 202, {
    location: `/jobs/${job.id}`,
    "retry-after": String(RETRY_AFTER_SECONDS),
    ...headers,
  });
}

/** The answer to cancelling: the job, or 409 when it came too late. */
export function cancelAnswer(job: Job): Response {
  return isFinal(job) && job.status !== "cancelled"
    ? problemResponse(problemOf(409, { detail: `The job has ${job.status} already.` }))
    : jobAnswer(job);
}

/**
 * The problem that a failure is for the client. Only an `HTTPException` is the client's affair; everything else is
 * ours, and says no more than what helps to find or mend it. The request id is the job's.
 */
function problemOfFailure(failure: Failure, requestId: string): Problem {
  switch (failure.reason) {
    case "exception":
      return problemOfException(failure);
    case "error":
      return problemOf(500, { requestId });
    case "lost":
      return problemOf(500, {
        detail: `The executor was lost ${failure.losses} times in a row while it ran this job. It may need more memory or CPU time than there is.`,
        requestId,
      });
    case "timeout":
      return problemOf(504, { detail: `The job was not done within ${failure.seconds} s.`, requestId });
    case "child-cancelled":
      return problemOf(500, { detail: "A job that it waited for was cancelled.", requestId });
    case "unknown-operation":
      return problemOf(500, { detail: "The operation does not exist any more.", requestId });
    case "unreadable-arguments":
      return problemOf(500, {
        detail: "The operation has changed since the job was submitted: submit it again.",
        requestId,
      });
    case "too-large":
      return problemOf(500, {
        detail: `The ${failure.what} is larger than the ${sizeOf(failure.limit)} that the queue stores.`,
        requestId,
      });
    case "unstorable":
      return problemOf(500, { detail: `The ${failure.what} cannot be stored.`, requestId });
  }
}
