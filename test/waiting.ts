import { availableParallelism } from "node:os";

/**
 * For projects of tests that mostly wait, for processes and pages: they run side by side, after the others, and fill the
 * cores with more workers than two. vitest wants the same number of whoever runs side by side.
 */
export const waiting = {
  maxWorkers: Math.max(3, availableParallelism()),
  sequence: { groupOrder: 1 },
};
