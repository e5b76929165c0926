/**
 * Statements on `metrics`: one row, which holds them all.
 *
 * @module
 */

import type { Metrics } from "../../metrics/metrics";

export function readMetrics(sql: SqlStorage): Metrics {
  const row = sql.exec<{ value: string }>("SELECT value FROM metrics").next().value;
  return row ? (JSON.parse(row.value) as Metrics) : {};
}

export function writeMetrics(sql: SqlStorage, metrics: Metrics): void {
  sql.exec("INSERT OR REPLACE INTO metrics (id, value) VALUES (1, ?)", JSON.stringify(metrics));
}
