/**
 * Parts that measure how many requests the contenders serve in a second.
 *
 * @module
 */
import type { Comparison, Contest, Part } from "../frame/part.ts";
import { FASTAPI, type Field, MISSING_FASTAPI, openContenders } from "./contenders.ts";
import { assertEqualWork } from "./equal-work.ts";
import { LoadGenerator } from "./load.ts";
import type { Probe } from "./probes.ts";

/** Rounds before the first that counts: by then V8 has compiled what is hot. */
const WARM_UP = 5;

/**
 * About how many requests a turn has. A machine that others share is slow for a second and fast for the next, and both are to
 * fall on all: a round has several turns. Much shorter ones would be all beginning and end.
 */
const REQUESTS_OF_A_TURN = 200;

interface Rates {
  name: string;
  title: string;
  field: Field;
  probe: Probe;
  /** What one must answer rightly before it is compared. */
  equal: (name: string) => Probe[];
  /** Requests of a round. */
  times: number;
  comparisons: Comparison[];
}

export function ratesPart({ name, title, field, probe, equal, times, comparisons }: Rates): Part {
  return {
    name,
    title,
    async open(scope) {
      const servers = await openContenders(scope, field);
      for (const [name, server] of Object.entries(servers)) await assertEqualWork(name, server, equal(name));
      const generator = new LoadGenerator(scope);
      const turns = Math.max(1, Math.round(times / REQUESTS_OF_A_TURN));
      const totals: { cpuTime: number; time: number }[] = [];
      const contenders: Contest["contenders"] = {};
      for (const [name, server] of Object.entries(servers)) {
        await generator.load(server, probe, times * WARM_UP);
        const total = { cpuTime: 0, time: 0 };
        totals.push(total);
        contenders[name] = async () => {
          const { perCpuSecond, cpuTime, time } = await generator.load(
            server,
            probe,
            Math.ceil(times / turns),
          );
          total.cpuTime += cpuTime;
          total.time += time;
          return perCpuSecond;
        };
      }
      return {
        unit: "requests/s",
        turns,
        contenders,
        comparisons: comparisons.filter(({ theirs }) => theirs in servers),
        get note() {
          const shares = totals.filter(({ time }) => time > 0).map(({ cpuTime, time }) => cpuTime / time);
          const busy = `While they served, they had at least ${Math.round(Math.min(...shares) * 100)} % of it.`;
          return [
            "Requests in a second of the server's CPU time, all on one core.",
            busy,
            ...(FASTAPI in servers ? [] : [MISSING_FASTAPI]),
          ].join(" ");
        },
      };
    },
  };
}
