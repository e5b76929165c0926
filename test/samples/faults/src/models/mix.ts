/** Rounds of a linear congruential generator: work whose result nobody guesses. About 1 ms for a million. */
export function mix(value: number, rounds: number): number {
  let mixed = value >>> 0;
  for (let i = 0; i < rounds; i++) mixed = (Math.imul(mixed, 1_664_525) + 1_013_904_223) >>> 0;
  return mixed;
}
