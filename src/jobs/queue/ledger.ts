/**
 * The jobs on disk. Whatever happens to a job is written here: the row, its event, what goes with it. Nothing in here
 * waits, so all that one caller does in one go is one commit.
 *
 * @module
 */

import type { Job, JobEvent, Order, Receipt, StoredResponse, Work } from "../protocol";
import { isFinal, isWaiting, type JobRecord, submitted } from "../state/record";
import { type StateEvent, transition } from "../state/transition";
import type { Changes } from "./changes";
import { deleteChunks, deleteInputChunks, insertChunks, readChunks } from "./sql/chunks";
import { eventsAfter, insertEvent, lastEventNumber } from "./sql/events";
import { findIdempotencyKey, insertIdempotencyKey } from "./sql/idempotency-keys";
import {
  countWaitingJobs,
  findJob,
  findResponseHead,
  insertJob,
  updateJob,
  updateResponseHead,
} from "./sql/jobs";

export class Ledger {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  readonly #changes: Changes;
  /** Counted here, since counting rows takes longer the longer the line is. */
  #waiting: number;

  constructor(storage: DurableObjectStorage, changes: Changes) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#changes = changes;
    this.#waiting = countWaitingJobs(this.#sql);
  }

  /** Do all of it, or none. */
  together<R>(act: () => R): R {
    try {
      return this.#storage.transactionSync(act);
    } catch (error) {
      this.#waiting = countWaitingJobs(this.#sql);
      throw error;
    }
  }

  /** Jobs that stand in line. */
  get waiting(): number {
    return this.#waiting;
  }

  find(id: string): JobRecord | null {
    return findJob(this.#sql, id);
  }

  /** The job that an earlier order of the same idempotency key made, or "conflict" if that had other arguments. */
  findByIdempotency(idempotency: NonNullable<Order["idempotency"]>): JobRecord | "conflict" | null {
    const earlier = findIdempotencyKey(this.#sql, idempotency.key);
    if (earlier === null) return null;
    return earlier.payload === idempotency.payload ? this.find(earlier.job) : "conflict";
  }

  enter(order: Order, now: number): JobRecord {
    const job = submitted(order, now);
    insertJob(this.#sql, job);
    insertChunks(this.#sql, job.id, "arguments", order.payload);
    if (order.idempotency) insertIdempotencyKey(this.#sql, job.id, order.idempotency);
    insertEvent(this.#sql, jobOf(job));
    this.#waiting++;
    return job;
  }

  /** Let an event happen to a job. The same record comes back when it changes nothing. */
  apply(job: JobRecord, event: StateEvent, now: number): JobRecord {
    const next = transition(job, event, now);
    if (next === job) return job;
    updateJob(this.#sql, next);
    insertEvent(this.#sql, jobOf(next));
    if (isFinal(next)) deleteInputChunks(this.#sql, next.id);
    this.#waiting += Number(isWaiting(next)) - Number(isWaiting(job));
    this.#changes.announce(next.id);
    return next;
  }

  /** What an executor needs to run the job. */
  work(job: JobRecord): Work {
    const checkpoint = readChunks(this.#sql, job.id, "checkpoint");
    return {
      id: job.id,
      operation: job.operation,
      attempt: job.attempt,
      payload: readChunks(this.#sql, job.id, "arguments") ?? new Uint8Array(),
      checkpoint: checkpoint && new TextDecoder().decode(checkpoint),
    };
  }

  storeCheckpoint(id: string, checkpoint: string): void {
    deleteChunks(this.#sql, id, "checkpoint");
    insertChunks(this.#sql, id, "checkpoint", new TextEncoder().encode(checkpoint));
  }

  storeResponse(id: string, { status, headers, body }: StoredResponse): void {
    updateResponseHead(this.#sql, id, { status, headers, hasBody: body !== null });
    if (body !== null) insertChunks(this.#sql, id, "body", body);
  }

  /** The job, with its response once it succeeded. */
  receipt(job: JobRecord): Receipt {
    const head = job.status === "succeeded" ? findResponseHead(this.#sql, job.id) : null;
    const response = head && {
      status: head.status,
      headers: head.headers,
      body: head.hasBody ? readChunks(this.#sql, job.id, "body") : null,
    };
    return { type: "job", job: jobOf(job), response };
  }

  lastEventNumber(id: string): number {
    return lastEventNumber(this.#sql, id);
  }

  events(id: string, after: number, limit: number): JobEvent[] {
    return eventsAfter(this.#sql, id, after, limit);
  }
}

/** The job as the queue shows it. */
export function jobOf(job: JobRecord): Job {
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  return {
    id: job.id,
    operation: job.operation,
    status: job.status,
    progress: job.progress,
    attempt: job.attempt,
    createdAt: new Date(job.createdAt).toISOString(),
    startedAt: iso(job.startedAt),
    finishedAt: iso(job.finishedAt),
    failure: job.failure,
  };
}
