/**
 * The keywords of JSON Schema that few schemas have, as functions of the same kind as the methods of {@link Report}.
 *
 * @module
 */

import { type Check, count, type Report } from "./report";

type Key = string | number;

export function exclusiveMinimum(value: number, limit: number, at: Report, key?: Key): boolean {
  return value > limit || at.fail("exclusiveMinimum", `Must be more than ${limit}.`, key);
}

export function exclusiveMaximum(value: number, limit: number, at: Report, key?: Key): boolean {
  return value < limit || at.fail("exclusiveMaximum", `Must be less than ${limit}.`, key);
}

export function multipleOf(value: number, step: number, at: Report, key?: Key): boolean {
  // 4.35 is a multiple of 0.01, though 4.35 / 0.01 is 434.99999999999994.
  const times = value / step;
  const tolerance = Math.max(1, Math.abs(times)) * 4 * Number.EPSILON;
  return (
    Math.abs(times - Math.round(times)) <= tolerance ||
    at.fail("multipleOf", `Must be a multiple of ${step}.`, key)
  );
}

export function pattern(value: string, pattern: RegExp, at: Report, key?: Key): boolean {
  return pattern.test(value) || at.fail("pattern", `Must match ${pattern.source}.`, key);
}

/** @param matches whether a string has the format `name`; see `formats.ts` */
export function format(
  value: unknown,
  name: string,
  matches: (text: string) => boolean,
  at: Report,
  key?: Key,
): boolean {
  return at.string(value, key) && (matches(value) || at.fail("format", `Must be a valid ${name}.`, key));
}

export function uniqueItems(value: readonly unknown[], at: Report, key?: Key): boolean {
  const distinct = new Set(value.map((item) => canonical(item)));
  return distinct.size === value.length || at.fail("uniqueItems", "Must have no item twice.", key);
}

export function minProperties(value: object, limit: number, at: Report): boolean {
  return (
    Object.keys(value).length >= limit ||
    at.fail("minProperties", `Must have at least ${count(limit, "property", "properties")}.`)
  );
}

export function maxProperties(value: object, limit: number, at: Report): boolean {
  return (
    Object.keys(value).length <= limit ||
    at.fail("maxProperties", `Must have at most ${count(limit, "property", "properties")}.`)
  );
}

/** Check every property's name. */
export function propertyNames(value: object, check: Check, at: Report): void {
  for (const name of Object.keys(value)) at.within(name, name, check);
}

/** Check every property of an object, but those named in `except`. */
export function additionalProperties(
  value: object,
  check: Check,
  at: Report,
  except: readonly string[] = [],
): void {
  for (const [name, property] of Object.entries(value)) {
    if (!except.includes(name)) at.within(name, property, check);
  }
}

/** JSON with sorted keys: equal for equal values. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
