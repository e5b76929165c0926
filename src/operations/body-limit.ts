import { bodyLimit } from "hono/body-limit";
import { ProblemError } from "./failure";
import { problemOf } from "./problem";

/** The largest request body, in bytes. It is what the queue takes too. */
const LIMIT = 30 * 1024 * 1024;

/** Middleware of every operation that reads a body: 413 above the limit. */
export const limitBody = bodyLimit({
  maxSize: LIMIT,
  onError: () => {
    throw new ProblemError(problemOf(413, { detail: `The body may have ${LIMIT} bytes at most.` }));
  },
});
