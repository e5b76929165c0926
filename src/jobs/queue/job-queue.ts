/**
 * One shard of the queue: takes orders, and never cooks.
 *
 * A thin shell: what may happen to a job says `state/`, what is on disk `ledger.ts`, whose turn it is `lines.ts`, who
 * runs what `dispatcher.ts`. Here are the calls from outside, waking up, and the one alarm.
 *
 * @module
 */

import { DurableObject } from "cloudflare:workers";
import { log, thrown } from "../../logs/log";
import {
  DUE_AT_ONCE,
  INLINE_BYTES,
  KEEP_ALIVE_MS,
  MAX_ORPHANED_ATTEMPTS,
  MESSAGE_BYTES,
  SLICE_MS,
} from "../limits";
import { retryAfterSeconds } from "../metrics/throughput";
import type { Job, JobStatus, Order, Receipt } from "../protocol";
import type { Schedule } from "../schedule";
import { isFinal, type JobRecord, submitted } from "../state/record";
import {
  fromWire,
  receiptToWire,
  responseToWire,
  type WireOrder,
  type WireReceipt,
  type WireResponse,
} from "../wire";
import { Agenda } from "./agenda";
import { Changes } from "./changes";
import { Deliveries } from "./deliveries";
import { Dispatcher, GENERATION } from "./dispatcher";
import { eventStream } from "./event-stream";
import { executorsOf } from "./executors";
import { type BatchOrder, Families } from "./families";
import { GroupCommit } from "./group-commit";
import { JobLog } from "./job-log";
import { Lane } from "./lane";
import { jobOf, Ledger } from "./ledger";
import { Lines } from "./lines";
import { Meter } from "./meter";
import { Operator } from "./operator";
import { incrementCounter, readCounter } from "./sql/counters";
import { dueJobs, runningJobs } from "./sql/jobs";
import { migrate } from "./sql/schema";
import { keepsSchedules, Timetable } from "./timetable";

/** What the queue reads from its environment, beside the bindings of {@link executorsOf}. */
export interface QueueEnv {
  QUEUE_LANES: string;
  QUEUE_CAPACITY: string;
  /** Jobs that get a line in the log when they are done: "all", which is also the default, or "failed". */
  LOG_JOBS?: string;
  WEBHOOK_SECRET?: string;
}

export interface QueueOptions {
  /** What it starts by itself. */
  schedules?: readonly Schedule[];
  /** How long a `function*` runs before it makes way for others, in milliseconds. */
  sliceMs?: number;
}

/** Who waits for longer is looked at in between. */
const LONGEST_ALARM_MS = 365 * 86_400_000;

const FINAL = ["succeeded", "failed", "cancelled"] as const;

/**
 * The `JobQueue` class of these schedules.
 *
 * @example
 * export class JobQueue extends createJobQueue({ schedules }) {}
 */
export function createJobQueue({ schedules = [], sliceMs = SLICE_MS }: QueueOptions = {}) {
  return class JobQueue extends DurableObject<QueueEnv> {
    readonly #sql: SqlStorage;
    readonly #changes = new Changes();
    readonly #commits: GroupCommit;
    readonly #capacity: number;
    // Set in the constructor, before any call comes in.
    #ledger!: Ledger;
    #lines!: Lines;
    #families!: Families;
    #agenda!: Agenda;
    #meter!: Meter;
    #deliveries!: Deliveries;
    #dispatcher!: Dispatcher;
    /** Null in all shards but one. */
    #timetable: Timetable | null = null;
    /** When the alarm is set for; null when it is not. */
    #alarmTime: number | null = null;

    constructor(ctx: DurableObjectState, env: QueueEnv) {
      super(ctx, env);
      this.#sql = ctx.storage.sql;
      this.#commits = new GroupCommit(
        () => this.#untilItGoesWell(() => this.#dispatch(Date.now())),
        () => ctx.storage.sync(),
      );
      this.#capacity = Number(env.QUEUE_CAPACITY);
      ctx.blockConcurrencyWhile(async () => {
        migrate(ctx.storage);
        this.#alarmTime = await ctx.storage.getAlarm();
        this.#assemble(Date.now());
        this.#untilItGoesWell(() => this.#work(Date.now()));
      });
    }

    /** Be there: whatever is due is done. */
    wake(): void {}

    /** What operators do. */
    operator(): Operator {
      return new Operator({
        sql: this.#sql,
        ledger: this.#ledger,
        lines: this.#lines,
        dispatcher: this.#dispatcher,
        changes: this.#changes,
        meter: this.#meter,
        timetable: this.#timetable,
        write: (act) => this.#write(act),
      });
    }

    /**
     * Take an order, and wait for its job. Taking it again is harmless: the same id is the same job.
     *
     * @param waitMs how long to wait for the job to be final; 0 answers as soon as it is stored
     */
    async submit({ payload, ...order }: WireOrder, waitMs: number): Promise<WireReceipt> {
      const bytes = payload instanceof Uint8Array ? payload : await fromWire(payload);
      const admit = () => this.#admit({ ...order, payload: bytes }, Date.now());
      // Most orders are one statement, which is whole by itself.
      const single = order.key === null && bytes.byteLength <= INLINE_BYTES;
      const admitted = await (single ? this.#commits.add(admit) : this.#write(admit));
      if ("type" in admitted) return admitted;
      return (await this.wait(admitted.id, waitMs)) ?? receiptToWire(this.#ledger.receipt(admitted));
    }

    /** Take several orders as one job. Taking them again is harmless. */
    async submitBatch(batch: BatchOrder): Promise<WireReceipt> {
      const admitted = await this.#write(() => this.#admitBatch(batch, Date.now()));
      return "type" in admitted ? admitted : receiptToWire(this.#ledger.receipt(admitted));
    }

    /** The job as soon as it is final, or as it is after `waitMs`; null when there is none. */
    async wait(id: string, waitMs: number): Promise<WireReceipt | null> {
      const end = Date.now() + waitMs;
      for (;;) {
        const job = this.#ledger.view(id);
        if (job === null) return null;
        const left = end - Date.now();
        if (isFinal(job) || left <= 0) return receiptToWire(this.#ledger.receipt(job));
        await this.#changes.next(id, left);
      }
    }

    /** The job; null when there is none. */
    get(id: string): Job | null {
      const job = this.#ledger.view(id);
      return job && jobOf(job);
    }

    /**
     * What the children of a batch that succeeded answer, in their order.
     *
     * @param from index of the first; `next` is where to go on, or null
     */
    results(batch: string, from: number): { responses: WireResponse[]; next: number | null } {
      const { responses, next } = this.#families.responses(batch, from, MESSAGE_BYTES);
      return { responses: responses.map(responseToWire), next };
    }

    /**
     * Cancel a job, with all that it waits for: at once, even while it runs. What its function still does is dropped, and
     * a `function*` is stopped at its next `yield`. A final job stays as it is.
     *
     * @returns the job as it is now; null when there is none
     */
    cancel(id: string): Promise<Job | null> {
      return this.#write(() => {
        const job = this.#ledger.find(id);
        return job && jobOf(this.#ledger.apply(job, { type: "cancelled" }, Date.now()));
      });
    }

    /**
     * What happens to a job, as {@link eventStream} writes it.
     *
     * @param after the last version that is known, 0 for none
     * @returns "finished" when the final one is known; null when there is no such job
     */
    events(id: string, after: number): ReadableStream<Uint8Array> | "finished" | null {
      const job = this.#ledger.find(id);
      if (job === null) return null;
      if (isFinal(job) && after >= job.version) return "finished";
      // A version that is yet to come would hide those until then, the final one among them.
      return eventStream(this.#ledger, this.#changes, id, Math.min(after, job.version));
    }

    override alarm(): void {
      this.#alarmTime = null;
      // An alarm that throws is tried again six times and then never.
      this.#untilItGoesWell(() => this.#work(Date.now()));
    }

    /** Put the parts together. */
    #assemble(now: number): void {
      const sql = this.#sql;
      const ledger = new Ledger(this.ctx.storage);
      const lines = new Lines(sql);
      const families = new Families(sql, ledger, lines);
      this.#agenda = new Agenda(sql);
      this.#meter = new Meter(sql, now);
      this.#deliveries = new Deliveries(sql, ledger, this.#commits, this.env.WEBHOOK_SECRET ?? "");
      // Families come last: what they make of a change is another one.
      const jobLog = new JobLog(this.env.LOG_JOBS ?? "all");
      const watchers = [lines, this.#agenda, this.#meter, this.#deliveries, jobLog, this.#changes];
      for (const witness of [...watchers, families]) ledger.addWitness(witness);
      if (keepsSchedules(this.ctx.id.name, sql))
        this.#timetable = new Timetable({ sql, ledger, lines }, schedules, now);
      this.#ledger = ledger;
      this.#lines = lines;
      this.#families = families;
      const busyUntil = this.#recover(now);
      const lanes = this.#createLanes();
      const commits = this.#commits;
      this.#dispatcher = new Dispatcher({ sql, ledger, lines, families, lanes, commits, sliceMs });
      if (busyUntil !== null) this.#dispatcher.suspectAll(now, busyUntil);
    }

    /** Write all of it or none, together with what others write. */
    #write<R>(act: () => R): Promise<R> {
      return this.#commits.add(() => this.#ledger.together(act));
    }

    /** What fails is done again at the next alarm. */
    #untilItGoesWell(act: () => void): void {
      try {
        act();
      } catch (error) {
        log("error", "queue failed", thrown(error));
        this.#setAlarmFor(Date.now() + KEEP_ALIVE_MS);
      }
    }

    /** Do whatever is due, and set the alarm for what comes next. */
    #work(now: number): void {
      // First what makes room: on a full disk nothing else can be written.
      for (const status of FINAL) this.#seeTo(status, now, (job) => this.#ledger.forget(job, now));
      this.#seeTo("running", now, ({ id }) =>
        this.#ledger.applyTo(id, { type: "expired", jitter: Math.random() }, now),
      );
      this.#seeTo("scheduled", now, ({ id }) => this.#ledger.applyTo(id, { type: "due" }, now));
      this.#agenda.restore();
      this.#timetable?.tick(now);
      this.#deliveries.send(now);
      this.#meter.save(now);
      this.#dispatcher.replaceStuck(now);
      this.#dispatch(now);
    }

    /** Do it for each job of that status that is due, one by one, whole or not at all: some now, the others soon. */
    #seeTo(status: JobStatus, now: number, act: (job: JobRecord) => void): void {
      for (const job of dueJobs(this.#sql, status, now, DUE_AT_ONCE)) this.#ledger.together(() => act(job));
    }

    #dispatch(now: number): void {
      this.#dispatcher.dispatch(now);
      this.#setAlarm();
    }

    /**
     * A job that runs while this object has just begun: the call that would have brought its outcome is gone.
     *
     * @returns until when an executor may still be at such a job; null when there is none
     */
    #recover(now: number): number | null {
      const orphans = runningJobs(this.#sql);
      for (const { id, lease } of orphans)
        this.#ledger.applyTo(id, { type: "orphaned", lease, maxAttempts: MAX_ORPHANED_ATTEMPTS }, now);
      if (orphans.length === 0) return null;
      // Their executors may still be at it, and would let the next attempt wait.
      incrementCounter(this.#sql, GENERATION);
      return Math.max(...orphans.map(({ dueAt }) => dueAt ?? now));
    }

    #createLanes(): Lane[] {
      const executors = executorsOf(this.env);
      const generation = readCounter(this.#sql, GENERATION);
      return Array.from({ length: Number(this.env.QUEUE_LANES) }, (_, index) => {
        const binding = executors[index % executors.length] as (typeof executors)[number];
        return new Lane(binding, `${this.ctx.id}/${index}`, generation);
      });
    }

    #admit(order: Order, now: number): JobRecord | Exclude<Receipt, { type: "job" }> {
      const { payload, key, startAt, limits, ...job } = order;
      // What is given again gets its own job, also when its key has passed on to a later one.
      const earlier = key && (this.#ledger.find(order.id) ?? this.#ledger.findByKey(key));
      if (earlier === "conflict") return { type: "conflict" };
      if (earlier) return earlier;
      const full = this.#fullness([order], now);
      if (full !== null) return this.#ledger.find(order.id) ?? full;
      this.#lines.limit(order.queue, limits);
      const start = startAt === null ? "now" : { at: startAt };
      try {
        return this.#ledger.enter(submitted({ ...job, parent: null, start }, now), payload, key, now);
      } catch (error) {
        // Hardly ever is an order given twice, so nobody asks for its id beforehand: the table takes no id twice. After
        // any other error the row may be there without what belongs to it: that is undone.
        const known = isTakenId(error) ? this.#ledger.find(order.id) : null;
        if (known === null) throw error;
        return known;
      }
    }

    #admitBatch(batch: BatchOrder, now: number): JobRecord | Exclude<Receipt, { type: "job" }> {
      const earlier = this.#ledger.find(batch.id);
      if (earlier !== null) return earlier;
      return this.#fullness(batch.children, now) ?? this.#families.enter(batch, null, now);
    }

    /** Why these orders cannot be taken; null when they can. */
    #fullness(
      orders: readonly Pick<Order, "operation" | "queue">[],
      now: number,
    ): Extract<Receipt, { type: "full" }> | null {
      const { waiting } = this.#lines;
      const draining = orders.some(({ queue }) => !this.#lines.accepts(queue));
      if (!draining && waiting + orders.length <= this.#capacity) return null;
      for (const { operation } of orders) this.#meter.rejected(operation, now);
      return {
        type: "full",
        draining,
        retryAfterSeconds: retryAfterSeconds(waiting + orders.length, this.#capacity, this.#meter.rate(now)),
      };
    }

    /** Set the alarm for the earliest thing that is due. One that is set too early does no harm: it sets the next. */
    #setAlarm(): void {
      const now = Date.now();
      const parts = [this.#agenda.next, this.#dispatcher.nextTime, this.#deliveries.nextTime];
      const times = [...parts, this.#timetable?.nextTime ?? null].filter((time) => time !== null);
      if (this.#dispatcher.hasWork) times.push(now + KEEP_ALIVE_MS);
      if (times.length > 0) this.#setAlarmFor(Math.min(...times));
    }

    #setAlarmFor(time: number): void {
      if (this.#alarmTime !== null && this.#alarmTime <= time) return;
      const now = Date.now();
      // Set for now, from within the alarm, it may never come; and it takes no date after 2189.
      this.#alarmTime = Math.min(Math.max(time, now + 1), now + LONGEST_ALARM_MS);
      void this.ctx.storage.setAlarm(this.#alarmTime);
    }
  };
}

function isTakenId(error: unknown): boolean {
  return error instanceof Error && error.message.includes("UNIQUE constraint failed: jobs.id");
}

/** The queue as its callers see it. */
export type JobQueue = InstanceType<ReturnType<typeof createJobQueue>>;
