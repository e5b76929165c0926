/**
 * From figures to ratios.
 *
 * @module
 */
import type { Contest, Goal } from "./part.ts";
import type { Figures } from "./rounds.ts";

/** The median, and the quartiles around it: half of the turns are between them. */
export interface Spread {
  median: number;
  low: number;
  high: number;
}

/** One comparison, measured. */
export interface Result {
  part: string;
  unit: Contest["unit"];
  ours: { name: string } & Spread;
  theirs: { name: string } & Spread;
  /** Of ours to theirs within each turn, so that a slow moment of the machine falls on both. */
  ratio: Spread;
  goal: Goal | null;
  /** Null without a goal. */
  met: boolean | null;
}

export function resultsOf(part: string, { unit, comparisons }: Contest, figures: Figures): Result[] {
  return comparisons.map(({ ours, theirs, goal = null }) => {
    const [our, their] = [figures[ours] ?? [], figures[theirs] ?? []];
    const ratio = spreadOf(our.map((figure, turn) => figure / (their[turn] ?? Number.NaN)));
    return {
      part,
      unit,
      ours: { name: ours, ...spreadOf(our) },
      theirs: { name: theirs, ...spreadOf(their) },
      ratio,
      goal,
      met: goal && isMet(goal, ratio.median),
    };
  });
}

function isMet(goal: Goal, ratio: number): boolean {
  return "atLeast" in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
}

function spreadOf(figures: number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  // Between two figures, the point on the line that joins them.
  const quantile = (q: number) => {
    const at = q * (sorted.length - 1);
    const below = sorted[Math.floor(at)] ?? Number.NaN;
    const above = sorted[Math.ceil(at)] ?? Number.NaN;
    return below + (above - below) * (at - Math.floor(at));
  };
  return { median: quantile(0.5), low: quantile(0.25), high: quantile(0.75) };
}
