/**
 * Statements on `queues`: what is known of a queue beside its jobs.
 *
 * @module
 */

import type { QueueLimits } from "../../protocol";

/** What is set for a queue. */
export interface QueueSettings {
  name: string;
  /** No job of it starts. */
  paused: boolean;
  /** It takes no orders. */
  draining: boolean;
  /** As the stubs say. */
  limits: QueueLimits;
  /** In place of those, as an operator says. */
  overrides: QueueLimits | null;
  /** When its rate lets the next job start, in milliseconds since the epoch. */
  nextStart: number;
}

type Row = {
  name: string;
  paused: number;
  draining: number;
  limits: string | null;
  overrides: string | null;
  next_start: number;
};

export const UNLIMITED: QueueLimits = { concurrency: null, rate: null };

export function allQueues(sql: SqlStorage): QueueSettings[] {
  return sql
    .exec<Row>("SELECT name, paused, draining, limits, overrides, next_start FROM queues ORDER BY name")
    .toArray()
    .map((row) => ({
      name: row.name,
      paused: row.paused === 1,
      draining: row.draining === 1,
      limits: row.limits === null ? UNLIMITED : (JSON.parse(row.limits) as QueueLimits),
      overrides: row.overrides === null ? null : (JSON.parse(row.overrides) as QueueLimits),
      nextStart: row.next_start,
    }));
}

export function upsertQueue(sql: SqlStorage, queue: QueueSettings): void {
  sql.exec(
    `INSERT OR REPLACE INTO queues (name, paused, draining, limits, overrides, next_start)
     VALUES (?, ?, ?, ?, ?, ?)`,
    queue.name,
    Number(queue.paused),
    Number(queue.draining),
    JSON.stringify(queue.limits),
    queue.overrides && JSON.stringify(queue.overrides),
    queue.nextStart,
  );
}
