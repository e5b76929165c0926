/**
 * A job's changes as a stream.
 *
 * @module
 */

import { HEARTBEAT_MS } from "../limits";
import type { JobEvent } from "../protocol";
import { isFinal } from "../state/record";
import type { Changes } from "./changes";
import { jobOf, type Ledger } from "./ledger";

/**
 * The job whenever it has changed since that version, as lines of JSON ({@link JobEvent}), until it is final; a blank
 * line where there is no news for a while. Every line is the whole job: of changes that follow each other faster than
 * the client reads, the last says all, and a slow client holds nothing in memory.
 */
export function eventStream(
  ledger: Ledger,
  changes: Changes,
  id: string,
  after: number,
): ReadableStream<Uint8Array> {
  let known = after;
  const encoder = new TextEncoder();
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      let job = ledger.find(id);
      if (job?.version === known) {
        await changes.next(id, HEARTBEAT_MS);
        job = ledger.find(id);
      }
      // It was forgotten.
      if (job === null) {
        controller.close();
        return;
      }
      const event: JobEvent = { id: job.version, job: jobOf(job) };
      controller.enqueue(encoder.encode(job.version === known ? "\n" : `${JSON.stringify(event)}\n`));
      known = job.version;
      if (isFinal(job)) controller.close();
    },
  });
}
