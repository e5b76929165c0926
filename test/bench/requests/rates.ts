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

/** Turns before the first that counts: by then V8 has compiled what is hot. */
const WARM_UP = 5;

/**
 * A machine that others share is slow for a second and fast for the next, and both are to fall on all: a round has several
 * turns. With a few hundred requests a turn would be mostly beginning: whoever comes next finds the caches full of others'
 * code and data.
 */
const TURNS = 4;

interface Rates {
  name: string;
  title: string;
  field: Field;
  probe: Probe;
  /**
   * What everybody is asked before it is compared, those who check nothing as well, as anybody is who serves: V8 remembers
   * what objects it has seen. After one quantity of 0.5, its JSON parser makes doubles of all the others.
   */
  asked: Probe[];
  /** Which of it one must answer rightly; all unless given. */
  mustBeRight?: (name: string, probe: Probe) => boolean;
  /** Requests of a turn. */
  times: number;
  comparisons: Comparison[];
}

export function ratesPart({
  name,
  title,
  field,
  probe,
  asked,
  mustBeRight = () => true,
  times,
  comparisons,
}: Rates): Part {
  return {
    name,
    title,
    async open(scope) {
      const servers = await openContenders(scope, field);
      for (const [name, server] of Object.entries(servers))
        await assertEqualWork(name, server, asked, (probe) => mustBeRight(name, probe));
      const generator = new LoadGenerator(scope);
      const totals: { cpuTime: number; time: number }[] = [];
      const contenders: Contest["contenders"] = {};
      for (const [name, server] of Object.entries(servers)) {
        await generator.load(server, probe, times * WARM_UP);
        const total = { cpuTime: 0, time: 0 };
        totals.push(total);
        let before = await server.cpuTime();
        contenders[name] = async () => {
          const { cpuTime, time } = await generator.load(server, probe, times);
          total.cpuTime += cpuTime;
          total.time += time;
          // What it did since its last turn counts too: garbage of that one is collected when others have theirs.
          const now = await server.cpuTime();
          const spent = now - before;
          before = now;
          return (times / spent) * 1000;
        };
      }
      return {
        unit: "requests/s",
        turns: TURNS,
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
