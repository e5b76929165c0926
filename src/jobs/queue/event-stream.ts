/**
 * A job's events as a stream.
 *
 * @module
 */

import { HEARTBEAT_MS } from "../limits";
import type { JobEvent } from "../protocol";
import { isFinal } from "../state/record";
import type { Changes } from "./changes";
import type { Ledger } from "./ledger";

const EVENTS_A_READ = 100;

/**
 * The events of a job after that one, as lines of JSON ({@link JobEvent}), until the final one; a blank line where
 * there is no news for a while. It reads on only when the client does: a slow client holds nothing in memory.
 */
export function eventStream(
  ledger: Ledger,
  changes: Changes,
  job: string,
  after: number,
): ReadableStream<Uint8Array> {
  let cursor = after;
  const encoder = new TextEncoder();
  const nextEvents = async (): Promise<JobEvent[]> => {
    const events = ledger.events(job, cursor, EVENTS_A_READ);
    if (events.length > 0) return events;
    await changes.next(job, HEARTBEAT_MS);
    return ledger.events(job, cursor, EVENTS_A_READ);
  };
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      const events = await nextEvents();
      const lines = events.map((event) => `${JSON.stringify(event)}\n`).join("");
      controller.enqueue(encoder.encode(lines || "\n"));
      const last = events.at(-1);
      if (last === undefined) return;
      cursor = last.id;
      if (isFinal(last.job)) controller.close();
    },
  });
}
