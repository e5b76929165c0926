/**
 * Submits the jobs of schedules when they tick.
 *
 * A tick that comes while nothing runs here, as in an outage, is made up for once: of several, the latest. A tick whose
 * predecessor's job is not done is left out, and so is one that comes while its queue is drained.
 *
 * @module
 */

import { log } from "../../logs/log";
import { orderOf } from "../order";
import type { Schedule } from "../schedule";
import { newJobId, SCHEDULES_SHARD } from "../shards";
import { isFinal, submitted } from "../state/record";
import type { ScheduleView } from "../views";
import type { Ledger } from "./ledger";
import type { Lines } from "./lines";
import {
  allScheduleStates,
  deleteScheduleState,
  type ScheduleState,
  upsertScheduleState,
} from "./sql/schedules";

/**
 * Is this the shard that keeps the schedules? Some runtimes do not tell an object its name when the alarm has woken it:
 * then the states of the schedules say so, which no other shard has.
 */
export function keepsSchedules(name: string | undefined, sql: SqlStorage): boolean {
  return name === undefined ? allScheduleStates(sql).length > 0 : name === SCHEDULES_SHARD;
}

export class Timetable {
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger;
  readonly #lines: Lines;
  readonly #schedules: readonly Schedule[];
  readonly #states = new Map<string, ScheduleState>();
  /** When the next schedule ticks; null when none will. To find out takes some 50 µs for each. */
  #nextTime: number | null = null;

  constructor(
    parts: { sql: SqlStorage; ledger: Ledger; lines: Lines },
    schedules: readonly Schedule[],
    now: number,
  ) {
    this.#sql = parts.sql;
    this.#ledger = parts.ledger;
    this.#lines = parts.lines;
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
      const { name, job } = schedule;
      const state = this.#state(schedule);
      const { run, skipped } = schedule.missed(state.tick, now);
      if (run === null) continue;
      const last = state.job === null ? null : this.#ledger.find(state.job);
      const overlaps = last !== null && !isFinal(last);
      const drained = !this.#lines.accepts(job.queue ?? job.operation);
      if (skipped > 0 || overlaps || drained)
        log("warn", "schedule skipped", { schedule: name, skipped, overlaps, drained });
      const stays = overlaps || drained;
      this.#set({ name, tick: run, job: stays ? state.job : this.#submit(schedule, now) });
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
    const id = newJobId({ name: SCHEDULES_SHARD }, now);
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
