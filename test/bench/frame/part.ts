/**
 * What a benchmark is: contenders that take turns, and what is asked of one against another.
 *
 * @module
 */

/** A part of `npm run bench`. */
export interface Part {
  name: string;
  /** What is measured, in one line. */
  title: string;
  /**
   * Get everything ready: processes started, equal work checked, code warm.
   *
   * @param scope what was started ends with it
   */
  open(scope: AsyncDisposableStack): Promise<Contest>;
}

export interface Contest {
  /** What the figure of a turn is: the more the better, or the less. */
  unit: "jobs/s" | "requests/s" | "ms" | "KB";
  /** By name: play one round, or one of its turns. @returns its figure */
  contenders: Record<string, () => Promise<number>>;
  /** How many turns a contender has in each round; 1 unless given. Each is compared with the others' of that time. */
  turns?: number;
  comparisons: Comparison[];
  /** What a reader must know who judges the figures; read after the last round. */
  readonly note?: string;
}

/** The figure of `ours` over that of `theirs`, both names of contenders. */
export interface Comparison {
  ours: string;
  theirs: string;
  /** Left out where nothing is promised. */
  goal?: Goal;
}

export type Goal = { atLeast: number } | { atMost: number };
