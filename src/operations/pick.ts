/**
 * The pieces that generated `pick…` functions are made of. To pick is to carry over what a type declares and nothing
 * else: a stray property of a request never reaches a handler, and one of a result never leaves.
 *
 * @module
 */

import type { Pick } from "./input";
import { type Check, matches } from "./report";

/** Pick every value of a record. */
export function pickValues<T>(record: Record<string, T>, pick: Pick<T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, pick(value)]));
}

/**
 * Pick by the members of a union that the value fits. An object may fit several, and then has what each declares.
 *
 * @param members a check and a pick of each; without a pick the value is carried over as it is
 * @throws {TypeError} The value fits none, so nothing of it may be carried over.
 */
// biome-ignore lint/suspicious/noExplicitAny: the members of a union have types of their own
export function pickAnyOf<T>(value: T, members: [check: Check<any>, pick?: Pick<any>][]): T {
  const picked = members
    .filter(([check]) => matches(check, value))
    .map(([, pick]) => (pick === undefined ? value : pick(value)));
  if (picked.length === 0) throw new TypeError("The value fits no member of its declared union.");
  if (picked.length === 1) return picked[0];
  return typeof picked[0] === "object" && picked[0] !== null && !Array.isArray(picked[0])
    ? Object.assign({}, ...picked)
    : picked[0];
}
