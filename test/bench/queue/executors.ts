import { availableParallelism } from "node:os";
import type { Comparison, Contest, Part } from "../frame/part.ts";
import { MISSING_FASTAPI } from "../requests/contenders.ts";
import { jobRate, serveJobs } from "./fast-api.ts";
import { Site } from "./site.ts";
import { ThreadPool } from "./threads.ts";
import { BURN_ROUNDS } from "./workers/operations.ts";

/** One a core; two on a single core show that nothing is gained. */
const N = Math.max(2, availableParallelism());

/** For each executor: so many that the beginning and the end, where not all have work, are little of it. */
const JOBS = 32;

/** CPU jobs on more cores. */
export const executors: Part = {
  name: "executors",
  title: `CPU jobs over ${N} executor processes, against one, and against as many Node worker threads`,
  async open(scope) {
    const load = (executors: number) =>
      ({ act: "burn", times: JOBS * executors, clients: JOBS * executors }) as const;
    const [one, many] = [
      await Site.open(scope, { executors: 1, lanes: 1 }),
      await Site.open(scope, { executors: N, lanes: N }),
    ];
    const threads = await ThreadPool.open(scope, N);
    const contenders: Contest["contenders"] = {
      [`${N} executors`]: () => many.rate(load(N)),
      "1 executor": () => one.rate(load(1)),
      [`${N} worker threads`]: () => threads.rate(BURN_ROUNDS, JOBS * N),
    };
    const comparisons: Comparison[] = [
      { ours: `${N} executors`, theirs: "1 executor", goal: { atLeast: 0.9 * N } },
      { ours: `${N} executors`, theirs: `${N} worker threads`, goal: { atLeast: 0.9 } },
    ];
    const fastApi = await serveJobs(scope, N);
    if (fastApi.length > 0) {
      contenders[`FastAPI, ${N} processes`] = () => jobRate(fastApi, JOBS * N);
      contenders["FastAPI, 1 process"] = () => jobRate(fastApi.slice(0, 1), JOBS);
      comparisons.push({ ours: `FastAPI, ${N} processes`, theirs: "FastAPI, 1 process" });
    }
    for (const round of Object.values(contenders)) await round();
    return {
      unit: "jobs/s",
      contenders,
      comparisons,
      note: [
        "The queue and the caller have a share of the cores too, and a thread's result is stored nowhere.",
        fastApi.length > 0 ? "FastAPI's job is another one, in Python." : MISSING_FASTAPI,
      ].join(" "),
    };
  },
};
