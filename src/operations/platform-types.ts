/**
 * Types that JSON has no word for, and that travel as strings: `Date` and `bigint`.
 *
 * @module
 */

import { dateTime } from "./formats";
import { format, pattern } from "./keywords";
import type { Check } from "./report";

/** A date's string as RFC 3339 writes it; or a `Date`, which a handler has already. */
export const checkDate: Check<Date> = (value, at) => {
  if (!(value instanceof Date)) format(value, "date-time", dateTime, at);
};

/** A date's string becomes a `Date`; a `Date` stays one, and JSON writes it as ISO 8601. */
export function pickDate(value: Date): Date {
  return new Date(value);
}

/** A string of digits; or a `bigint`, which a handler has already. */
export const checkBigInt: Check<bigint> = (value, at) => {
  if (typeof value !== "bigint" && at.string(value)) pattern(value, /^-?\d+$/, at);
};

/** A string of digits becomes a `bigint`; a `bigint` stays one. */
export function pickBigInt(value: bigint): bigint {
  return BigInt(value);
}

// JSON has no word for a bigint: wherever one is written (a response, a job's arguments, a checkpoint), it is its digits.
Object.defineProperty(BigInt.prototype, "toJSON", {
  value(this: bigint) {
    return String(this);
  },
  configurable: true,
  writable: true,
});
