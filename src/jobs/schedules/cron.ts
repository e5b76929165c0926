/**
 * When a cron schedule ticks. Only generated code that has a schedule imports this: the library is a quarter of the
 * edge's bundle.
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
import type { Missed, Ticks } from "../schedule";

/** Counting a tick takes some 50 µs: a year of minutes is not counted to the end. */
const MAX_SKIPPED = 1000;

/**
 * The ticks of a schedule.
 *
 * @param cron five fields
 * @param zone IANA time zone: `UTC`, `Europe/Berlin`
 */
export function cronTicks(cron: string, zone: string): Ticks {
  const ticks = new Cron(cron, { mode: "5-part", timezone: zone, fixedTimeRule: "no-wildcard" });
  return {
    cron,
    zone,
    next: (after) => ticks.nextRun(new Date(after))?.getTime() ?? null,
    missed: (lastTick, now) => missed(ticks, lastTick, now),
  };
}

function missed(cron: Cron, lastTick: number, now: number): Missed {
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
