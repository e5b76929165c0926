import { availableParallelism } from "node:os";
import type { Part } from "../frame/part.ts";
import { Site } from "./site.ts";
import { ThreadPool } from "./threads.ts";
import { BURN_ROUNDS } from "./workers/operations.ts";

/** One a core; two on a single core show that nothing is gained. */
const N = Math.max(2, availableParallelism());

const JOBS = 8 * N;

/** CPU jobs on more cores. */
export const executors: Part = {
  name: "executors",
  title: `CPU jobs over ${N} executor processes, against one, and against as many Node worker threads`,
  async open(scope) {
    const load = { act: "burn", times: JOBS, clients: JOBS } as const;
    const [one, many] = [
      await Site.open(scope, { executors: 1, lanes: 1 }),
      await Site.open(scope, { executors: N, lanes: N }),
    ];
    const threads = await ThreadPool.open(scope, N);
    const contenders = {
      [`${N} executors`]: () => many.rate(load),
      "1 executor": () => one.rate(load),
      [`${N} worker threads`]: () => threads.rate(BURN_ROUNDS, JOBS),
    };
    for (const round of Object.values(contenders)) await round();
    return {
      unit: "jobs/s",
      contenders,
      comparisons: [
        { ours: `${N} executors`, theirs: "1 executor", goal: { atLeast: 0.9 * N } },
        { ours: `${N} executors`, theirs: `${N} worker threads`, goal: { atLeast: 0.9 } },
      ],
      note: "The queue and the caller have a share of the cores too, and a thread's result is stored nowhere.",
    };
  },
};
