/**
 * What the queue starts by itself: written by the scaffolder from `@schedule` tags.
 *
 * @module
 */

import type { OrderedOperation } from "./order";

/** When a schedule ticks: see `schedules/cron.ts`. Times are milliseconds since the epoch. */
export interface Ticks {
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  /** The IANA time zone that the fields are read in, such as `Europe/Berlin`. */
  readonly zone: string;
  /** The first tick later than that; null when there is none, as on 31 February. */
  next(after: number): number | null;
  /**
   * What became due since the last tick.
   *
   * @param lastTick the tick that was last seen to, or when the schedule began
   */
  missed(lastTick: number, now: number): Missed;
}

/** Ticks that nobody was there for. */
export interface Missed {
  /** The latest of them, which is made up for; null when there was none. */
  run: number | null;
  /** How many others there were; 1000 stands for that many or more. */
  skipped: number;
}

/** A job that the queue starts by itself, without arguments. */
export interface Schedule extends Ticks {
  /** Unique: the operationId, and with a number (`-2`) where the operation has several. */
  readonly name: string;
  readonly job: OrderedOperation;
}
