import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { log, thrown } from "../logs/log";
import { type Issue, type Problem, problemOf, problemResponse } from "./problem";
import { requestIdOf } from "./request-id";

/** A problem on its way out: thrown by whoever finds it, answered by `answerFailure`. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: Problem;
  readonly headers: Record<string, string>;

  constructor(problem: Problem, headers: Record<string, string> = {}) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
    this.headers = headers;
  }
}

/** The request does not fit the operation's declaration. */
export function invalidRequest(issues: Issue[]): ProblemError {
  return new ProblemError(
    problemOf(422, { detail: "The request does not fit this operation.", errors: issues }),
  );
}

/**
 * What was thrown, as a problem and the headers that go with it. This is the one map from failures to HTTP:
 * an `HTTPException` says its status and message, and anything else says nothing of the inside, but an id that is
 * in the log too.
 */
export function problemOfError(
  error: unknown,
  requestId: () => string,
): { problem: Problem; headers: Headers } {
  if (error instanceof ProblemError) return { problem: error.problem, headers: new Headers(error.headers) };
  if (error instanceof HTTPException) {
    // `res` is where Hono lets an exception carry headers, such as WWW-Authenticate.
    const headers = new Headers(error.res?.headers);
    headers.delete("content-type");
    headers.delete("content-length");
    return {
      problem: problemOf(error.status, error.message ? { detail: error.message } : {}),
      headers,
    };
  }
  const id = requestId();
  log("error", "request failed", { requestId: id, ...thrown(error) });
  return { problem: problemOf(500, { requestId: id }), headers: new Headers() };
}

/** Whether an error brings a body. One that has been sent with an earlier request is none any more. */
function hasAnswer({ res }: HTTPException): boolean {
  return res !== undefined && res.body !== null && !res.bodyUsed;
}

/** Hono's error handler. What brings an answer with a body is answered with that. */
export function answerFailure(error: unknown, c: Context): Response {
  if (error instanceof HTTPException && hasAnswer(error)) {
    const response = error.getResponse();
    response.headers.set("x-request-id", requestIdOf(c));
    return response;
  }
  const { problem, headers } = problemOfError(error, () => requestIdOf(c));
  headers.set("x-request-id", requestIdOf(c));
  return problemResponse(problem, headers);
}
