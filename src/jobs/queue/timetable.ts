/**
 * Submits the jobs of schedules when they tick.
 *
 * A tick that comes while nothing runs here, as in an outage, is made up for once: of several, the latest. A tick whose
 * predecessor's job is not done is left out.
 *
 * @module
 */

import { orderOf } from "../order";
import type { Schedule } from "../schedule";
import { newJobId } from "../shards";
import { isFinal, submitted } from "../state/record";
import type { Ledger } from "./ledger";
import type { Lines } from "./lines";
import {
  allScheduleStates,
  deleteScheduleState,
  type ScheduleState,
  upsertScheduleState,
} from "./sql/schedules";

/** A schedule as an operator sees it. Times are ISO 8601 in UTC; `nextTick` is null when there will be none. */
export interface ScheduleView {
  name: string;
  operation: string;
  cron: string;
  zone: string;
  nextTick: string | null;
  /** The job of the last tick; null before the first. */
  lastJob: string | null;
}

export class Timetable {
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger;
  readonly #lines: Lines;
  readonly #shard: string;
  readonly #schedules: readonly Schedule[];
  readonly #states = new Map<string, ScheduleState>();
  /** When the next schedule ticks; null when none will. To find out takes some 50 µs for each. */
  #nextTime: number | null = null;

  /** @param shard name of the shard that this is */
  constructor(
    parts: { sql: SqlStorage; ledger: Ledger; lines: Lines },
    shard: string,
    schedules: readonly Schedule[],
    now: number,
  ) {
    this.#sql = parts.sql;
    this.#ledger = parts.ledger;
    this.#lines = parts.lines;
    this.#shard = shard;
    this.#schedules = schedules;
    for (const state of allScheduleStates(this.#sql)) {
      if (schedules.some(({ name }) => name === state.name)) this.#states.set(state.name, state);
      else deleteScheduleState(this.#sql, state.name);
    }
    for (const { name } of schedules) if (!this.#states.has(name)) this.#set({ name, tick: now, job: null });
    this.#look();
  }

  /** When the next schedule ticks; null when none will. */
  get nextTime(): number | null {
    return this.#nextTime;
  }

  /** Submit what has become due. */
  tick(now: number): void {
    for (const schedule of this.#schedules) {
      const state = this.#state(schedule);
      const { run, skipped } = schedule.missed(state.tick, now);
      if (run === null) continue;
      const last = state.job === null ? null : this.#ledger.find(state.job);
      const overlaps = last !== null && !isFinal(last);
      if (skipped > 0 || overlaps)
        console.warn(
          JSON.stringify({ message: "schedule skipped", schedule: schedule.name, skipped, overlaps }),
        );
      this.#set({ name: schedule.name, tick: run, job: overlaps ? state.job : this.#submit(schedule, now) });
    }
    this.#look();
  }

  list(): ScheduleView[] {
    return this.#schedules.map((schedule) => {
      const { tick, job } = this.#state(schedule);
      const next = schedule.next(tick);
      return {
        name: schedule.name,
        operation: schedule.job.operation,
        cron: schedule.cron,
        zone: schedule.zone,
        nextTick: next === null ? null : new Date(next).toISOString(),
        lastJob: job,
      };
    });
  }

  #look(): void {
    const times = this.#schedules
      .map((schedule) => schedule.next(this.#state(schedule).tick))
      .filter((time) => time !== null);
    this.#nextTime = times.length === 0 ? null : Math.min(...times);
  }

  #submit({ job }: Schedule, now: number): string {
    const { payload, limits, ...order } = orderOf(job, []);
    const id = newJobId({ name: this.#shard }, now);
    this.#lines.limit(order.queue, limits);
    this.#ledger.enter(submitted({ ...order, id, parent: null, start: "now" }, now), payload, null, now);
    return id;
  }

  #state({ name }: Schedule): ScheduleState {
    return this.#states.get(name) as ScheduleState;
  }

  #set(state: ScheduleState): void {
    this.#states.set(state.name, state);
    upsertScheduleState(this.#sql, state);
  }
}
