/**
 * `@schedule`: five fields of cron and a time zone.
 *
 * @module
 */

import { Cron } from "croner";
import type ts from "typescript";
import type { JobPolicy } from "../operation.ts";
import { type DocTag, lineOf } from "./doc.ts";
import type { FunctionTags } from "./function-tags.ts";
import type { Reporter, Span } from "./reporter.ts";
import { closest } from "./spelling.ts";

type Schedule = NonNullable<JobPolicy["schedules"]>[number];

/** The fields of cron, in their order, and the numbers that each takes. */
const FIELDS = [
  { field: "minute", range: "0-59" },
  { field: "hour", range: "0-23" },
  { field: "day of the month", range: "1-31" },
  { field: "month", range: "1-12" },
  { field: "day of the week", range: "0-6" },
];

/** The schedule, alone in a list; none, and reported, where there is something wrong with it. */
export function readSchedule(tag: DocTag, tags: FunctionTags, reporter: Reporter): Schedule[] {
  const found = [...lineOf(tag).matchAll(/\S+/g)];
  const spanOf = (word: number): Span => ({
    ...tag.valueSpan,
    start: tag.valueSpan.start + (found[word]?.index ?? 0),
    length: found[word]?.[0].length ?? 1,
  });
  // `*\/5`, since `*/` would end the comment.
  const words = found.map(([word]) => word.replaceAll("\\/", "/"));
  const fields = words.slice(0, FIELDS.length);
  const [zone = "UTC", ...others] = words.slice(FIELDS.length);
  if (fields.length < FIELDS.length || others.length > 0 || !/^[A-Za-z]/.test(zone)) {
    tags.reject(tag, "five fields of cron and, if wanted, a time zone", "0 3 * * * Europe/Berlin");
    return [];
  }
  const cron = fields.join(" ");
  const bad = fields.findIndex((text, i) => !cronOf(fields.map((_, j) => (i === j ? text : "*")).join(" ")));
  if (FIELDS[bad]) reporter.report("SO116", spanOf(bad), { text: fields[bad] ?? "", ...FIELDS[bad] });
  else if (!cronOf(cron)?.nextRun()) reporter.report("SO117", tag.valueSpan, { cron });
  else if (!isTimeZone(zone)) {
    const suggestion = closest(zone, Intl.supportedValuesOf("timeZone"));
    reporter.report("SO118", spanOf(FIELDS.length), { zone, suggestion });
  } else return [{ cron, zone }];
  return [];
}

/** Report the schedules whose `*\/` ends the doc comment, in a file that can't be parsed; false where there are none. */
export function reportCutOff(source: ts.SourceFile, reporter: Reporter): boolean {
  const cutOff = [...source.text.matchAll(/@schedule[ \t][^\n]*?(\*\/)\d/dg)];
  for (const { indices } of cutOff) {
    const [start = 0, end = 0] = indices?.[1] ?? [];
    reporter.report("SO010", { source, start, length: end - start }, {});
  }
  return cutOff.length > 0;
}

function cronOf(pattern: string): Cron | undefined {
  try {
    return new Cron(pattern, { mode: "5-part", timezone: "UTC", paused: true });
  } catch {
    return undefined;
  }
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
