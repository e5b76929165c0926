/**
 * The rounds of a contest, in turns: what else the machine does falls on all contenders.
 *
 * @module
 */
import type { Contest } from "./part.ts";

/** The figures of each contender, a round each, in order. */
export type Figures = Record<string, number[]>;

/**
 * Play.
 *
 * @param playing called as each round begins
 */
export async function play(
  { contenders }: Contest,
  rounds: number,
  playing: (round: number) => void,
): Promise<Figures> {
  const names = Object.keys(contenders);
  const figures: Figures = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    playing(round);
    // Each begins as often as any other: whoever comes after a contender finds the disk as that one left it.
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)])
      figures[name]?.push((await contenders[name]?.()) ?? Number.NaN);
  }
  return figures;
}
