import type { Part } from "../frame/part.ts";
import { asDeployed, Site } from "./site.ts";

const load = { times: 1000, clients: 64 };

/** Jobs from submission to result. */
export const throughput: Part = {
  name: "throughput",
  title: "trivial operations awaited, 64 clients, one shard, against raw inserts",
  async open(scope) {
    const site = await Site.open(scope, asDeployed);
    const contenders = {
      operations: () => site.rate({ ...load, act: "run" }),
      "raw inserts": () => site.rate({ ...load, act: "insert" }),
    };
    for (const round of Object.values(contenders)) await round();
    return {
      unit: "jobs/s",
      contenders,
      comparisons: [
        // 1 000 jobs/s where raw inserts run at 2 100/s.
        { ours: "operations", theirs: "raw inserts", goal: { atLeast: 0.48 } },
      ],
    };
  },
};
