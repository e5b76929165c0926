/**
 * Keeps what happened when: minutes for some hours, and quarters of an hour for some days. What was noted since the last
 * {@link History.save} is lost with its object.
 *
 * Of each minute there is one row for all operations, so it costs what happens nothing but a look into memory, and has a
 * bound that only the number of operations moves.
 *
 * @module
 */

import { mergeStretches, type Stretch, stretchOf } from "../metrics/history";
import { type Happening, type Metrics, recorded } from "../metrics/metrics";
import { deleteStretchesBefore, lastStretch, readStretches, writeStretch } from "./sql/history";

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;

/** How long they are kept. */
const MINUTES_KEPT = 3 * HOUR;
const QUARTERS_KEPT = 48 * HOUR;

/** What happened since a time, in stretches that are `step` milliseconds long. */
export interface Past {
  step: number;
  stretches: Stretch[];
}

export class History {
  readonly #sql: SqlStorage;
  /** The minutes that are not on disk as they are now, and the last one. */
  readonly #minutes = new Map<number, Metrics>();
  #isSaved = true;
  /** The quarters before this one are on disk. */
  #quarter = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  record(operation: string, happening: Happening, now: number): void {
    const at = stretchOf(now, MINUTE);
    const before = this.#minutes.get(at) ?? readStretches(this.#sql, MINUTE, at, at + 1)[0]?.metrics ?? {};
    this.#minutes.set(at, recorded(before, operation, happening));
    this.#isSaved = false;
  }

  /** Write what was noted, and forget what is old. */
  save(now: number): void {
    if (this.#isSaved) return;
    const current = stretchOf(now, MINUTE);
    for (const [at, metrics] of this.#minutes) {
      writeStretch(this.#sql, MINUTE, { at, metrics });
      if (at < current) this.#minutes.delete(at);
    }
    this.#isSaved = true;
    this.#sumUp(stretchOf(now, QUARTER));
  }

  /** By minutes as long as there are any, else by quarters of an hour. */
  since(from: number, now: number): Past {
    this.save(now);
    if (now - from <= MINUTES_KEPT)
      return { step: MINUTE, stretches: readStretches(this.#sql, MINUTE, stretchOf(from, MINUTE), now + 1) };
    const quarters = readStretches(this.#sql, QUARTER, stretchOf(from, QUARTER), now + 1);
    const minutes = readStretches(this.#sql, MINUTE, this.#summedUpTo(), now + 1);
    return { step: QUARTER, stretches: mergeStretches([...quarters, ...minutes], QUARTER) };
  }

  /** Write the quarters before this one that are only there as minutes. */
  #sumUp(quarter: number): void {
    if (quarter <= this.#quarter) return;
    const minutes = readStretches(this.#sql, MINUTE, this.#summedUpTo(), quarter);
    for (const stretch of mergeStretches(minutes, QUARTER)) writeStretch(this.#sql, QUARTER, stretch);
    deleteStretchesBefore(this.#sql, MINUTE, quarter - MINUTES_KEPT);
    deleteStretchesBefore(this.#sql, QUARTER, quarter - QUARTERS_KEPT);
    this.#quarter = quarter;
  }

  /** Where the minutes begin that no quarter has. */
  #summedUpTo(): number {
    const last = lastStretch(this.#sql, QUARTER);
    return last === null ? 0 : last + QUARTER;
  }
}
