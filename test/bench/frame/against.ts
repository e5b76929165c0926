import type { Contest } from "./part.ts";

/**
 * A contest between fewer: what is compared with these, and nothing else. With fewer contenders their turns are closer
 * together, and their ratios steadier.
 *
 * @param names of contenders; none: all of them
 * @throws when the contest compares nothing with any of them
 */
export function against(contest: Contest, names: string[]): Contest {
  if (names.length === 0) return contest;
  const comparisons = contest.comparisons.filter(({ theirs }) => names.includes(theirs));
  if (comparisons.length === 0) {
    const all = [...new Set(contest.comparisons.map(({ theirs }) => theirs))];
    throw new Error(`it has none of ${names.join(", ")}. It has ${all.join(", ")}.`);
  }
  const players = new Set(comparisons.flatMap(({ ours, theirs }) => [ours, theirs]));
  const contenders = Object.entries(contest.contenders).filter(([name]) => players.has(name));
  // Not a copy: its note is read after the last round.
  return Object.create(contest, {
    contenders: { value: Object.fromEntries(contenders) },
    comparisons: { value: comparisons },
  });
}
