/**
 * What an operator may see and do, in one shard.
 *
 * @module
 */

import { RpcTarget } from "cloudflare:workers";
import { ACT_AT_ONCE, HEARTBEAT_MS } from "../limits";
import type { Gauges, QueueGauges } from "../metrics/gauges";
import type { Metrics } from "../metrics/metrics";
import type { Job, JobEvent } from "../protocol";
import { isFinal, type JobRecord } from "../state/record";
import type { Changes } from "./changes";
import type { Dispatcher } from "./dispatcher";
import { jobOf, type Ledger } from "./ledger";
import type { Lines, QueueChange, QueueState } from "./lines";
import type { Meter } from "./meter";
import type { FailedAttempt } from "./sql/attempts";
import { filteredJobs, firstQueuedJobs, type JobFilter, listJobs } from "./sql/jobs";
import type { Progress } from "./sql/progress";
import type { ScheduleView, Timetable } from "./timetable";

/** A job as an operator sees it in a list. */
export interface JobView extends Job {
  queue: string;
  priority: number;
  /** When it starts, is tried again, loses its lease or is forgotten. ISO 8601 in UTC. */
  dueAt: string | null;
  /** The job that waits for it. */
  parent: string | null;
  requestId: string | null;
}

/** A job with all that is known of it. Times are milliseconds since the epoch. */
export interface JobDetail {
  job: JobView;
  /** What went wrong, in the order of time. */
  attempts: FailedAttempt[];
  progress: Progress[];
  /** The packed arguments; empty once it has succeeded. */
  payload: Uint8Array;
}

/** Jobs, the newest first, and the place of each in the shard. */
export interface JobPage {
  jobs: JobView[];
  seqs: number[];
}

/** The queues of a shard, and what its lanes run: ids of jobs. */
export interface QueueOverview {
  queues: QueueState[];
  lanes: string[][];
  /** Jobs a second, over the last minute. */
  rate: number;
}

/** What to do with the jobs of a filter. */
export type BulkAction = "retry" | "cancel" | "purge";

export interface OperatorParts {
  sql: SqlStorage;
  ledger: Ledger;
  lines: Lines;
  dispatcher: Dispatcher;
  changes: Changes;
  meter: Meter;
  timetable: Timetable | null;
  /** Write all of it or none. */
  write<R>(act: () => R): Promise<R>;
}

export class Operator extends RpcTarget {
  readonly #parts: OperatorParts;

  constructor(parts: OperatorParts) {
    super();
    this.#parts = parts;
  }

  /** @param before only jobs whose place is before that */
  list(filter: JobFilter, before: number, limit: number): JobPage {
    const rows = listJobs(this.#parts.sql, filter, before, limit);
    return { jobs: rows.map(({ job }) => viewOf(job)), seqs: rows.map(({ seq }) => seq) };
  }

  /** Null when there is no such job. */
  detail(id: string): JobDetail | null {
    const { ledger } = this.#parts;
    const job = ledger.find(id);
    return job && { job: viewOf(job), ...ledger.history(id), payload: ledger.payload(id) };
  }

  /** Give a job that failed or was cancelled another chance. @returns the job as it is now; null when there is none */
  retry(id: string): Promise<JobView | null> {
    return this.#parts.write(() => {
      const { ledger } = this.#parts;
      ledger.applyTo(id, { type: "retried" }, Date.now());
      const job = ledger.find(id);
      return job && viewOf(job);
    });
  }

  /**
   * Do that with the jobs of a filter, the oldest first, some at a time.
   *
   * @returns how many it was done with, and whether there may be more
   */
  act(action: BulkAction, filter: JobFilter): Promise<{ done: number; more: boolean }> {
    return this.#parts.write(() => {
      const now = Date.now();
      const jobs = STATUSES[action]
        .filter((status) => filter.status === undefined || filter.status === status)
        .flatMap((status) => {
          // A child is kept as long as its parent.
          const parentless = action === "purge";
          return filteredJobs(this.#parts.sql, { ...filter, status, parentless }, ACT_AT_ONCE);
        });
      const done = jobs.slice(0, ACT_AT_ONCE).filter(({ id }) => this.#act(id, action, now));
      return { done: done.length, more: jobs.length >= ACT_AT_ONCE && done.length > 0 };
    });
  }

  overview(): QueueOverview {
    const { lines, dispatcher, meter } = this.#parts;
    const lanes = dispatcher.running();
    return { queues: lines.list(), lanes, rate: meter.rate(Date.now()) };
  }

  /** Pause a queue, drain it, set its limits. */
  change(queue: string, change: QueueChange): Promise<QueueState> {
    const { lines, write } = this.#parts;
    return write(() => {
      lines.change(queue, change);
      return lines.list().find(({ name }) => name === queue) as QueueState;
    });
  }

  schedules(): ScheduleView[] {
    return this.#parts.timetable?.list() ?? [];
  }

  metrics(): { metrics: Metrics; gauges: Gauges } {
    const { sql, lines, dispatcher, meter } = this.#parts;
    const now = Date.now();
    const lanes = dispatcher.running();
    const queues = lines.list().map(({ name, paused, queued, scheduled, running }): [string, QueueGauges] => {
      const [oldest] = queued === 0 ? [] : firstQueuedJobs(sql, name, Number.MAX_SAFE_INTEGER, 1);
      const oldestWaitingMs = oldest === undefined ? 0 : Math.max(0, now - oldest.createdAt);
      return [name, { depth: { queued, scheduled, running }, oldestWaitingMs, paused }];
    });
    return {
      metrics: meter.metrics,
      gauges: {
        queues: Object.fromEntries(queues),
        lanes: { busy: lanes.filter((jobs) => jobs.length > 0).length, total: lanes.length },
      },
    };
  }

  /**
   * Every job at each of its changes from now on, as lines of JSON ({@link JobEvent}); a blank line where there is no
   * news for a while. For a slow client, of several changes of a job the last one stands.
   */
  watch(): ReadableStream<Uint8Array> {
    const news = new Map<string, JobRecord>();
    const encoder = new TextEncoder();
    let wake = () => {};
    const end = this.#parts.changes.watch((job) => {
      news.set(job.id, job);
      wake();
    });
    return new ReadableStream({
      type: "bytes",
      async pull(controller) {
        if (news.size === 0)
          await new Promise<void>((resolve) => {
            wake = resolve;
            setTimeout(resolve, HEARTBEAT_MS);
          });
        const lines = [...news.values()].map((job) => {
          const event: JobEvent = { id: job.version, job: viewOf(job) };
          return `${JSON.stringify(event)}\n`;
        });
        news.clear();
        controller.enqueue(encoder.encode(lines.join("") || "\n"));
      },
      cancel: end,
    });
  }

  /** @returns was it done? */
  #act(id: string, action: BulkAction, now: number): boolean {
    const { ledger } = this.#parts;
    if (action !== "purge")
      return ledger.applyTo(id, { type: action === "retry" ? "retried" : "cancelled" }, now);
    const job = ledger.find(id);
    if (job === null || !isFinal(job)) return false;
    ledger.forget(job, now);
    return true;
  }
}

/** Which jobs an action is for. */
const STATUSES = {
  retry: ["failed", "cancelled"],
  cancel: ["queued", "scheduled", "waiting", "running"],
  purge: ["succeeded", "failed", "cancelled"],
} as const;

function viewOf(job: JobRecord): JobView {
  return {
    ...jobOf(job),
    queue: job.queue,
    priority: job.priority,
    dueAt: job.dueAt === null ? null : new Date(job.dueAt).toISOString(),
    parent: job.parent,
    requestId: job.policy.requestId ?? null,
  };
}
