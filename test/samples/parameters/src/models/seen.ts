/** What a handler was called with, so that a test can tell `1` from `"1"` and a missing argument from an empty one. */
export interface Seen {
  type: string;
  value: unknown;
}

export function seen(value: unknown): Seen {
  const type = value instanceof Date ? "Date" : Array.isArray(value) ? "array" : typeof value;
  return { type, value: type === "bigint" ? String(value) : (value ?? null) };
}

export type Size = "small" | "large";

/** @asType integer
 *  @minimum 1
 *  @maximum 10 */
export type Rating = number;

/** @minLength 2
 *  @pattern ^[a-z]+$ */
export type Slug = string;

export interface Address {
  city: Slug;
  since?: Date;
}

export interface Person {
  name: string;
  rating?: Rating;
  addresses: Address[];
  size: Size | null;
}
