/**
 * When a cron schedule ticks. Times are milliseconds since the epoch.
 *
 * Where clocks are put forward, a tick at a fixed hour (`30 2 * * *`, `30 2,14 * * *`) whose time does not exist comes
 * when the clock has jumped; where they are put back, it comes once, the first time. Schedules with a wildcard or a step
 * in hour or minute (`15 * * * *`) go by what the clock shows: nothing at times that do not exist, twice at those that
 * exist twice.
 *
 * @module
 * @see https://github.com/open-source-cron/ocps
 */

import { Cron } from "croner";

export interface Schedule {
  /** Five fields. */
  cron: string;
  /** IANA time zone: `UTC`, `Europe/Berlin`. */
  zone: string;
}

/** Ticks that nobody was there for. */
export interface Missed {
  /** The latest of them, which is made up for; null when there was none. */
  run: number | null;
  /** How many others there were; {@link MAX_SKIPPED} stands for that many or more. */
  skipped: number;
}

/** Counting a tick takes some 50 µs: a year of minutes is not counted to the end. */
const MAX_SKIPPED = 1000;

/** The first tick later than that; null when there is none, as on 31 February. */
export function nextTick(schedule: Schedule, after: number): number | null {
  return cronOf(schedule).nextRun(new Date(after))?.getTime() ?? null;
}

/**
 * What became due since the last tick.
 *
 * @param lastTick the tick that was last seen to, or when the schedule began
 */
export function missed(schedule: Schedule, lastTick: number, now: number): Missed {
  const cron = cronOf(schedule);
  // A tick at this very moment has come; `previousRuns` gives those before its reference.
  const [latest] = cron.previousRuns(1, new Date(now + 1));
  if (latest === undefined || latest.getTime() <= lastTick) return { run: null, skipped: 0 };
  let skipped = 0;
  for (const tick of cron.enumerate(new Date(lastTick))) {
    if (tick >= latest || skipped === MAX_SKIPPED) break;
    skipped++;
  }
  return { run: latest.getTime(), skipped };
}

function cronOf({ cron, zone }: Schedule): Cron {
  return new Cron(cron, { mode: "5-part", timezone: zone, fixedTimeRule: "no-wildcard" });
}
