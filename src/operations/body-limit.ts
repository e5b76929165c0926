import type { HonoRequest } from "hono";
import { ProblemError } from "./failure";
import { problemOf } from "./problem";

/** The largest request body, in bytes. It is what the queue takes too. */
const LIMIT = 32 * 1024 * 1024;

/** Have the reading of the body, which must not have begun, end in a 413 where there is more than the limit. */
export function limitBody(request: HonoRequest): void {
  const { raw } = request;
  // Its length says all, and to look at a body costs as much as reading a small one. A body in chunks has none: workerd
  // takes away what a client says of it beside (RFC 9112, section 6.3).
  const length = raw.headers.get("content-length");
  if (length !== null && Number(length) <= LIMIT) return;
  if (raw.body !== null) request.raw = new Request(raw, { body: raw.body.pipeThrough(limit()) });
}

function limit(): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength;
      // A client that still sends would see its connection break, and not the answer: take what comes, and keep nothing.
      if (size <= LIMIT) controller.enqueue(chunk);
    },
    flush() {
      if (size > LIMIT)
        throw new ProblemError(problemOf(413, { detail: `The body may have ${LIMIT} bytes at most.` }));
    },
  });
}
