/**
 * The rounds of a contest, in turns: what else the machine does falls on all contenders.
 *
 * @module
 */
import type { Contest } from "./part.ts";

/** The figures of each contender, one for each of its turns, in order. */
export type Figures = Record<string, number[]>;

/**
 * Play.
 *
 * @param playing called as each round begins
 */
export async function play(
  { contenders, turns = 1 }: Contest,
  rounds: number,
  playing: (round: number) => void,
): Promise<Figures> {
  const names = Object.keys(contenders);
  const figures: Figures = Object.fromEntries(names.map((name) => [name, []]));
  for (let turn = 0; turn < rounds * turns; turn++) {
    if (turn % turns === 0) playing(turn / turns);
    // Each begins as often as any other: whoever comes after a contender finds the disk as that one left it.
    const first = turn % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)])
      figures[name]?.push((await contenders[name]?.()) ?? Number.NaN);
  }
  return figures;
}
