/**
 * A queue that has more calls than it can take is no fault of the client, and no secret either.
 *
 * @module
 */

import { ProblemError } from "../../operations/failure";
import { problemOf } from "../../operations/problem";
import { isOverloaded } from "../client/queue";
import { FULL_RETRY_AFTER_SECONDS } from "../limits";

/** Hono's error handler for what calls the queue: 503 when it has too much to do. Others see to everything else. */
export function answerOverload(error: Error): never {
  if (!isOverloaded(error)) throw error;
  throw new ProblemError(problemOf(503, { detail: "The queue has too much to do." }), {
    "retry-after": String(FULL_RETRY_AFTER_SECONDS),
  });
}
