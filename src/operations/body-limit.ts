import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ProblemError } from "./failure";
import { problemOf } from "./problem";

/** The largest request body, in bytes. It is what the queue takes too. */
const LIMIT = 32 * 1024 * 1024;

const countBody = bodyLimit({
  maxSize: LIMIT,
  onError: async (c) => {
    // A client that still sends would see its connection break, and not the answer: take what comes, and keep nothing.
    await c.req.raw.body?.pipeTo(new WritableStream()).catch(() => {});
    throw new ProblemError(problemOf(413, { detail: `The body may have ${LIMIT} bytes at most.` }));
  },
});

/** Middleware of every operation that reads a body: 413 above the limit. */
export const limitBody: MiddlewareHandler = (c, next) => {
  const length = c.req.header("content-length");
  // Hono's looks at the body too, which costs as much as reading a small one. Here its length says all.
  const isShort = length !== undefined && Number(length) <= LIMIT;
  return isShort && c.req.header("transfer-encoding") === undefined ? next() : countBody(c, next);
};
