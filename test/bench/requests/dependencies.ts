import type { Part } from "../frame/part.ts";
import { FASTAPI, OURS } from "./contenders.ts";
import { receipt } from "./probes.ts";
import { ratesPart } from "./rates.ts";

const MIDDLEWARE = "Hono middleware";

/** Five dependencies, each of which needs the one before, and two of them and the operation the first as well. */
export const dependencies: Part = ratesPart({
  name: "dependencies",
  title: "a GET with dependencies, five deep, one of them shared",
  field: {
    workers: { [OURS]: { stubs: "dependencies" }, [MIDDLEWARE]: { worker: "hono-middleware.ts" } },
    fastApi: "receipts.py",
  },
  probe: receipt,
  asked: [receipt],
  times: 2500,
  comparisons: [
    { ours: OURS, theirs: MIDDLEWARE, goal: { atLeast: 0.95 } },
    { ours: OURS, theirs: FASTAPI, goal: { atLeast: 1 } },
  ],
});
