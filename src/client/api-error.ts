import type { Issue, Problem } from "./contract";

/** The API refused a request, or failed to answer it. */
export class ApiError extends Error {
  override readonly name: string = "ApiError";
  readonly status: number;
  /** What the API says of it; where the answer is no problem document, what its status line says. */
  readonly problem: Problem;
  /** Of the answer: parsed if it is JSON, else its text. */
  readonly body: unknown;
  /** Of the answer. */
  readonly headers: Headers;

  constructor(problem: Problem, headers: Headers, body: unknown = problem) {
    const { status, title, detail, errors = [] } = problem;
    const issues = errors.map(({ loc, message }) => `\n  ${loc.join(".")}: ${message}`);
    super(`${status} ${title}${detail ? `: ${detail}` : ""}${issues.join("")}`);
    this.status = status;
    this.problem = problem;
    this.body = body;
    this.headers = headers;
  }

  get title(): string {
    return this.problem.title;
  }

  get detail(): string | undefined {
    return this.problem.detail;
  }

  /** Everything that is wrong with the request. */
  get errors(): Issue[] {
    return this.problem.errors ?? [];
  }
}
