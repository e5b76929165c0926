/**
 * Following a job.
 *
 * @module
 */

import { ApiError } from "./api-error";
import type { CallOptions, Job, Ticket } from "./contract";
import { Persistence } from "./persistence";
import { serverSentEvents } from "./server-sent-events";
import { sleep } from "./sleep";
import type { Send } from "./transport";

/** How long one request waits for the result, in seconds: as long as the API lets it. */
const WAIT = 30;

const FINAL: Job["status"][] = ["succeeded", "failed", "cancelled"];

/** The id of a job that is not done yet; undefined for an answer, which may have the status 202 of its own. */
export function jobOf({ status, headers }: Response): string | undefined {
  return status === 202 ? /\/jobs\/([^/]+)$/.exec(headers.get("location") ?? "")?.[1] : undefined;
}

/** @param read makes the answer of the response */
export function ticketOf<Answer>(
  send: Send,
  id: string,
  read: (response: Response) => Promise<Answer>,
): Ticket<Answer> {
  const path = `/jobs/${encodeURIComponent(id)}`;
  const job = async (method: string, options?: CallOptions): Promise<Job> =>
    (await send({ method, path }, options)).json();
  return {
    id,
    get: (options) => job("GET", options),
    result: async (options) => read(await resultOf(send, id, options)),
    progress: (options) => progressOf(send, path, options),
    async cancel(options) {
      try {
        return await job("DELETE", options);
      } catch (error) {
        // It has ended before.
        if (error instanceof ApiError && error.status === 409) return job("GET", options);
        throw error;
      }
    },
  };
}

/** What the operation answers, when it does. */
export async function resultOf(send: Send, id: string, options: CallOptions = {}): Promise<Response> {
  const path = `/jobs/${encodeURIComponent(id)}/result`;
  const persistence = new Persistence(options.signal);
  for (;;) {
    try {
      const response = await send({ method: "GET", path, headers: { prefer: `wait=${WAIT}` } }, options);
      if (jobOf(response) === undefined) return response;
      persistence.reached();
      await response.body?.cancel();
      // Something on the way has dropped the wish to wait.
      if (!response.headers.has("preference-applied")) await sleep(1000, options.signal);
    } catch (error) {
      await persistence.lost(error);
    }
  }
}

/** A stream that ends before the job does is taken up again after the last event. */
async function* progressOf(send: Send, path: string, options: CallOptions = {}): AsyncGenerator<Job, void> {
  const persistence = new Persistence(options.signal);
  let last = "";
  for (;;) {
    try {
      const headers = { accept: "text/event-stream", ...(last && { "last-event-id": last }) };
      const response = await send({ method: "GET", path: `${path}/events`, headers }, options);
      if (response.status === 204) return;
      for await (const { id, data } of serverSentEvents(response)) {
        persistence.reached();
        last = id;
        const job: Job = JSON.parse(data);
        yield job;
        if (FINAL.includes(job.status)) return;
      }
      throw new TypeError("The connection was closed before the job ended.");
    } catch (error) {
      await persistence.lost(error);
    }
  }
}
