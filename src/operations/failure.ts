import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { log, thrown } from "../logs/log";
import { type Issue, type Problem, problemOf, problemResponse } from "./problem";
import { requestIdOf } from "./request-id";

/** `Error` as V8 has it: so many calls an error writes down that it was made in. */
const v8Error = Error as ErrorConstructor & { stackTraceLimit: number };

/** A problem on its way out: thrown by whoever finds it, answered by `answerFailure`. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: Problem;
  /** Names in lower case. */
  readonly headers: Record<string, string>;

  constructor(problem: Problem, headers: Record<string, string> = {}) {
    const message = problem.detail ?? problem.title;
    // Without a stack, which nobody reads: to write it down takes 3 % of a refused request.
    const { stackTraceLimit } = v8Error;
    v8Error.stackTraceLimit = 0;
    super(message);
    v8Error.stackTraceLimit = stackTraceLimit;
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
 * What was thrown, as a problem. This is the one map from failures to HTTP: an `HTTPException` says its status and message,
 * and anything else says nothing of the inside, but an id that is in the log too.
 */
export function problemOfError(error: unknown, requestId: () => string): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof HTTPException) return problemOfException(error);
  const id = requestId();
  log("error", "request failed", { requestId: id, ...thrown(error) });
  return problemOf(500, { requestId: id });
}

/** What was thrown, as the error that Hono's error handlers take. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(`Not an error was thrown: ${String(thrown)}`);
}

/** Hono's error handler. */
export function answerFailure(error: unknown, c: Context): Response {
  const id = requestIdOf(c);
  if (error instanceof HTTPException) {
    const response = exceptionAnswer(error);
    response.headers.set("x-request-id", id);
    return response;
  }
  const headers = error instanceof ProblemError ? error.headers : {};
  return problemResponse(
    problemOfError(error, () => id),
    { ...headers, "x-request-id": id },
  );
}

/** The answer that an exception brings, if that has a body; else its problem, with the headers that it brings. */
export function exceptionAnswer(error: HTTPException): Response {
  if (hasBody(error.res)) return error.getResponse();
  const response = problemResponse(problemOfException(error));
  carryHeaders(error, response.headers);
  return response;
}

/** One that has been sent with an earlier request is none any more. */
function hasBody(response: Response | undefined): boolean {
  return response !== undefined && response.body !== null && !response.bodyUsed;
}

export function problemOfException({ status, message }: { status: number; message: string }): Problem {
  return problemOf(status, message ? { detail: message } : {});
}

/** What the problem says of itself, and the id by which our log knows the request. */
const OURS = new Set(["content-type", "content-length", "x-request-id"]);

/** `res` is where Hono lets an exception carry headers, such as WWW-Authenticate. */
function carryHeaders({ res }: HTTPException, headers: Headers): void {
  for (const [name, value] of res?.headers ?? []) {
    if (name === "set-cookie") headers.append(name, value);
    else if (!OURS.has(name)) headers.set(name, value);
  }
}
