/**
 * A job's events, read from the queue's stream.
 *
 * @module
 */

import type { JobEvent } from "../protocol";

/** Each line becomes an event; a blank line, which only says that the connection is alive, becomes null. */
export function eventLines(): TransformStream<Uint8Array, JobEvent | null> {
  const decoder = new TextDecoder();
  let rest = "";
  return new TransformStream({
    transform(bytes, controller) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) controller.enqueue(line === "" ? null : (JSON.parse(line) as JobEvent));
    },
  });
}
