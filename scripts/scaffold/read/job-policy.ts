/**
 * What the doc tags say of a function's jobs, each checked where it is read.
 *
 * @module
 */

import type { JobPolicy } from "../operation.ts";
import type { FunctionTags } from "./function-tags.ts";
import { isJob, kindName, type NamedFunction } from "./functions.ts";
import type { Reporter } from "./reporter.ts";
import { readSchedule } from "./schedules.ts";
import { isPolicyTag } from "./tags.ts";

/** Of `@backoff 2`, which names none. */
const LONGEST_BACKOFF_SECONDS = 600;
const RATE_UNITS: Record<string, number> = { s: 1, min: 60, h: 3600 };

type Values = Required<Omit<JobPolicy, "schedules">>;

/** What each tag takes. */
const VALUES: {
  [Tag in keyof Values]: { parse(text: string): Values[Tag] | undefined; expected: string; example: string };
} = {
  queue: {
    parse: (text) => (/^[A-Za-z][\w-]{0,63}$/.test(text) ? text : undefined),
    expected: "a name of at most 64 letters, digits, _ and -, a letter first",
    example: "images",
  },
  priority: { parse: priority, expected: "a whole number from -10 to 10", example: "5" },
  retries: { parse: wholeNumber, expected: "a whole number, 0 or more", example: "3" },
  backoff: {
    parse: backoff,
    expected: "the seconds before the first retry and, if wanted, of the longest wait",
    example: "2 600",
  },
  timeout: { parse: seconds, expected: "a number of seconds above 0", example: "60" },
  concurrency: { parse: positive, expected: "a whole number above 0", example: "2" },
  rate: { parse: rate, expected: "a whole number above 0 per s, min or h", example: "10/s" },
  unique: { parse: (text) => (text === "" ? true : undefined), expected: "no value", example: "" },
  retention: { parse: seconds, expected: "a number of seconds above 0", example: "3600" },
};

/** Undefined for what is no job; its tags are reported. */
export function readJobPolicy(
  fn: NamedFunction,
  tags: FunctionTags,
  reporter: Reporter,
): JobPolicy | undefined {
  if (!isJob(fn.kind)) {
    for (const { name: tag, span } of fn.doc.tags)
      if (isPolicyTag(tag)) reporter.report("SO109", span, { tag, kind: kindName(fn.kind) });
    return undefined;
  }
  const policy: JobPolicy = { retries: 0 };
  for (const [name, { parse, expected, example }] of Object.entries(VALUES)) {
    const tag = tags.first(name);
    if (!tag) continue;
    const value = parse(tag.text);
    if (value === undefined) tags.reject(tag, expected, example);
    else Object.assign(policy, { [name]: value });
  }
  const scheduled = tags.all("schedule");
  if (scheduled.length > 0) policy.schedules = scheduled.flatMap((tag) => readSchedule(tag, tags, reporter));
  return policy;
}

function wholeNumber(text: string): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(number) ? number : undefined;
}

function positive(text: string): number | undefined {
  return wholeNumber(text) || undefined;
}

function priority(text: string): number | undefined {
  const size = wholeNumber(text.replace(/^-/, ""));
  if (size === undefined || size > 10) return undefined;
  // Not -0, which no JSON says.
  return text.startsWith("-") ? 0 - size : size;
}

/** At least a millisecond. */
function seconds(text: string): number | undefined {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  const milliseconds = Math.round(number * 1000);
  return Number.isSafeInteger(milliseconds) && milliseconds > 0 ? number : undefined;
}

function backoff(text: string): JobPolicy["backoff"] {
  const [first, longest, ...others] = text.split(/\s+/);
  const [from, to] = [seconds(first ?? ""), seconds(longest ?? "")];
  if (from === undefined || others.length > 0) return undefined;
  if (longest === undefined) return { first: from, longest: Math.max(from, LONGEST_BACKOFF_SECONDS) };
  return to === undefined || to < from ? undefined : { first: from, longest: to };
}

function rate(text: string): JobPolicy["rate"] {
  const [, count = "", unit = ""] = /^(\d+)\s*\/\s*(s|min|h)$/.exec(text) ?? [];
  const [limit, length] = [positive(count), RATE_UNITS[unit]];
  return limit === undefined || length === undefined ? undefined : { limit, seconds: length };
}
