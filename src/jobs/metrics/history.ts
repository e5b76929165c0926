/**
 * What happened when: metrics by stretches of time. Times are milliseconds since the epoch.
 *
 * @module
 */

import { type Metrics, mergeMetrics } from "./metrics";

/** What happened from `at` on, for as long as a stretch is. */
export interface Stretch {
  readonly at: number;
  readonly metrics: Metrics;
}

/** Where the stretch begins that a time is in. @param step how long it is, in milliseconds */
export function stretchOf(time: number, step: number): number {
  return time - (time % step);
}

/** Stretches as longer ones, or those of several shards as one list; in the order of time. */
export function mergeStretches(stretches: Iterable<Stretch>, step: number): Stretch[] {
  const merged = new Map<number, Metrics>();
  for (const { at, metrics } of stretches) {
    const begin = stretchOf(at, step);
    merged.set(begin, mergeMetrics(merged.get(begin) ?? {}, metrics));
  }
  return [...merged].map(([at, metrics]) => ({ at, metrics })).sort((a, b) => a.at - b.at);
}
