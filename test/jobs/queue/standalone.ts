/**
 * A `JobQueue` outside of its platform: the whole of it, on the tables of a real object, but its alarm is rung and its
 * executors answer when the test says so, and it begins anew as often as the test likes.
 *
 * @module
 */

import type { Outcome, Reporter } from "../../../src/jobs/protocol";
import type { ExecutorStub } from "../../../src/jobs/queue/executors";
import { createJobQueue, type JobQueue, type QueueEnv } from "../../../src/jobs/queue/job-queue";
import type { WireWork } from "../../../src/jobs/wire";

/** A call of an executor that has not ended. */
export interface OpenCall {
  /** Name of the executor. */
  readonly executor: string;
  /** One job, or several that share the call. */
  readonly works: readonly WireWork[];
  /** Null for plain functions. */
  readonly reporter: Reporter | null;
  /** It goes on with a function that rested. */
  readonly resumed: boolean;
  /** Answer: an outcome for each job, or for the first of them. */
  end(...outcomes: Outcome[]): void;
  lose(): void;
}

type Beginning = Pick<OpenCall, "executor" | "works" | "reporter" | "resumed">;

export const SUCCESS: Outcome = { type: "succeeded", response: { status: 204, headers: [], body: null } };

/** Executors that say nothing by themselves. */
export class Executors {
  /** In the order in which they began. */
  readonly calls: OpenCall[] = [];
  /** All calls there were, and when they began. */
  readonly begun: (Beginning & { at: number })[] = [];
  /** What rests in which executor. */
  readonly resting = new Map<string, WireWork>();

  getByName(executor: string): ExecutorStub {
    return {
      run: async (work, reporter) => {
        this.resting.delete(executor);
        const [outcome] = await this.#call({ executor, works: [work], reporter, resumed: false });
        return outcome as Outcome;
      },
      runAll: (works) => this.#call({ executor, works, reporter: null, resumed: false }),
      resume: async (job, reporter) => {
        const work = this.resting.get(executor);
        this.resting.delete(executor);
        if (work?.id !== job) return { type: "stopped" };
        const [outcome] = await this.#call({ executor, works: [work], reporter, resumed: true });
        return outcome as Outcome;
      },
      ping: async () => {},
    };
  }

  /** The latest call for that job; undefined when nobody runs it. */
  of(job: string): OpenCall | undefined {
    return this.calls.findLast(({ works }) => works.some(({ id }) => id === job));
  }

  #call(beginning: Beginning): Promise<Outcome[]> {
    this.begun.push({ ...beginning, at: Date.now() });
    return new Promise((resolve, reject) => {
      const ended = () => this.calls.splice(this.calls.indexOf(call), 1);
      const call: OpenCall = {
        ...beginning,
        end: (...outcomes) => {
          ended();
          const [work] = beginning.works;
          if (outcomes[0]?.type === "resting" && work) this.resting.set(beginning.executor, work);
          resolve(outcomes);
        },
        lose: () => {
          ended();
          reject(new Error("lost"));
        },
      };
      this.calls.push(call);
    });
  }
}

export interface StandaloneOptions {
  lanes?: number;
  capacity?: number;
  sliceMs?: number;
}

export class Standalone {
  readonly #state: DurableObjectState;
  readonly #options: StandaloneOptions;
  #executors = new Executors();
  #queue!: JobQueue;
  /** When the alarm rings; null when it does not. */
  alarm: number | null = null;
  /** How often it cannot be set from now on. */
  alarmFailures = 0;

  constructor(state: DurableObjectState, options: StandaloneOptions = {}) {
    this.#state = state;
    this.#options = options;
  }

  get sql(): SqlStorage {
    return this.#state.storage.sql;
  }

  get queue(): JobQueue {
    return this.#queue;
  }

  get executors(): Executors {
    return this.#executors;
  }

  /** A new object on the same tables. What the one before it waited for never comes. */
  async begin(): Promise<void> {
    const { storage, id } = this.#state;
    const { lanes = 2, capacity = 10_000, sliceMs = 1_000 } = this.#options;
    this.#executors = new Executors();
    let ready: Promise<unknown> = Promise.resolve();
    const context = {
      id,
      storage: {
        sql: storage.sql,
        transactionSync: <R>(act: () => R) => storage.transactionSync(act),
        sync: async () => {},
        getAlarm: async () => this.alarm,
        setAlarm: (time: number) => {
          if (this.alarmFailures-- > 0) throw new Error("There is no alarm now.");
          this.alarm = time;
        },
      },
      blockConcurrencyWhile(act: () => Promise<unknown>) {
        ready = act();
      },
    };
    const env = { QUEUE_LANES: lanes, QUEUE_CAPACITY: capacity, JOB_EXECUTOR: this.#executors };
    const Queue = withoutPlatform(createJobQueue({ sliceMs }));
    this.#queue = new Queue(context as unknown as DurableObjectState, env as unknown as QueueEnv);
    await ready;
    await settled();
  }

  /** Ring the alarm, whether it is time or not. */
  async ring(): Promise<void> {
    this.alarm = null;
    this.#queue.alarm();
    await settled();
  }

  /** Empty all tables. */
  clear(): void {
    this.alarm = null;
    for (const table of tablesOf(this.sql)) this.sql.exec(`DELETE FROM ${table}`);
  }
}

/** The class on a base of its own: the platform's takes no other context than the platform's. */
export function withoutPlatform<Class extends object>(Class: Class): Class {
  return Object.setPrototypeOf(Class, Base);
}

class Base {
  readonly ctx: unknown;
  readonly env: unknown;

  constructor(ctx: unknown, env: unknown) {
    this.ctx = ctx;
    this.env = env;
  }
}

/** The tables of a queue, but for the one that says which version they have. */
export function tablesOf(sql: SqlStorage): string[] {
  return sql
    .exec<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table'
       AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name <> 'migrations'
       ORDER BY name`,
    )
    .toArray()
    .map(({ name }) => name);
}

// The test may have its own clock.
const { setTimeout } = globalThis;

/** Return when nothing goes on but what waits for the test: a timer comes after all promises. */
export function settled(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, 0));
}
