/**
 * Unions: which of their members a value fits is found by trying.
 *
 * @module
 */

import type { Issue } from "./problem";
import type { Check, Report, Trial } from "./report";

/** Where a walk is, of unions. */
interface Trials {
  /** How many it is in. */
  unions: number;
  /** What a check said of an object within one. */
  known: Map<object, Map<Check, Trial>>;
}

const trialsOf = new WeakMap<Report, Trials>();

/**
 * A union: at least one of the checks must hold. Where none does, the issues of the one alternative that the value
 * came into (its own type was right, something inside was not) say more than "none fits".
 */
export function anyOf(value: unknown, checks: readonly Check[], at: Report): void {
  const entered: Issue[][] = [];
  for (const check of checks) {
    const { failures, issues } = tryOut(value, check, at);
    if (failures === 0) return;
    if (issues.every((issue) => issue.loc.length > at.depth || issue.type !== "type")) entered.push(issues);
  }
  const [issues] = entered;
  if (issues === undefined || entered.length > 1) at.fail("anyOf", "Must be of one of the declared types.");
  else at.add(issues);
}

/** Whether the value passes the check; for telling the members of a union apart. Notes nothing. */
export function fits(value: unknown, check: Check, at: Report): boolean {
  return tryOut(value, check, at).failures === 0;
}

/**
 * What a check says of a value, kept out of the report. Within a union it is asked once of each object: the members of
 * a recursive union may have much in common, and asking again would double the work at every level.
 */
function tryOut(value: unknown, check: Check, at: Report): Trial {
  const trials = trialsOf.get(at) ?? { unions: 0, known: new Map() };
  trialsOf.set(at, trials);
  const repeats = trials.unions > 0 && typeof value === "object" && value !== null;
  const ofValue = repeats ? knownOf(value, trials) : undefined;
  const known = ofValue?.get(check);
  if (known) return known;
  trials.unions++;
  const trial = at.aside(value, check);
  trials.unions--;
  ofValue?.set(check, trial);
  return trial;
}

function knownOf(value: object, { known }: Trials): Map<Check, Trial> {
  const trials = known.get(value) ?? new Map<Check, Trial>();
  known.set(value, trials);
  return trials;
}
