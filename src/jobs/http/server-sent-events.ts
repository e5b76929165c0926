/**
 * A job's events as server-sent events.
 *
 * @module
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */

import type { JobEvent } from "../protocol";
import { jobBody } from "./answers";

/**
 * Each event is called `job` and carries the whole job, so that a client that missed some has missed nothing that
 * matters.
 *
 * @param events null where there is no news for a while
 */
export function serverSentEvents(events: ReadableStream<JobEvent | null>): Response {
  const encoder = new TextEncoder();
  const messages = new TransformStream<JobEvent | null, Uint8Array>({
    transform(event, controller) {
      controller.enqueue(encoder.encode(messageOf(event)));
    },
  });
  return new Response(events.pipeThrough(messages), {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}

function messageOf(event: JobEvent | null): string {
  return event === null
    ? ": still here\n\n"
    : `id: ${event.id}\nevent: job\ndata: ${JSON.stringify(jobBody(event.job))}\n\n`;
}
