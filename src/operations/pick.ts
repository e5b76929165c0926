/**
 * The pieces that generated `pick…` functions are made of. To pick is to carry over what a type declares and nothing
 * else: a stray property of a request never reaches a handler, and one of a result never leaves.
 *
 * @module
 */

import type { Pick } from "./input";
import { type Check, Report } from "./report";
import { fits } from "./unions";

/**
 * Pick every item of an array, into another one. V8 compiles a pick into a loop and not into `map`, which takes twice as long. An
 * array with gaps has items that are none, and they fail as such.
 */
export function pickEach<T>(items: readonly T[], pick: Pick<T>): T[] {
  const picked = items.slice();
  for (let index = 0; index < picked.length; index++) picked[index] = pick(picked[index] as T);
  return picked;
}

/** Pick every value of a record. */
export function pickValues<T>(record: Record<string, T>, pick: Pick<T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, pick(value)]));
}

/**
 * What the unions inside a union share, while it is picked: each object is checked and picked once by each member. Else a
 * recursive union whose members have much in common would double the work at every level.
 */
let shared: { report: Report; picked: Map<unknown, Map<unknown, unknown>> } | undefined;

/**
 * Pick by the members of a union that the value fits. An object may fit several, and then has what each declares.
 *
 * @param members a check and a pick of each; without a pick the value is carried over as it is
 * @throws {TypeError} The value fits none, so nothing of it may be carried over.
 */
// biome-ignore lint/suspicious/noExplicitAny: the members of a union have types of their own
export function pickAnyOf<T>(value: T, members: [check: Check<any>, pick?: Pick<any>][]): T {
  if (shared) return pickFitting(value, members, shared);
  shared = { report: new Report(), picked: new Map() };
  try {
    return pickFitting(value, members, shared);
  } finally {
    shared = undefined;
  }
}

function pickFitting<T>(
  value: T,
  members: [check: Check, pick?: Pick<T>][],
  { report, picked }: NonNullable<typeof shared>,
): T {
  const pickOnce = (pick: Pick<T>): T => {
    if (typeof value !== "object") return pick(value);
    const known = picked.get(value) ?? new Map<unknown, unknown>();
    picked.set(value, known);
    if (!known.has(pick)) known.set(pick, pick(value));
    return known.get(pick) as T;
  };
  const fitting = members
    .filter(([check]) => fits(value, check, report))
    .map(([, pick]) => (pick === undefined ? value : pickOnce(pick)));
  const [first] = fitting;
  if (fitting.length === 0) throw new TypeError("The value fits no member of its declared union.");
  // A string that fits is a date's as well, where a date is declared first.
  if (fitting.length === 1 || !isObject(first)) return first as T;
  // Not by assignment: a property called `__proto__` would become the prototype.
  return Object.fromEntries(fitting.flatMap((part) => Object.entries(part as object))) as T;
}

/** An object as JSON has it. */
function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
