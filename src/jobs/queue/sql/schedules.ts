/**
 * Statements on `schedules`: how far each of them is.
 *
 * @module
 */

/** `tick`: the last one that was seen to, in milliseconds since the epoch. `job`: what it made. */
export interface ScheduleState {
  name: string;
  tick: number;
  job: string | null;
}

export function allScheduleStates(sql: SqlStorage): ScheduleState[] {
  return sql
    .exec<{ name: string; tick: number; job: string | null }>("SELECT name, tick, job FROM schedules")
    .toArray();
}

export function upsertScheduleState(sql: SqlStorage, { name, tick, job }: ScheduleState): void {
  sql.exec("INSERT OR REPLACE INTO schedules (name, tick, job) VALUES (?, ?, ?)", name, tick, job);
}

export function deleteScheduleState(sql: SqlStorage, name: string): void {
  sql.exec("DELETE FROM schedules WHERE name = ?", name);
}
