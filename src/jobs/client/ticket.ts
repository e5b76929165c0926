/**
 * A job that was submitted.
 *
 * @module
 */

import type { Job } from "../protocol";
import { eventLines } from "./event-lines";
import { cancelJob, getJob, present, watchJob } from "./queue";

/** A job that was submitted. */
export interface Ticket<Result> {
  readonly id: string;
  /** The job as it is now. */
  get(): Promise<Job>;
  /**
   * The result, however long it takes.
   * @throws {HTTPException} the function threw it
   * @throws {JobFailedError}
   */
  result(): Promise<Result>;
  /** Cancel it, with all that it waits for, unless it is final. */
  cancel(): Promise<Job>;
  /** The job as it is, and then at each of its changes, until the final one. */
  progress(): AsyncIterable<Job>;
}

export function ticketOf<Result>(id: string, result: () => Promise<Result>): Ticket<Result> {
  return {
    id,
    get: async () => present(await getJob(id), id),
    result,
    cancel: async () => present(await cancelJob(id), id),
    progress: () => progressOf(id),
  };
}

/** So many streams in a row that break before their first line are too many. */
const MAX_BREAKS = 4;

/** A stream that breaks, since the queue began anew, is taken up again after the last version. */
async function* progressOf(id: string): AsyncGenerator<Job, void> {
  for (let known = 0, breaks = 0; ; ) {
    const events = await watchJob(id, known);
    if (events === "finished") return;
    try {
      for await (const event of present(events, id).pipeThrough(eventLines())) {
        breaks = 0;
        if (event === null) continue;
        known = event.id;
        yield event.job;
      }
    } catch (error) {
      if (++breaks === MAX_BREAKS) throw error;
    }
  }
}
