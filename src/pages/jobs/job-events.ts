/**
 * A job's events, read with `fetch`, since an `EventSource` sends no token.
 *
 * @module
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */

import type { JobBody } from "../../jobs/views";
import { ApiError, request } from "./api";

const RETRY_MS = 2_000;

/**
 * Tell of the job as it is and at each of its changes, until it is done; where the line breaks, it is taken up again.
 *
 * @throws {ApiError} there is no such job
 */
export async function followJob(
  id: string,
  tell: (job: JobBody) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let last = "0"; !signal.aborted; ) {
    try {
      const headers = { accept: "text/event-stream", "last-event-id": last };
      const response = await request(`/jobs/${id}/events`, { headers, signal });
      if (response.body === null || response.status === 204) return;
      for await (const event of eventsOf(response.body)) {
        last = event.id;
        tell(event.job);
        if (event.job.finishedAt !== null) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.status < 500) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

async function* eventsOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<{ id: string; job: JobBody }> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const messages = (rest + value).split("\n\n");
    rest = messages.pop() ?? "";
    for (const message of messages) {
      const id = /^id: (.*)$/m.exec(message)?.[1];
      const data = /^data: (.*)$/m.exec(message)?.[1];
      if (id !== undefined && data !== undefined) yield { id, job: JSON.parse(data) as JobBody };
    }
  }
}
