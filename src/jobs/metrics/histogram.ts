/**
 * How long things took, in buckets.
 *
 * @module
 */

/** Upper bounds of the buckets, inclusive, in milliseconds. Above the last one there is one more, without a bound. */
export const BUCKET_BOUNDS_MS: readonly number[] = [
  5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  1_800_000, 3_600_000,
];

export interface Histogram {
  /** How many fell into each bucket. */
  readonly counts: readonly number[];
  /** All of them added up: whole milliseconds, so that the order of adding makes no difference. */
  readonly sumMs: number;
}

export const EMPTY_HISTOGRAM: Histogram = { counts: [...BUCKET_BOUNDS_MS.map(() => 0), 0], sumMs: 0 };

/** The histogram with one more in it. Less than nothing, since a clock went back, is nothing. */
export function observed({ counts, sumMs }: Histogram, ms: number): Histogram {
  const took = Math.max(0, Math.round(ms));
  const found = BUCKET_BOUNDS_MS.findIndex((bound) => took <= bound);
  const bucket = found === -1 ? BUCKET_BOUNDS_MS.length : found;
  return { counts: counts.map((count, i) => (i === bucket ? count + 1 : count)), sumMs: sumMs + took };
}

export function mergeHistograms(a: Histogram, b: Histogram): Histogram {
  return {
    counts: a.counts.map((count, i) => count + (b.counts[i] ?? 0)),
    sumMs: a.sumMs + b.sumMs,
  };
}

/** What takes as much away from another as this one adds. */
export function negatedHistogram({ counts, sumMs }: Histogram): Histogram {
  return { counts: counts.map((count) => -count), sumMs: -sumMs };
}

/**
 * What so large a share of them took at most, in milliseconds; null when there are none. Within a bucket they count as
 * evenly spread, and above the last bound as that bound.
 *
 * @param share from 0 to 1
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
 */
export function quantile({ counts }: Histogram, share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let below = 0;
  for (const [bucket, count] of counts.entries()) {
    const upper = BUCKET_BOUNDS_MS[bucket];
    if (upper === undefined) break;
    if (below + count >= share * total && count > 0) {
      const lower = BUCKET_BOUNDS_MS[bucket - 1] ?? 0;
      return lower + ((upper - lower) * (share * total - below)) / count;
    }
    below += count;
  }
  return BUCKET_BOUNDS_MS.at(-1) ?? null;
}
