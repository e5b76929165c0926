import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ticks } from "../../../src/jobs/schedule";
import { cronTicks } from "../../../src/jobs/schedules/cron";

const berlin = (cron: string): Ticks => cronTicks(cron, "Europe/Berlin");
const utc = (cron: string): Ticks => cronTicks(cron, "UTC");
const at = (iso: string): number => Date.parse(iso);
const iso = (time: number | null): string | null =>
  time === null ? null : new Date(time).toISOString().replace(":00.000Z", "Z");

/** The ticks after one time and up to another. */
function ticks(schedule: Ticks, after: number, until: number): number[] {
  const found: number[] = [];
  for (let tick = schedule.next(after); tick !== null && tick <= until; tick = schedule.next(tick))
    found.push(tick);
  return found;
}

const ticksOf = (schedule: Ticks, after: string, until: string) =>
  ticks(schedule, at(after), at(until)).map(iso);

describe("the next tick", () => {
  test.each([
    ["0 3 * * *", "2026-11-25T02:59:59.999Z", "2026-11-25T03:00Z"],
    ["0 3 * * *", "2026-11-25T03:00:00.000Z", "2026-11-26T03:00Z"],
    ["0 3 * * *", "2026-11-25T03:00:00.001Z", "2026-11-26T03:00Z"],
    ["*/15 * * * *", "2026-11-25T10:07:00Z", "2026-11-25T10:15Z"],
    ["0 9 * * MON-FRI", "2026-11-27T12:00:00Z", "2026-11-30T09:00Z"],
    ["0 0 29 2 *", "2026-11-25T00:00:00Z", "2028-02-29T00:00Z"],
  ])("%s after %s is %s", (cron, after, next) => {
    expect(iso(utc(cron).next(at(after)))).toBe(next);
  });

  test("is null when there is none", () => {
    expect(utc("0 0 31 2 *").next(at("2026-11-25T00:00:00Z"))).toBeNull();
  });

  test("goes by the time of its zone", () => {
    expect(iso(berlin("0 3 * * *").next(at("2026-11-25T00:00:00Z")))).toBe("2026-11-25T02:00Z");
    expect(iso(berlin("0 3 * * *").next(at("2026-07-25T00:00:00Z")))).toBe("2026-07-25T01:00Z");
  });
});

describe("where clocks are put forward, from 02:00 to 03:00", () => {
  const day = ["2026-03-28T23:00Z", "2026-03-29T22:00Z"] as const;

  test("a fixed time that does not exist comes when the clock has jumped", () => {
    expect(ticksOf(berlin("30 2 * * *"), ...day)).toEqual(["2026-03-29T01:00Z"]);
    expect(ticksOf(berlin("30 2,14 * * *"), ...day)).toEqual(["2026-03-29T01:00Z", "2026-03-29T12:30Z"]);
  });

  test("an interval leaves out the hour that there is not", () => {
    expect(ticksOf(berlin("15 0-4 * * *"), ...day)).toEqual([
      "2026-03-28T23:15Z",
      "2026-03-29T00:15Z",
      "2026-03-29T01:00Z",
      "2026-03-29T01:15Z",
      "2026-03-29T02:15Z",
    ]);
    expect(ticksOf(berlin("15 * * * *"), "2026-03-29T00:00Z", "2026-03-29T03:00Z")).toEqual([
      "2026-03-29T00:15Z",
      "2026-03-29T01:15Z",
      "2026-03-29T02:15Z",
    ]);
    expect(ticksOf(berlin("*/30 2 * * *"), ...day)).toEqual([]);
  });
});

describe("where clocks are put back, from 03:00 to 02:00", () => {
  const day = ["2026-10-24T22:00Z", "2026-10-25T23:00Z"] as const;

  test("a fixed time that exists twice comes once, the first time", () => {
    expect(ticksOf(berlin("30 2 * * *"), ...day)).toEqual(["2026-10-25T00:30Z"]);
    expect(ticksOf(berlin("30 2,14 * * *"), ...day)).toEqual(["2026-10-25T00:30Z", "2026-10-25T13:30Z"]);
  });

  test("an interval comes both times", () => {
    expect(ticksOf(berlin("30 * * * *"), "2026-10-24T23:00Z", "2026-10-25T03:00Z")).toEqual([
      "2026-10-24T23:30Z",
      "2026-10-25T00:30Z",
      "2026-10-25T01:30Z",
      "2026-10-25T02:30Z",
    ]);
  });
});

describe("missed", () => {
  test.each([
    ["nothing was", "0 3 * * *", "2026-11-25T03:00Z", "2026-11-26T02:59:59.999Z", null, 0],
    ["one that is due now", "0 3 * * *", "2026-11-25T03:00Z", "2026-11-26T03:00Z", "2026-11-26T03:00Z", 0],
    [
      "one, a moment ago",
      "0 3 * * *",
      "2026-11-25T03:00Z",
      "2026-11-26T03:00:00.999Z",
      "2026-11-26T03:00Z",
      0,
    ],
    ["several", "0 3 * * *", "2026-11-20T03:00Z", "2026-11-25T12:00Z", "2026-11-25T03:00Z", 4],
    ["the clock went back", "0 3 * * *", "2026-11-25T03:00Z", "2026-11-24T12:00Z", null, 0],
    ["it never ticks", "0 0 31 2 *", "2026-11-25T03:00Z", "2027-11-24T12:00Z", null, 0],
    ["a year of minutes", "* * * * *", "2025-11-25T03:00Z", "2026-11-25T03:00Z", "2026-11-25T03:00Z", 1000],
  ])("%s", (_, cron, lastTick, now, run, skipped) => {
    const found = utc(cron).missed(at(lastTick), at(now));
    expect({ ...found, run: iso(found.run) }).toEqual({ run, skipped });
  });

  test("is what ticking one by one would have come to, through both changes of the clock", () => {
    const cron = fc.constantFrom(
      "*/20 * * * *",
      "30 2 * * *",
      "30 2,14 * * *",
      "15 0-4 * * *",
      "*/30 2 * * *",
    );
    const zone = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC");
    const spring = at("2026-03-28T00:00Z");
    const autumn = at("2026-10-24T00:00Z");
    const hours = (count: number) => fc.nat(count * 3_600_000);
    fc.assert(
      fc.property(
        cron,
        zone,
        fc.constantFrom(spring, autumn, at("2026-03-07T00:00Z"), at("2026-10-31T00:00Z")),
        hours(60),
        hours(24),
        (text, place, from, offset, length) => {
          const schedule = cronTicks(text, place);
          const [lastTick, now] = [from + offset, from + offset + length];
          const all = ticks(schedule, lastTick, now);
          expect(schedule.missed(lastTick, now)).toEqual({
            run: all.at(-1) ?? null,
            skipped: Math.max(0, all.length - 1),
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
