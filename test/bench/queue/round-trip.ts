import type { Part } from "../frame/part.ts";
import { asDeployed, Site } from "./site.ts";

const CALLS = 40;

/** What it takes to wait for an operation, one after another. */
export const roundTrip: Part = {
  name: "round-trip",
  title: "awaiting a trivial operation, against a bare call of an executor object and one raw insert",
  async open(scope) {
    const site = await Site.open(scope, asDeployed);
    const one = async (act: "run" | "bare") => (await site.time({ act, times: CALLS, clients: 1 })) / CALLS;
    const contenders = { operation: () => one("run"), "bare call + insert": () => one("bare") };
    for (const round of Object.values(contenders)) await round();
    return {
      unit: "ms",
      contenders,
      comparisons: [{ ours: "operation", theirs: "bare call + insert", goal: { atMost: 3 } }],
      note: `A round's figure is the mean of ${CALLS} calls, since a clock within workerd is too coarse for one.`,
    };
  },
};
