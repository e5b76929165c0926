/**
 * One shard of the queue: takes orders, and never cooks.
 *
 * A thin shell: what may happen to a job says `state/`, what is on disk `ledger.ts`, who runs what `dispatcher.ts`.
 * Here are the calls from outside, waking up, and the one alarm.
 *
 * @module
 */

import { DurableObject } from "cloudflare:workers";
import { FULL_RETRY_AFTER_SECONDS, KEEP_ALIVE_MS, MAX_LOSSES } from "../limits";
import type { Job, Order, Receipt } from "../protocol";
import { isFinal, type JobRecord } from "../state/record";
import { Changes } from "./changes";
import { Dispatcher, GENERATION } from "./dispatcher";
import { eventStream } from "./event-stream";
import { executorsOf } from "./executors";
import { GroupCommit } from "./group-commit";
import { Lane } from "./lane";
import { jobOf, Ledger } from "./ledger";
import { incrementCounter, readCounter } from "./sql/counters";
import { dueJobs, nextDueTime, runningJobs } from "./sql/jobs";
import { migrate } from "./sql/schema";

/** What the queue reads from its environment, beside the bindings of {@link executorsOf}. */
export interface QueueEnv {
  QUEUE_LANES: string;
  QUEUE_CAPACITY: string;
}

export class JobQueue extends DurableObject<QueueEnv> {
  readonly #sql: SqlStorage;
  readonly #changes = new Changes();
  readonly #commits: GroupCommit;
  readonly #capacity: number;
  // Set in the constructor, before any call comes in.
  #ledger!: Ledger;
  #dispatcher!: Dispatcher;
  /** When the alarm is set for; null when it is not. */
  #alarmTime: number | null = null;

  constructor(ctx: DurableObjectState, env: QueueEnv) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#commits = new GroupCommit(
      () => this.#dispatch(Date.now()),
      () => ctx.storage.sync(),
    );
    this.#capacity = Number(env.QUEUE_CAPACITY);
    ctx.blockConcurrencyWhile(async () => {
      migrate(ctx.storage);
      this.#alarmTime = await ctx.storage.getAlarm();
      this.#ledger = new Ledger(ctx.storage, this.#changes);
      this.#recover();
      this.#dispatcher = new Dispatcher(this.#sql, this.#ledger, this.#lanes(), this.#commits);
      this.#work(Date.now());
    });
  }

  /**
   * Take an order, and wait for its job. Taking it again is harmless: the same id is the same job.
   *
   * @param waitMs how long to wait for the job to be final; 0 answers as soon as it is stored
   */
  async submit(order: Order, waitMs: number): Promise<Receipt> {
    const admitted = await this.#commits.add(() =>
      this.#ledger.together(() => this.#admit(order, Date.now())),
    );
    if ("type" in admitted) return admitted;
    return (await this.wait(admitted.id, waitMs)) ?? this.#ledger.receipt(admitted);
  }

  /** The job as soon as it is final, or as it is after `waitMs`; null when there is none. */
  async wait(id: string, waitMs: number): Promise<Receipt | null> {
    const end = Date.now() + waitMs;
    for (;;) {
      const job = this.#ledger.find(id);
      if (job === null) return null;
      const left = end - Date.now();
      if (isFinal(job) || left <= 0) return this.#ledger.receipt(job);
      await this.#changes.next(id, left);
    }
  }

  /** The job; null when there is none. */
  get(id: string): Job | null {
    const job = this.#ledger.find(id);
    return job && jobOf(job);
  }

  /**
   * Cancel a job: at once, even while it runs. What its function still does is dropped, and a `function*` is stopped
   * at its next `yield`. A final job stays as it is.
   *
   * @returns the job as it is now; null when there is none
   */
  cancel(id: string): Job | null {
    const job = this.#ledger.find(id);
    if (job === null) return null;
    return jobOf(this.#ledger.apply(job, { type: "cancelled" }, Date.now()));
  }

  /**
   * What happens to a job, as {@link eventStream} writes it.
   *
   * @param after number of the last event that is known, 0 for none
   * @returns "finished" when the final event is known; null when there is no such job
   */
  events(id: string, after: number): ReadableStream<Uint8Array> | "finished" | null {
    const job = this.#ledger.find(id);
    if (job === null) return null;
    // A number that is yet to come would hide the events until then, the final one among them.
    const last = this.#ledger.lastEventNumber(id);
    if (isFinal(job) && after >= last) return "finished";
    return eventStream(this.#ledger, this.#changes, id, Math.min(after, last));
  }

  override alarm(): void {
    this.#alarmTime = null;
    try {
      this.#work(Date.now());
    } catch (error) {
      // An alarm that throws is tried again six times and then never: this one comes back until it goes well.
      console.error(JSON.stringify({ message: "queue alarm failed", error: String(error) }));
      this.#setAlarmFor(Date.now() + KEEP_ALIVE_MS);
    }
  }

  /** Do whatever is due, and set the alarm for what comes next. */
  #work(now: number): void {
    for (const job of dueJobs(this.#sql, now)) {
      const type = job.status === "running" ? "expired" : "due";
      this.#ledger.apply(job, { type, jitter: Math.random() }, now);
    }
    this.#dispatcher.replaceStuck(now);
    this.#dispatch(now);
  }

  #dispatch(now: number): void {
    this.#dispatcher.dispatch(now);
    this.#setAlarm();
  }

  /** A job that runs while this object has just begun: the call that would have brought its outcome is gone. */
  #recover(): void {
    const now = Date.now();
    const orphans = runningJobs(this.#sql);
    for (const job of orphans)
      this.#ledger.apply(job, { type: "lost", attempt: job.attempt, maxLosses: MAX_LOSSES }, now);
    // Their executors may still be at it, and would let the next attempt wait.
    if (orphans.length > 0) incrementCounter(this.#sql, GENERATION);
  }

  #lanes(): Lane[] {
    const executors = executorsOf(this.env);
    const generation = readCounter(this.#sql, GENERATION);
    return Array.from({ length: Number(this.env.QUEUE_LANES) }, (_, index) => {
      const namespace = executors[index % executors.length] as (typeof executors)[number];
      return new Lane(namespace, `${this.ctx.id}/${index}`, generation);
    });
  }

  #admit(order: Order, now: number): JobRecord | Exclude<Receipt, { type: "job" }> {
    const earlier =
      this.#ledger.find(order.id) ?? (order.idempotency && this.#ledger.findByIdempotency(order.idempotency));
    if (earlier === "conflict") return { type: "conflict" };
    if (earlier) return earlier;
    if (this.#ledger.waiting >= this.#capacity)
      return { type: "full", retryAfterSeconds: FULL_RETRY_AFTER_SECONDS };
    return this.#ledger.enter(order, now);
  }

  /** Set the alarm for the earliest thing that is due. One that is set too early does no harm: it sets the next. */
  #setAlarm(): void {
    const now = Date.now();
    const times = [nextDueTime(this.#sql), this.#dispatcher.nextTime].filter((time) => time !== null);
    if (this.#dispatcher.hasWork) times.push(now + KEEP_ALIVE_MS);
    if (times.length > 0) this.#setAlarmFor(Math.min(...times));
  }

  #setAlarmFor(time: number): void {
    if (this.#alarmTime !== null && this.#alarmTime <= time) return;
    // Set for now, from within the alarm, it may never come.
    this.#alarmTime = Math.max(time, Date.now() + 1);
    void this.ctx.storage.setAlarm(this.#alarmTime);
  }
}
