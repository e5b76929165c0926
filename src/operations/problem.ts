/**
 * Problem details: the one shape of everything that goes wrong.
 *
 * @module
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */

import { securedJson } from "./secure-headers";

const PROBLEM_TYPE = { "content-type": "application/problem+json" };

/** One thing that is wrong with a request. */
export interface Issue {
  /** Where: `["query", "limit"]`, `["body", "toppings", 2, "name"]`. */
  loc: (string | number)[];
  /** The JSON Schema keyword that failed, or `missing`. */
  type: string;
  message: string;
}

/** A problem detail. `type` is left out where the status says all. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  errors?: Issue[];
  /** With status 500: what to look for in the log. */
  requestId?: string;
}

/** Titles of the statuses that this project answers with, and of the common ones that handlers throw. */
const TITLES: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  418: "I'm a Teapot",
  422: "Unprocessable Content",
  423: "Locked",
  424: "Failed Dependency",
  425: "Too Early",
  428: "Precondition Required",
  429: "Too Many Requests",
  451: "Unavailable For Legal Reasons",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/**
 * A problem of that status.
 *
 * @param status HTTP status, 400 to 599
 * @param more detail, errors and the like
 */
export function problemOf(status: number, more: Omit<Problem, "status" | "title"> = {}): Problem {
  return { title: TITLES[status] ?? (status < 500 ? "Client Error" : "Server Error"), status, ...more };
}

/**
 * Answer with a problem, as `application/problem+json`.
 *
 * @param headers names in lower case
 */
export function problemResponse(problem: Problem, headers: Record<string, string> = {}): Response {
  return securedJson(JSON.stringify(problem), problem.status, { ...headers, ...PROBLEM_TYPE });
}
