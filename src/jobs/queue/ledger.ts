/**
 * The jobs on disk. Whatever happens to a job is written here: the row, what goes with it, and what its witnesses make
 * of it. Nothing in here waits, so all that one caller does in one go is one commit.
 *
 * @module
 */

import { INLINE_BYTES } from "../limits";
import type { Failure, Job, OrderKey, Receipt, StoredResponse, Work } from "../protocol";
import { isFinal, type JobRecord } from "../state/record";
import { type StateEvent, transition } from "../state/transition";
import { attemptsOf, deleteAttemptsOf, type FailedAttempt, insertAttempt } from "./sql/attempts";
import { deleteChunks, deleteChunksOf, insertChunks, readChunks } from "./sql/chunks";
import {
  childrenOf,
  deleteJob,
  findJob,
  findPayload,
  findResponse,
  insertJob,
  updateJob,
  updateResponse,
} from "./sql/jobs";
import { deleteKeysOf, findKey, insertKey } from "./sql/keys";
import { deleteProgressOf, insertProgress, type Progress, progressOf } from "./sql/progress";
import { deleteWaitsOf } from "./sql/waits";
import type { Witness } from "./witness";

/** How much further a job must be for its history to note it. */
const PROGRESS_STEP = 0.01;

export class Ledger {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  readonly #witnesses: Witness[] = [];
  /** Jobs that run, as they are on disk, where nobody else writes. `noted`: the progress that its history has last. */
  readonly #running = new Map<string, { job: JobRecord; noted: number | null }>();

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
  }

  /** Have it know of every change from now on. They are told in the order in which they came. */
  addWitness(witness: Witness): void {
    this.#witnesses.push(witness);
  }

  /** Do all of it, or none. */
  together<R>(act: () => R): R {
    try {
      return this.#storage.transactionSync(act);
    } catch (error) {
      this.#running.clear();
      for (const witness of this.#witnesses) witness.restore?.();
      throw error;
    }
  }

  find(id: string): JobRecord | null {
    return this.#running.get(id)?.job ?? findJob(this.#sql, id);
  }

  /** The job that an earlier order of the same key made, or "conflict" if that had other arguments. */
  findByKey(key: OrderKey): JobRecord | "conflict" | null {
    const earlier = findKey(this.#sql, key.key);
    if (earlier === null) return null;
    if (key.scope === "kept") return earlier.payload === key.payload ? this.find(earlier.job) : "conflict";
    const job = this.find(earlier.job);
    return job === null || isFinal(job) ? null : job;
  }

  /** Write a new job. A batch has no arguments. */
  enter(job: JobRecord, payload: Uint8Array | null, key: OrderKey | null, now: number): JobRecord {
    const small = payload !== null && payload.byteLength <= INLINE_BYTES;
    insertJob(this.#sql, job, small ? payload : null);
    if (payload !== null && !small) insertChunks(this.#sql, job.id, "arguments", payload);
    if (key !== null) insertKey(this.#sql, job.id, key);
    this.#tell(null, job, now);
    return job;
  }

  /**
   * Let an event happen to a job. The same record comes back when it changes nothing.
   *
   * @param error of a failure, for operators
   */
  apply(job: JobRecord, event: StateEvent, now: number, error: string | null = null): JobRecord {
    const next = transition(job, event, now);
    if (next === job) return job;
    updateJob(this.#sql, next);
    this.#keep(next, event, now);
    const failure = failureOf(next, event);
    if (failure !== null) insertAttempt(this.#sql, next.id, { n: next.attempt, at: now, failure, error });
    // Another try asks its children again: those that failed would make it fail again.
    if (event.type === "retried" || (failure !== null && next.status === "scheduled"))
      deleteWaitsOf(this.#sql, next.id);
    this.#tell(job, next, now);
    return next;
  }

  /** Delete all that is known of a job, and of the jobs that it waited for. */
  forget(job: JobRecord, now: number): void {
    for (const child of childrenOf(this.#sql, job.id)) this.forget(child, now);
    deleteJob(this.#sql, job.id);
    deleteChunksOf(this.#sql, job.id);
    deleteKeysOf(this.#sql, job.id);
    deleteAttemptsOf(this.#sql, job.id);
    deleteProgressOf(this.#sql, job.id);
    deleteWaitsOf(this.#sql, job.id);
    this.#tell(job, null, now);
  }

  /** What an executor needs to run the job. */
  work(job: JobRecord): Work {
    // Before its first lease ends a job has no checkpoint.
    const checkpoint = job.lease > 1 ? readChunks(this.#sql, job.id, "checkpoint") : null;
    return {
      id: job.id,
      operation: job.operation,
      attempt: job.attempt,
      payload: this.payload(job.id),
      checkpoint: checkpoint && new TextDecoder().decode(checkpoint),
      requestId: job.policy.requestId,
    };
  }

  /** The packed arguments; nothing when the job has succeeded and does not need them any more. */
  payload(id: string): Uint8Array {
    return findPayload(this.#sql, id) ?? readChunks(this.#sql, id, "arguments") ?? new Uint8Array();
  }

  /** Store a checkpoint. What the job has waited for until then is behind it. */
  storeCheckpoint(id: string, checkpoint: string): void {
    deleteChunks(this.#sql, id, "checkpoint");
    insertChunks(this.#sql, id, "checkpoint", new TextEncoder().encode(checkpoint));
    deleteWaitsOf(this.#sql, id);
  }

  /** Store what the job answers. Its arguments and checkpoint are not needed any more. */
  storeResponse(id: string, { status, headers, body }: StoredResponse): void {
    const small = body !== null && body.byteLength <= INLINE_BYTES;
    updateResponse(this.#sql, id, { status, headers, hasBody: body !== null }, small ? body : null);
    deleteChunksOf(this.#sql, id);
    if (body !== null && !small) insertChunks(this.#sql, id, "body", body);
  }

  /** What a job that succeeded answers; null for a batch, which has no answer of its own. */
  response(id: string): StoredResponse | null {
    const found = findResponse(this.#sql, id);
    if (found === null) return null;
    const { status, headers, hasBody } = found.head;
    return { status, headers, body: hasBody ? (found.body ?? readChunks(this.#sql, id, "body")) : null };
  }

  /** The job, with its response once it succeeded. */
  receipt(job: JobRecord): Extract<Receipt, { type: "job" }> {
    return {
      type: "job",
      job: jobOf(job),
      response: job.status === "succeeded" ? this.response(job.id) : null,
    };
  }

  /** What went wrong, and how far it was when. */
  history(id: string): { attempts: FailedAttempt[]; progress: Progress[] } {
    return { attempts: attemptsOf(this.#sql, id), progress: progressOf(this.#sql, id) };
  }

  #tell(before: JobRecord | null, after: JobRecord | null, now: number): void {
    for (const witness of this.#witnesses) witness.changed(before, after, now);
  }

  #keep(job: JobRecord, event: StateEvent, now: number): void {
    if (job.status !== "running") {
      this.#running.delete(job.id);
      return;
    }
    let noted = this.#running.get(job.id)?.noted ?? null;
    const { progress } = job;
    if (event.type === "stepped" && progress !== null) {
      if (noted === null || Math.abs(progress - noted) >= PROGRESS_STEP) {
        noted = progress;
        insertProgress(this.#sql, job.id, { at: now, progress });
      }
    }
    this.#running.set(job.id, { job, noted });
  }
}

/** The failure that ended an attempt; null when the event is none. */
function failureOf(job: JobRecord, event: StateEvent): Failure | null {
  switch (event.type) {
    case "failed":
      return event.failure;
    case "lost":
      return { reason: "lost", losses: job.losses };
    case "expired":
      return { reason: "timeout", seconds: job.policy.timeout / 1000 };
    default:
      return null;
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
