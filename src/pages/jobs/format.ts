/**
 * Numbers and times as people read them.
 *
 * @module
 */

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const precise = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

export function count(n: number): string {
  return whole.format(n);
}

/** "1 job", "12 jobs". */
export function jobs(n: number): string {
  return `${count(n)} ${n === 1 ? "job" : "jobs"}`;
}

export function rate(perSecond: number): string {
  if (perSecond === 0) return "0/s";
  if (perSecond < 1)
    return `${whole.format(perSecond * 60) === "0" ? "<1" : whole.format(perSecond * 60)}/min`;
  return `${perSecond < 10 ? perSecond.toFixed(1) : whole.format(perSecond)}/s`;
}

export function bytes(n: number): string {
  const units = ["bytes", "kB", "MB", "GB"];
  const power = n < 1_000 ? 0 : Math.min(Math.floor(Math.log10(n) / 3), units.length - 1);
  const value = n / 1_000 ** power;
  return `${power === 0 || value >= 100 ? whole.format(value) : value.toFixed(1)} ${units[power]}`;
}

export function duration(ms: number): string {
  if (ms < 1) return ms <= 0 ? "0 ms" : "<1 ms";
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 10 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 60) return two(minutes, "min", seconds % 60, "s");
  const hours = minutes / 60;
  return hours < 48 ? two(hours, "h", minutes % 60, "min") : two(hours / 24, "d", hours % 24, "h");
}

function two(large: number, unit: string, small: number, smaller: string): string {
  return Math.floor(small) === 0 || large >= 10
    ? `${Math.floor(large)} ${unit}`
    : `${Math.floor(large)} ${unit} ${Math.floor(small)} ${smaller}`;
}

export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

/** "4 s ago", "in 5 min". */
export function fromNow(time: string, now: number): string {
  const ms = Date.parse(time) - now;
  if (Math.abs(ms) < 1_000) return "now";
  return ms < 0
    ? `${duration(Math.floor(-ms / 1000) * 1000)} ago`
    : `in ${duration(Math.ceil(ms / 1000) * 1000)}`;
}

/** The time of the day. */
export function timeOfDay(time: number): string {
  return clock.format(time);
}

/** The day and the time, to the second. */
export function dateTime(time: string | number): string {
  return precise.format(new Date(time));
}
