/**
 * The CPU work that all contenders do.
 *
 * @module
 */

/** Next to nothing: what is timed is everything around it. */
export function add(left: number, right: number): number {
  return left + right;
}

/** How many rounds a CPU job has: some tens of milliseconds. */
export const BURN_ROUNDS = 20_000_000;

/** Rounds of integer arithmetic, each of which needs the one before. @returns what is left after them */
export function burn(rounds: number): number {
  let state = 1;
  for (let i = 0; i < rounds; i++) state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return state;
}
