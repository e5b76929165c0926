import type { Contest, Part } from "../frame/part.ts";
import { asDeployed, Site } from "./site.ts";

const depths = { "100 queued": 100, "100 000 queued": 100_000 };
const clients = 32;
const JOBS = 200;
/** So many at once share a commit, or the line would take minutes to form. */
const FILLING_CLIENTS = 500;
/** A request that takes longer than five minutes counts as lost. */
const PORTION = 10_000;

/** A long line must not make those who join it, leave it or look at it slower. */
export const backlog: Part = {
  name: "backlog",
  title: "submit, claim and status read with 100 000 queued jobs, against 100",
  async open(scope) {
    const contenders: Contest["contenders"] = {};
    for (const [name, depth] of Object.entries(depths)) {
      const site = await Site.open(scope, asDeployed);
      await fill(site, depth);
      const one = async (act: "stand" | "serve" | "look") =>
        (await site.time({ act, times: JOBS, clients })) / JOBS;
      const serve = async () => {
        await site.release(JOBS);
        return await one("serve");
      };
      // Each leaves the line as long as it was.
      Object.assign(contenders, {
        [`submit, ${name}`]: async () => {
          const time = await one("stand");
          await serve();
          return time;
        },
        [`claim, ${name}`]: async () => {
          await one("stand");
          return await serve();
        },
        [`status, ${name}`]: () => one("look"),
      });
    }
    for (const round of Object.values(contenders)) await round();
    return {
      unit: "ms",
      contenders,
      comparisons: ["submit", "claim", "status"].map((act) => ({
        ours: `${act}, 100 000 queued`,
        theirs: `${act}, 100 queued`,
        goal: { atMost: 1.3 },
      })),
      note: "Milliseconds per job with 32 clients. Claims go one by one, each timed from its permission to its result.",
    };
  },
};

async function fill(site: Site, depth: number): Promise<void> {
  for (let queued = 0; queued < depth; queued += PORTION) {
    console.error(`  ${queued} of ${depth} queued`);
    await site.time({ act: "stand", times: Math.min(depth - queued, PORTION), clients: FILLING_CLIENTS });
  }
}
