/**
 * What an operator may see and do, in one shard.
 *
 * @module
 */

import { RpcTarget } from "cloudflare:workers";
import { ACT_AT_ONCE, HEARTBEAT_MS, SEARCH_AT_ONCE } from "../limits";
import type { Gauges, QueueGauges } from "../metrics/gauges";
import type { Metrics } from "../metrics/metrics";
import type { Job, JobEvent } from "../protocol";
import { BATCH, isFinal, type JobRecord } from "../state/record";
import type { JobPlace, ScheduleView } from "../views";
import { toWire, type WireBytes } from "../wire";
import type { Changes } from "./changes";
import type { Dispatcher } from "./dispatcher";
import type { Past } from "./history";
import { jobOf, type Ledger } from "./ledger";
import type { Lines, QueueChange, QueueState } from "./lines";
import type { Meter } from "./meter";
import type { FailedAttempt } from "./sql/attempts";
import {
  endOfJobs,
  filteredJobs,
  firstQueuedJobs,
  type JobFilter,
  listJobs,
  listJobsBetween,
  type StoredJob,
} from "./sql/jobs";
import type { Progress } from "./sql/progress";
import type { Timetable } from "./timetable";

/** A job as an operator sees it in a list. */
export type JobView = Job & JobPlace;

/** A job with all that is known of it. Times are milliseconds since the epoch. */
export interface JobDetail {
  job: JobView;
  /** What went wrong, in the order of time. */
  attempts: FailedAttempt[];
  progress: Progress[];
  /** The packed arguments; empty once it has succeeded. */
  payload: WireBytes;
}

/** Jobs, the newest first, and the place of each in the shard. */
export interface JobPage {
  jobs: JobView[];
  seqs: number[];
}

/** The queues of a shard, and what its lanes run. */
export interface QueueOverview {
  queues: QueueState[];
  lanes: JobView[][];
  /** Jobs a second, over the last minute. */
  rate: number;
}

/** What to do with the jobs of a filter. */
export type BulkAction = "retry" | "cancel" | "purge";

/** How an id begins that is nearly alone in that: with its shard and its time, whatever they are. */
const TELLING_ID = 16;

/** Changes that a watcher may be behind: of what comes on top, the oldest is left out. */
const MAX_NEWS = 10_000;

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
  async list(filter: JobFilter, before: number, limit: number): Promise<JobPage> {
    const rows = hasIndex(filter)
      ? listJobs(this.#parts.sql, filter, before, limit)
      : await this.#search(filter, before, limit);
    return { jobs: rows.map(({ job }) => viewOf(job)), seqs: rows.map(({ seq }) => seq) };
  }

  /** Null when there is no such job. */
  detail(id: string): JobDetail | null {
    const { ledger } = this.#parts;
    const job = ledger.find(id);
    return job && { job: viewOf(job), ...ledger.history(id), payload: toWire(ledger.payload(id)) };
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
   * @param after only jobs whose place is after that
   * @returns how many it was done with, and the place after which to go on; null at the end
   */
  act(
    action: BulkAction,
    { status: only, ...others }: JobFilter,
    after = 0,
  ): Promise<{ done: number; next: number | null }> {
    return this.#parts.write(() => {
      const now = Date.now();
      // A child is kept as long as its parent.
      const filter = { ...others, parentless: action === "purge" };
      const statuses = STATUSES[action].filter((status) => only === undefined || only === status);
      const rows = filteredJobs(this.#parts.sql, filter, statuses, after, ACT_AT_ONCE);
      const done = rows.filter(({ job }) => this.#act(job.id, action, now)).length;
      return { done, next: rows.length < ACT_AT_ONCE ? null : (rows.at(-1)?.seq ?? null) };
    });
  }

  overview(): QueueOverview {
    const { dispatcher, ledger, meter } = this.#parts;
    const lanes = dispatcher.running().map((ids) =>
      ids.flatMap((id) => {
        const job = ledger.find(id);
        return job === null ? [] : [viewOf(job)];
      }),
    );
    return { queues: this.#queues(), lanes, rate: meter.rate(Date.now()) };
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

  /** What happened since that time. */
  history(from: number): Past {
    return this.#parts.meter.past(from, Date.now());
  }

  metrics(): { metrics: Metrics; gauges: Gauges } {
    const { sql, dispatcher, meter } = this.#parts;
    const now = Date.now();
    const lanes = dispatcher.running();
    const queues = this.#queues().map(
      ({ name, paused, queued, scheduled, running }): [string, QueueGauges] => {
        const [oldest] = queued === 0 ? [] : firstQueuedJobs(sql, name, Number.MAX_SAFE_INTEGER, 1);
        const oldestWaitingMs = oldest === undefined ? 0 : Math.max(0, now - oldest.createdAt);
        return [name, { depth: { queued, scheduled, running }, oldestWaitingMs, paused }];
      },
    );
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
    const { changes, ledger } = this.#parts;
    const news = new Set<string>();
    const encoder = new TextEncoder();
    let wake = () => {};
    const end = changes.watch(({ id }) => {
      const [oldest] = news;
      if (news.size === MAX_NEWS && oldest !== undefined && !news.has(id)) news.delete(oldest);
      news.add(id);
      wake();
    });
    return new ReadableStream({
      type: "bytes",
      async pull(controller) {
        if (news.size === 0)
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, HEARTBEAT_MS);
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        const lines = [...news].flatMap((id) => {
          const job = ledger.find(id);
          if (job === null) return [];
          const event: JobEvent = { id: job.version, job: viewOf(job) };
          return [`${JSON.stringify(event)}\n`];
        });
        news.clear();
        controller.enqueue(encoder.encode(lines.join("") || "\n"));
      },
      cancel: end,
    });
  }

  /** Read through the jobs a stretch at a time: those who submit must not wait until all of it is read. */
  async #search(filter: JobFilter, before: number, limit: number): Promise<StoredJob[]> {
    const { sql } = this.#parts;
    const found: StoredJob[] = [];
    let end = Math.min(before, endOfJobs(sql));
    while (end > 1 && found.length < limit) {
      const from = end - SEARCH_AT_ONCE;
      found.push(...listJobsBetween(sql, filter, from, end, limit - found.length));
      end = from;
      if (found.length < limit) await new Promise((resolve) => setTimeout(resolve));
    }
    return found;
  }

  /** Batches stand in no queue. */
  #queues(): QueueState[] {
    return this.#parts.lines.list().filter(({ name }) => name !== BATCH);
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

/** Does an index lead to the jobs of that filter, or near them? */
function hasIndex({ id = "", parent }: JobFilter): boolean {
  return parent !== undefined || id.length >= TELLING_ID;
}

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
