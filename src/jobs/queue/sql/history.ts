/**
 * Statements on `history`: what happened in each stretch of time. `step` is how long it is; times are in milliseconds.
 *
 * @module
 */

import type { Stretch } from "../../metrics/history";
import type { Metrics } from "../../metrics/metrics";

type Row = { at: number; value: string };

/** From one time to before another, in the order of time. */
export function readStretches(sql: SqlStorage, step: number, from: number, to: number): Stretch[] {
  return sql
    .exec<Row>(
      "SELECT at, value FROM history WHERE step = ? AND at >= ? AND at < ? ORDER BY at",
      step,
      from,
      to,
    )
    .toArray()
    .map(({ at, value }) => ({ at, metrics: JSON.parse(value) as Metrics }));
}

/** When the last one began; null when there is none. */
export function lastStretch(sql: SqlStorage, step: number): number | null {
  return sql.exec<{ at: number | null }>("SELECT max(at) AS at FROM history WHERE step = ?", step).one().at;
}

export function writeStretch(sql: SqlStorage, step: number, { at, metrics }: Stretch): void {
  sql.exec(
    "INSERT OR REPLACE INTO history (step, at, value) VALUES (?, ?, ?)",
    step,
    at,
    JSON.stringify(metrics),
  );
}

export function deleteStretchesBefore(sql: SqlStorage, step: number, before: number): void {
  sql.exec("DELETE FROM history WHERE step = ? AND at < ?", step, before);
}
