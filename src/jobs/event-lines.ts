/**
 * A job's events, read from the queue's stream.
 *
 * @module
 */

import type { JobEvent } from "./protocol";

/**
 * Each line becomes an event; a blank line, which only says that the connection is alive, becomes null.
 *
 * A generator and not a `TransformStream`: what reads from one of those waits for ever when the queue dies.
 *
 * @throws {Error} the queue died, or was replaced
 */
export async function* eventsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<JobEvent | null, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line === "" ? null : (JSON.parse(line) as JobEvent);
  }
}
