/** `Date`s on their way through JSON, where they are strings. */
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
