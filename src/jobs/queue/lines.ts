/**
 * The queues of a shard, and whose turn it is.
 *
 * Queues take turns: each start costs its queue one, and a step of priority makes that dearer or cheaper, so that a
 * flood in one queue does not hold up the others. A queue that was empty or held up goes on from the present turn: it
 * has nothing in hand from that time. (Start-time fair queueing: Goyal, Vin, Cheng, 1996.) Within a queue, the job's
 * rank decides.
 *
 * Counts are kept in memory, since counting rows takes longer the longer the line is.
 *
 * @module
 */

import type { QueueLimits } from "../protocol";
import type { JobRecord } from "../state/record";
import { countQueuedJobs, countScheduledJobs, runningJobs } from "./sql/jobs";
import { allQueues, type QueueSettings, UNLIMITED, upsertQueue } from "./sql/queues";
import type { Witness } from "./witness";

interface Line {
  settings: QueueSettings;
  queued: number;
  scheduled: number;
  running: number;
  turn: number;
}

/** What an operator sets. Limits null: those of the stubs. */
export interface QueueChange {
  paused?: boolean;
  draining?: boolean;
  limits?: QueueLimits | null;
}

/** A queue as an operator sees it. */
export interface QueueState {
  name: string;
  paused: boolean;
  draining: boolean;
  limits: QueueLimits;
  queued: number;
  scheduled: number;
  running: number;
}

export class Lines implements Witness {
  readonly #sql: SqlStorage;
  #lines = new Map<string, Line>();
  /** The turn of the queue that was asked to start jobs last. */
  #turn = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.restore();
  }

  restore(): void {
    const turns = new Map([...this.#lines].map(([name, { turn }]) => [name, turn]));
    this.#lines = new Map();
    for (const settings of allQueues(this.#sql)) this.#line(settings.name).settings = settings;
    for (const { queue, n } of countQueuedJobs(this.#sql)) this.#line(queue).queued = n;
    for (const { queue } of runningJobs(this.#sql)) this.#line(queue).running++;
    for (const { queue, n } of countScheduledJobs(this.#sql)) this.#line(queue).scheduled = n;
    for (const [name, line] of this.#lines) line.turn = turns.get(name) ?? this.#turn;
  }

  changed(before: JobRecord | null, after: JobRecord | null, now: number): void {
    if (before !== null) this.#count(before, -1);
    if (after !== null) this.#count(after, 1);
    if (before?.status === "queued" && after?.status === "running") this.#started(after, now);
  }

  /** Jobs that stand in line, for a lane or for a time. */
  get waiting(): number {
    let waiting = 0;
    for (const { queued, scheduled } of this.#lines.values()) waiting += queued + scheduled;
    return waiting;
  }

  /** The queues that may start jobs now, the one whose turn it is first. `room`: how many, of those that stand there. */
  *startable(now: number): Generator<{ queue: string; room: number; queued: number }, void> {
    const lines = [...this.#lines.values()].filter((line) => hasRoom(line) && line.settings.nextStart <= now);
    // Most of the time the first one is all that is asked for.
    while (lines.length > 0) {
      const first = lines.reduce((first, line) => (line.turn < first.turn ? line : first));
      lines.splice(lines.indexOf(first), 1);
      this.#turn = Math.max(this.#turn, first.turn);
      yield { queue: first.settings.name, room: roomOf(first), queued: first.queued };
    }
  }

  /** When the rate of a queue next lets a job start that nothing else holds up now; null when there is none. */
  nextStart(now: number): number | null {
    const times = [...this.#lines.values()]
      .filter((line) => line.settings.nextStart > now && hasRoom(line))
      .map(({ settings }) => settings.nextStart);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Does the queue take orders? */
  accepts(queue: string): boolean {
    return !(this.#lines.get(queue)?.settings.draining ?? false);
  }

  /** The limits that the stubs of an order say; the last word counts. */
  limit(queue: string, limits: QueueLimits): void {
    const { settings } = this.#line(queue);
    if (sameLimits(settings.limits, limits)) return;
    this.#set(queue, { ...settings, limits });
  }

  change(queue: string, { paused, draining, limits }: QueueChange): void {
    const { settings } = this.#line(queue);
    this.#set(queue, {
      ...settings,
      paused: paused ?? settings.paused,
      draining: draining ?? settings.draining,
      overrides: limits === undefined ? settings.overrides : limits,
    });
  }

  /** All queues that are known, by name. */
  list(): QueueState[] {
    return [...this.#lines.values()]
      .map(({ settings, queued, scheduled, running }) => ({
        name: settings.name,
        paused: settings.paused,
        draining: settings.draining,
        limits: limitsOf(settings),
        queued,
        scheduled,
        running,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #count(job: JobRecord, by: 1 | -1): void {
    const { status } = job;
    // What its batch holds back does not stand in line.
    const scheduled = status === "scheduled" && job.dueAt !== null;
    if (!scheduled && status !== "queued" && status !== "running") return;
    const line = this.#line(job.queue);
    line[status] += by;
  }

  #started(job: JobRecord, now: number): void {
    const line = this.#line(job.queue);
    // Only one that was empty or held up is behind.
    line.turn = Math.max(line.turn, this.#turn) + cost(job.priority);
    const { rate } = limitsOf(line.settings);
    // Evenly spaced, so that no stretch of time holds more than the limit, wherever it begins.
    if (rate !== null)
      this.#set(job.queue, { ...line.settings, nextStart: now + Math.ceil(rate.per / rate.limit) });
  }

  #set(queue: string, settings: QueueSettings): void {
    this.#line(queue).settings = settings;
    upsertQueue(this.#sql, settings);
  }

  #line(queue: string): Line {
    let line = this.#lines.get(queue);
    if (line === undefined) {
      const settings = {
        name: queue,
        paused: false,
        draining: false,
        limits: UNLIMITED,
        overrides: null,
        nextStart: 0,
      };
      line = { settings, queued: 0, scheduled: 0, running: 0, turn: this.#turn };
      this.#lines.set(queue, line);
    }
    return line;
  }
}

/** What a start costs, in turns: five steps of priority halve it, so such a queue gets twice the share. */
function cost(priority: number): number {
  return 2 ** (-priority / 5);
}

/** How many jobs it may start. */
function roomOf({ settings, queued, running }: Line): number {
  if (settings.paused) return 0;
  const { concurrency, rate } = limitsOf(settings);
  const room = Math.min(queued, (concurrency ?? Number.POSITIVE_INFINITY) - running);
  return rate === null ? room : Math.min(room, 1);
}

function hasRoom(line: Line): boolean {
  return roomOf(line) > 0;
}

function limitsOf({ limits, overrides }: QueueSettings): QueueLimits {
  return overrides ?? limits;
}

function sameLimits(a: QueueLimits, b: QueueLimits): boolean {
  return a.concurrency === b.concurrency && a.rate?.limit === b.rate?.limit && a.rate?.per === b.rate?.per;
}
