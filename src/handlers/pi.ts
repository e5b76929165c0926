/** CPU work in parts: an async handler has them done side by side, over all lanes, and adds up what they found. */

import * as jobs from "../generated/jobs";
import { all } from "../jobs";

/**
 * @asType integer
 * @minimum 1000
 * @maximum 1000000000
 */
export type Darts = number;

export interface PiEstimate {
  pi: number;
  darts: number;
}

const PARTS = 8;

/**
 * Estimate π.
 *
 * Darts fall at random on a square; the share of them that hit the circle within is a quarter of π.
 *
 * @get /pi
 */
export async function estimatePi(darts: Darts = 8_000_000): Promise<PiEstimate> {
  const each = Math.ceil(darts / PARTS);
  const hits = await all(Array.from({ length: PARTS }, (_, part) => jobs.countHits(each, part)));
  const thrown = each * PARTS;
  return { pi: (4 * hits.reduce((sum, count) => sum + count, 0)) / thrown, darts: thrown };
}

/**
 * Count the darts that hit the circle.
 *
 * @param seed another one has them fall elsewhere
 * @job
 */
export function countHits(darts: number, seed: number): number {
  let state = (seed * 0x9e3779b9) >>> 0;
  // Mulberry32: small, fast, and even enough for this.
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  let hits = 0;
  for (let dart = 0; dart < darts; dart++) if (Math.hypot(random(), random()) < 1) hits++;
  return hits;
}
