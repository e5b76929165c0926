import type { Part } from "../frame/part.ts";
import { asDeployed, Site } from "./site.ts";

const clients = 100;

/** Jobs with a stored result, read back, by what else the platform has. Every result is checked as it is read. */
export const peers: Part = {
  name: "peers",
  title: "jobs with a stored result, read back, 100 clients, against miniflare's Queues and Workflows",
  async open(scope) {
    const site = await Site.open(scope, asDeployed);
    const contenders = {
      operations: () => site.rate({ act: "run", times: 500, clients }),
      "Queues, jobs on disk": () => site.rate({ act: "queues", times: 500, clients }),
      "Queues, in memory": () => site.rate({ act: "queuesInMemory", times: 500, clients }),
      Workflows: () => site.rate({ act: "workflows", times: 100, clients }),
    };
    for (const round of Object.values(contenders)) await round();
    return {
      unit: "jobs/s",
      contenders,
      comparisons: [
        { ours: "operations", theirs: "Queues, jobs on disk", goal: { atLeast: 5 } },
        { ours: "operations", theirs: "Queues, in memory" },
        { ours: "operations", theirs: "Workflows", goal: { atLeast: 5 } },
      ],
      note:
        "Queues as fast as it goes: batches of 100 without waiting for more, their results stored by one call, " +
        "whoever waits is told. miniflare keeps messages in memory, so equal work takes one insert for each " +
        "job before it counts as acknowledged; without it, a crash loses jobs.",
    };
  },
};
