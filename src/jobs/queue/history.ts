/**
 * Keeps what happened when: minutes for some hours, and quarters of an hour for some days. What came since the last
 * {@link History.save} is lost with its object.
 *
 * What happened in a minute is by how much the metrics have grown in it, so it costs what happens nothing but a look at
 * the clock. Of each minute there is one row for all operations: how large it is, only their number says.
 *
 * @module
 */

import { mergeStretches, type Stretch, stretchOf } from "../metrics/history";
import { countedSince, type Metrics } from "../metrics/metrics";
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
  /** How far the metrics are told by minutes, and the minute in which they go on. */
  #told: Metrics;
  #minute: number;
  /** What is not on disk: each adds to its minute. */
  readonly #news: Stretch[] = [];
  /** The quarters before this one are on disk. */
  #quarter = 0;

  constructor(sql: SqlStorage, metrics: Metrics, now: number) {
    this.#sql = sql;
    this.#told = metrics;
    this.#minute = stretchOf(now, MINUTE);
  }

  /** Call it before anything is counted. @param metrics as they are until then */
  pass(metrics: Metrics, now: number): void {
    const minute = stretchOf(now, MINUTE);
    if (minute === this.#minute) return;
    this.#tell(metrics);
    this.#minute = minute;
  }

  /** Write what is new, and forget what is old. */
  save(metrics: Metrics, now: number): void {
    this.pass(metrics, now);
    this.#tell(metrics);
    if (this.#news.length === 0) return;
    for (const { at, metrics } of this.#news) {
      const before = readStretches(this.#sql, MINUTE, at, at + 1);
      for (const stretch of mergeStretches([...before, { at, metrics }], MINUTE))
        writeStretch(this.#sql, MINUTE, stretch);
    }
    this.#news.length = 0;
    this.#sumUp(stretchOf(now, QUARTER));
  }

  /** What was saved: by minutes as long as there are any, else by quarters of an hour. */
  since(from: number, now: number): Past {
    if (now - from <= MINUTES_KEPT)
      return { step: MINUTE, stretches: readStretches(this.#sql, MINUTE, stretchOf(from, MINUTE), now + 1) };
    const quarters = readStretches(this.#sql, QUARTER, stretchOf(from, QUARTER), now + 1);
    const minutes = readStretches(this.#sql, MINUTE, this.#summedUpTo(), now + 1);
    return { step: QUARTER, stretches: mergeStretches([...quarters, ...minutes], QUARTER) };
  }

  #tell(metrics: Metrics): void {
    if (metrics === this.#told) return;
    this.#news.push({ at: this.#minute, metrics: countedSince(this.#told, metrics) });
    this.#told = metrics;
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
