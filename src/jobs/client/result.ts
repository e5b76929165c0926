/**
 * What a job answers, as its caller gets it.
 *
 * @module
 */

import { failureError } from "../job-failed-error";
import type { Job, StoredResponse } from "../protocol";
import { isFinal } from "../state/record";

/** How the stored response becomes the result again. */
export interface ResultReader<Result = unknown> {
  result: "json" | "text" | "bytes" | "empty" | "response";
  /** Revive the parsed JSON: dates, mostly. */
  read?(json: never): Result;
}

/** A job at some time, with its response once it succeeded. */
export interface JobReceipt {
  job: Job;
  response: StoredResponse | null;
}

/**
 * Wait until the job is final.
 *
 * @param again asks for the job anew
 * @throws {HTTPException} the function threw it
 * @throws {JobFailedError}
 */
export async function succeeded(
  receipt: JobReceipt,
  again: (id: string) => Promise<JobReceipt>,
): Promise<JobReceipt> {
  let current = receipt;
  while (!isFinal(current.job)) current = await again(current.job.id);
  if (current.job.status !== "succeeded") throw failureError(current.job);
  return current;
}

/** The result of a stored response. */
export function resultOf({ status, headers, body }: StoredResponse, { result, read }: ResultReader): unknown {
  switch (result) {
    case "json": {
      const json = JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())) as never;
      return read ? read(json) : json;
    }
    case "text":
      return new TextDecoder().decode(body ?? new Uint8Array());
    case "bytes":
      return body ?? new Uint8Array();
    case "empty":
      return undefined;
    case "response":
      return new Response(body, { status, headers });
  }
}
