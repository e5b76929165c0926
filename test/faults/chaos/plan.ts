/**
 * What happens in a run: made from a seed, and on no clock. What is left to chance is what the machine does meanwhile.
 *
 * @module
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { isFamily, type Order, retries } from "./orders.ts";

export interface PlannedJob {
  order: Order;
  /** Its `Idempotency-Key`. */
  key: string | null;
  /** How its client learns of its end: from its events, or by asking for its result. */
  follow: "events" | "result";
  /** It is cancelled once it is seen to be that, "queued" as soon as it is acknowledged; null when it is not. */
  cancel: "queued" | "running" | "waiting" | null;
}

/** A submission. Jobs with a key and unique ones are submitted several times. */
export interface PlannedRequest {
  /** Number of the order: index in `jobs`. */
  job: number;
  /** `Prefer: wait`, in seconds, or `respond-async`. */
  wait: number | null;
}

/** When a process is killed. */
export type Moment =
  /** So many submissions were answered, or broke. */
  | { after: "answered"; count: number }
  /** So many jobs are known to have ended. */
  | { after: "finished"; count: number }
  /** This job was seen to have come so far. */
  | { after: "progress"; job: number; progress: number };

/** What is killed. "executors": all of them; "everything": the whole of `npm run dev`, which is then started again. */
export const targets = ["executor 1", "executor 2", "executors", "edge", "everything"] as const;
export type Target = (typeof targets)[number];

export interface PlannedKill {
  moment: Moment;
  target: Target;
}

export interface Plan {
  seed: number;
  jobs: PlannedJob[];
  requests: PlannedRequest[];
  kills: PlannedKill[];
}

/** How many executor processes the targets are of. */
export const EXECUTORS = 2;

/** Draws from what follows from a seed. */
class Chance {
  readonly #generator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  /** A whole number, both ends included. */
  integer(from: number, to: number): number {
    return uniformInt(this.#generator, from, to);
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)] as T;
  }

  percent(percent: number): boolean {
    return this.integer(1, 100) <= percent;
  }
}

/** The same arguments, the same plan. */
export function makePlan(seed: number, jobCount: number, killCount: number): Plan {
  const chance = new Chance(seed);
  const jobs = Array.from({ length: jobCount }, (_, number): PlannedJob => {
    const order = drawOrder(chance, number);
    const cancel = drawCancel(chance, order);
    const key = cancel === null && takesKey(order) && chance.percent(25) ? `key ${seed} ${number}` : null;
    const watched = isLong(order) || cancel !== null || chance.percent(50);
    return { order, key, follow: watched ? "events" : "result", cancel };
  });
  return { seed, jobs, requests: drawRequests(chance, jobs), kills: drawKills(chance, jobs, killCount) };
}

function drawCancel(chance: Chance, order: Order): PlannedJob["cancel"] {
  const { operation } = order;
  // Nobody knows the id of a batch that a handler waits for, and others may have a unique job too.
  if (operation === "batch" || operation === "solo" || isLong(order) || !chance.percent(15)) return null;
  return chance.of(isFamily(order) ? ["queued", "waiting", "waiting"] : ["queued", "running"]);
}

/** Those that are unique have none, nor those whose handler says nothing of keys. */
function takesKey({ operation }: Order): boolean {
  return !["solo", "batch", "ticket", "late"].includes(operation);
}

/** Does it take long enough that a kill can be aimed at it? */
function isLong(order: Order): boolean {
  return order.operation === "walk" && order.steps >= LONG_STEPS;
}

const LONG_STEPS = 40;

function drawOrder(chance: Chance, number: number): Order {
  const rounds = chance.integer(1, 1_000_000);
  const operation = chance.of([
    ...(["mixture", "mixture", "mixture", "reversal", "reversal"] as const),
    ...(["refusal", "failure", "stumble", "walk", "walk", "stroll"] as const),
    ...(["batch", "ticket", "chain", "solo", "late"] as const),
  ]);
  switch (operation) {
    case "mixture":
    case "solo":
      // Short ones share a call of their executor.
      return { operation, number, rounds: chance.percent(50) ? rounds : chance.integer(1, 1_000) };
    case "failure":
    case "stumble":
      return { operation, number, rounds };
    case "late":
      return { operation, number, rounds, delay: chance.integer(1, 30) / 10 };
    case "batch":
    case "ticket":
      return { operation, ...drawFamily(chance, number), window: chance.of([0, 0, 1, 3]) };
    case "chain":
      return { operation, ...drawFamily(chance, number), trips: chance.percent(20) };
    case "refusal":
      return { operation, number, status: chance.of([404, 409, 422] as const) };
    case "reversal":
      // One in fifty takes more than one row of the database.
      return { operation, number, size: chance.integer(4, chance.percent(2) ? 4_000_000 : 5_000) };
    case "walk":
    case "stroll": {
      const trips = operation === "walk" && chance.percent(30);
      if (chance.percent(4))
        return { operation, number, rounds: 4_000_000, steps: chance.integer(LONG_STEPS, 50), trips };
      return { operation, number, rounds: chance.integer(1, 300_000), steps: chance.integer(1, 10), trips };
    }
  }
}

/** Parts that are short, or not; of one in four orders some are refused. */
function drawFamily(chance: Chance, number: number) {
  const parts = chance.integer(1, chance.percent(10) ? 30 : 6);
  const refused = chance.percent(25) ? [chance.integer(0, parts - 1), chance.integer(0, parts - 1)] : [];
  return { number, parts, rounds: chance.integer(1, chance.percent(60) ? 3_000 : 1_000_000), refused };
}

/** Each job in turn, and those with a key and unique ones again: at once, a little later, or when all is over. */
function drawRequests(chance: Chance, jobs: readonly PlannedJob[]): PlannedRequest[] {
  const placed = jobs.flatMap(({ order, key, cancel }, job) => {
    const places = [job];
    if (key !== null || order.operation === "solo")
      for (let repeats = chance.integer(1, 3); repeats > 0; repeats--)
        places.push(job + chance.of([0, chance.integer(1, 100), jobs.length]));
    const patient = chance.percent(20) && cancel === null && !isLong(order) && retries[order.operation] === 0;
    return places.map((place) => ({ place, request: { job, wait: patient ? 30 : null } }));
  });
  return placed.sort((a, b) => a.place - b.place).map(({ request }) => request);
}

/**
 * Kills, spread over the run: one in each of as many equal parts of it, at random within. So no job can be hit as
 * often in a row as the queue takes for a job that kills its executor.
 */
function drawKills(chance: Chance, jobs: readonly PlannedJob[], count: number): PlannedKill[] {
  const part = jobs.length / count;
  return Array.from({ length: count }, (_, index) => {
    const place = Math.ceil(part * (index + chance.integer(5, 90) / 100));
    const long = jobs.findIndex(({ order }) => order.number >= place && isLong(order));
    if (long >= 0 && long < part * (index + 1) && chance.percent(50))
      return {
        moment: { after: "progress", job: long, progress: chance.integer(10, 50) / 100 },
        target: chance.of(["executors", "executors", "edge", "edge", "everything"]),
      };
    return {
      moment: { after: chance.of(["answered", "finished"]), count: place },
      target: chance.of([
        "executor 1",
        "executor 2",
        "executor 1",
        "executor 2",
        "executors",
        "edge",
        "edge",
        "everything",
      ]),
    };
  });
}
