import type { Part } from "../frame/part.ts";
import { asDeployed, Site } from "./site.ts";

const load = { times: 1000, clients: 32 };

/** Submissions share commits; raw inserts cannot. */
export const submit: Part = {
  name: "submit",
  title: "submitting jobs, 32 clients, against one raw insert per Durable Object call",
  async open(scope) {
    const site = await Site.open(scope, asDeployed);
    const contenders = {
      "submit, 1 shard": () => site.rate({ ...load, act: "submit" }),
      "submit, 2 shards": () => site.rate({ ...load, act: "submit", shards: 2 }),
      "raw insert": () => site.rate({ ...load, act: "insert" }),
    };
    for (const round of Object.values(contenders)) await round();
    return {
      unit: "jobs/s",
      contenders,
      comparisons: [
        { ours: "submit, 1 shard", theirs: "raw insert", goal: { atLeast: 2 } },
        { ours: "submit, 2 shards", theirs: "submit, 1 shard" },
      ],
      note: "Here both shards share the one thread of their workerd, and the caller too; deployed, each is on a machine of its own.",
    };
  },
};
