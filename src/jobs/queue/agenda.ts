/**
 * When a job is next due: a lease that ends, a delay, a backoff, a retention. Known in memory, so that nobody has to
 * ask the tables after every commit.
 *
 * @module
 */

import type { JobRecord } from "../state/record";
import { nextDueTime } from "./sql/jobs";
import type { Witness } from "./witness";

const DUE = ["running", "scheduled", "succeeded", "failed", "cancelled"] as const;

export class Agenda implements Witness {
  readonly #sql: SqlStorage;
  /** It may be too early, when the job that was due has changed since: then nothing is found to be due. */
  #next: number | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.restore();
  }

  /** In milliseconds since the epoch; null when no job will be due. */
  get next(): number | null {
    return this.#next;
  }

  /** Read it anew. */
  restore(): void {
    const times = DUE.map((status) => nextDueTime(this.#sql, status)).filter((time) => time !== null);
    this.#next = times.length === 0 ? null : Math.min(...times);
  }

  changed(_: JobRecord | null, after: JobRecord | null): void {
    const due = after?.dueAt ?? null;
    if (due !== null) this.#next = Math.min(this.#next ?? due, due);
  }
}
