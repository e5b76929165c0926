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
import { Recent } from "./recent";
import { attemptsOf, deleteAttemptsOf, type FailedAttempt, insertAttempt } from "./sql/attempts";
import { deleteChunks, deleteChunksOf, insertChunks, readChunks } from "./sql/chunks";
import {
  childrenOf,
  deleteJob,
  findJob,
  findPayload,
  findResponse,
  findVisibleJob,
  insertJob,
  updateJob,
  updateSucceededJob,
  type VisibleJob,
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
  readonly #recent = new Recent();

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
      this.#recent.clear();
      for (const witness of this.#witnesses) witness.restore?.();
      throw error;
    }
  }

  find(id: string): JobRecord | null {
    return this.#recent.get(id)?.job ?? findJob(this.#sql, id);
  }

  /** What callers see of a job. */
  view(id: string): VisibleJob | null {
    return this.#recent.get(id)?.job ?? findVisibleJob(this.#sql, id);
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
  enter(submission: JobRecord, payload: Uint8Array | null, key: OrderKey | null, now: number): JobRecord {
    const large = payload !== null && payload.byteLength > INLINE_BYTES;
    const job: JobRecord = large ? { ...submission, policy: { ...submission.policy, large } } : submission;
    insertJob(this.#sql, job, large ? null : payload);
    if (large) insertChunks(this.#sql, job.id, "arguments", payload);
    if (key !== null) insertKey(this.#sql, job.id, key);
    this.#recent.put(job, large || payload === null ? {} : { payload });
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
    this.#recent.put(next);
    const failure = failureOf(next, event);
    if (failure !== null) insertAttempt(this.#sql, next.id, { n: next.attempt, at: now, failure, error });
    // Another try asks its children again: those that failed would make it fail again.
    if (event.type === "retried" || (failure !== null && next.status === "scheduled"))
      deleteWaitsOf(this.#sql, next.id);
    if (event.type === "stepped") this.#noteProgress(next, now);
    this.#tell(job, next, now);
    return next;
  }

  /** Have a running job succeed with that response. Its arguments and checkpoint are not needed any more. */
  succeed(job: JobRecord, response: StoredResponse, now: number): JobRecord {
    const next = transition(job, { type: "succeeded", lease: job.lease }, now);
    if (next === job) return job;
    const { status, headers, body } = response;
    const large = body !== null && body.byteLength > INLINE_BYTES;
    updateSucceededJob(this.#sql, next, { status, headers, hasBody: body !== null }, large ? null : body);
    if (job.policy.kind !== "plain" || job.policy.large) deleteChunksOf(this.#sql, job.id);
    if (large) insertChunks(this.#sql, job.id, "body", body);
    this.#recent.put(next, { payload: undefined, response: large ? undefined : response });
    this.#tell(job, next, now);
    return next;
  }

  /**
   * Let an event happen to a job as it is now. Of a list of jobs, each may have changed with one before it: what happens
   * to a job happens to its family.
   *
   * @returns did that change anything?
   */
  applyTo(id: string, event: StateEvent, now: number): boolean {
    const job = this.find(id);
    return job !== null && this.apply(job, event, now) !== job;
  }

  /** Delete all that is known of a job, and of the jobs that it waited for. */
  forget(job: JobRecord, now: number): void {
    for (const child of childrenOf(this.#sql, job.id)) this.forget(child, now);
    deleteJob(this.#sql, job.id);
    this.#recent.delete(job.id);
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
    return (
      this.#recent.get(id)?.payload ??
      findPayload(this.#sql, id) ??
      readChunks(this.#sql, id, "arguments") ??
      new Uint8Array()
    );
  }

  /** Store a checkpoint. What the job has waited for until then is behind it. */
  storeCheckpoint(id: string, checkpoint: string): void {
    deleteChunks(this.#sql, id, "checkpoint");
    insertChunks(this.#sql, id, "checkpoint", new TextEncoder().encode(checkpoint));
    deleteWaitsOf(this.#sql, id);
  }

  /** What a job that succeeded answers; null for a batch, which has no answer of its own. */
  response(id: string): StoredResponse | null {
    const recent = this.#recent.get(id)?.response;
    if (recent !== undefined) return recent;
    const found = findResponse(this.#sql, id);
    if (found === null) return null;
    const { status, headers, hasBody } = found.head;
    return { status, headers, body: hasBody ? (found.body ?? readChunks(this.#sql, id, "body")) : null };
  }

  /** The job, with its response once it succeeded. */
  receipt(job: VisibleJob): Extract<Receipt, { type: "job" }> {
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

  #noteProgress(job: JobRecord, now: number): void {
    const { id, progress } = job;
    const noted = this.#recent.get(id)?.noted;
    if (progress === null || (noted !== undefined && Math.abs(progress - noted) < PROGRESS_STEP)) return;
    this.#recent.put(job, { noted: progress });
    insertProgress(this.#sql, id, { at: now, progress });
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
export function jobOf(job: VisibleJob): Job {
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
