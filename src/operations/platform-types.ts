/**
 * Types that JSON has no word for, and that travel as strings: `Date` and `bigint`.
 *
 * @module
 */

import { dateTime } from "./formats";
import type { Check } from "./report";

/** A date's string as RFC 3339 writes it; or a `Date`, which a handler has already. */
export const checkDate: Check<Date> = (value, at) => {
  if (!(value instanceof Date) && at.string(value)) at.format(value, "date-time", dateTime);
};

/** A date's string becomes a `Date`; a `Date` stays one, and JSON writes it as ISO 8601. */
export function pickDate(value: Date): Date {
  return new Date(value);
}

/** A string of digits; or a `bigint`, which a handler has already. */
export const checkBigInt: Check<bigint> = (value, at) => {
  if (typeof value !== "bigint" && at.string(value)) at.pattern(value, /^-?\d+$/);
};

/** On its way in a string of digits becomes a `bigint`; on its way out a `bigint` becomes a string of digits. */
export function pickBigInt(value: bigint): bigint {
  // The one type that changes in both directions: to the functions around it, it is what the handler has.
  return (typeof value === "bigint" ? String(value) : BigInt(value)) as bigint;
}
