/** CPU work that takes its executor down, or comes to nothing. */

import type { Steps } from "../operations";

/** @post /poisons/throws */
export function throws(): string {
  throw new Error("A secret of the inside.");
}

/**
 * @post /poisons/hangs
 * @timeout 1
 */
export function hangs(): string {
  for (;;);
}

/**
 * @post /poisons/hangs-longer
 * @timeout 5
 */
export function hangsLonger(): string {
  return hangs();
}

/** @post /poisons/hoards */
export function hoards(): number {
  const hoard: number[][] = [];
  for (;;) hoard.push(new Array<number>(1_000_000).fill(hoard.length + 0.5));
}

interface Ouroboros {
  tail?: Ouroboros;
}

/** @post /poisons/cycle */
export function cycle(): Ouroboros {
  const snake: Ouroboros = {};
  snake.tail = snake;
  return snake;
}

/** @post /poisons/flood */
export function flood(): Uint8Array {
  return new Uint8Array(33 * 1024 * 1024);
}

/** @post /poisons/cyclic-checkpoint */
export function* cyclicCheckpoint(): Steps<Ouroboros, string> {
  yield { checkpoint: cycle() };
  return "never";
}

/** @post /poisons/huge-checkpoint */
export function* hugeCheckpoint(): Steps<string, string> {
  yield { checkpoint: "x".repeat(31 * 1024 * 1024) };
  return "never";
}
