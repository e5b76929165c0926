/**
 * Requests to the routes of jobs.
 *
 * @module
 */

import type { Problem } from "../../operations/problem";
import { signOut, token } from "./session";

/** An answer that is a problem. */
export class ApiError extends Error {
  readonly status: number;

  constructor({ status, detail, title }: Problem) {
    super(detail ?? title);
    this.status = status;
  }
}

/**
 * Send a request, with the token if there is one.
 *
 * @throws {ApiError} the answer is 400 or more
 * @throws {TypeError} the server cannot be reached
 */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  // Browsers' own would ask for the page.
  if (!headers.has("accept")) headers.set("accept", "application/json");
  const bearer = token();
  if (bearer !== null) headers.set("authorization", `Bearer ${bearer}`);
  const response = await fetch(path, { ...init, headers, cache: "no-store" });
  if (response.ok) return response;
  // The token has changed in the meantime.
  if (response.status === 401 && bearer !== null) signOut();
  throw new ApiError(await problemOf(response));
}

export async function read<T>(path: string): Promise<T> {
  return (await request(path)).json();
}

export function post(path: string): Promise<Response> {
  return request(path, { method: "POST" });
}

export function patch(path: string, body: unknown): Promise<Response> {
  return request(path, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Is that the token? @returns "unset" when there is none on the server */
export async function tryToken(candidate: string | null): Promise<"right" | "wrong" | "unset"> {
  const headers = new Headers({ accept: "application/json" });
  try {
    // A token that no header can hold is not it.
    if (candidate !== null) headers.set("authorization", `Bearer ${candidate}`);
  } catch {
    return "wrong";
  }
  const { status } = await fetch("/jobs?limit=1", { headers, cache: "no-store" });
  if (status === 403) return "unset";
  return status === 200 ? "right" : "wrong";
}

/** What to tell of something that went wrong. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return "The server cannot be reached.";
}

async function problemOf(response: Response): Promise<Problem> {
  const title = `The server answered ${response.status}.`;
  try {
    return { title, ...(await response.json()), status: response.status };
  } catch {
    return { title, status: response.status };
  }
}
