import { describe, expect, it } from "vitest";
import { mix } from "../../samples/faults/src/models/mix.ts";
import { expectedAnswer, mixed, numberOf, requestOf } from "./orders.ts";
import { makePlan, targets } from "./plan.ts";

const plan = makePlan(7, 2_000, 50);

describe("a plan", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(makePlan(7, 2_000, 50)).toEqual(plan);
    expect(makePlan(8, 2_000, 50)).not.toEqual(plan);
  });

  it("submits every job, those with a key and unique ones again, and the others once", () => {
    const times = Map.groupBy(plan.requests, ({ job }) => job);
    for (const [job, { key, order }] of plan.jobs.entries())
      expect((times.get(job)?.length ?? 0) > 1).toBe(key !== null || order.operation === "solo");
  });

  it("has jobs of every kind, and kills of every kind", () => {
    expect(new Set(plan.jobs.map(({ order }) => order.operation)).size).toBe(12);
    expect(new Set(plan.kills.map(({ target }) => target))).toEqual(new Set(targets));
    expect(new Set(plan.kills.map(({ moment }) => moment.after)).size).toBe(3);
  });

  it("cancels jobs in every state, none of which has a key", () => {
    const cancelled = plan.jobs.filter(({ cancel }) => cancel !== null);
    expect(new Set(cancelled.map(({ cancel }) => cancel)).size).toBe(3);
    expect(cancelled.filter(({ key, order }) => key !== null || order.operation === "solo")).toEqual([]);
  });

  it("spreads the kills: one in each part of the run", () => {
    const places = plan.kills.map(({ moment }) => (moment.after === "progress" ? moment.job : moment.count));
    expect(places.map((place) => Math.floor((place - 1) / 40))).toEqual([...plan.kills.keys()]);
  });
});

it("every answer says whose it is, but for a failure", () => {
  for (const { order } of plan.jobs)
    expect(numberOf(expectedAnswer(order))).toBe(order.operation === "failure" ? null : order.number);
});

it.each([0, 1, 2, 3, 7, 8, 1_000_003])("%d rounds come to what the operations compute", (rounds) => {
  expect(mixed(12_345, rounds)).toBe(mix(12_345, rounds));
});

it("bytes are the order's number and what follows from it", () => {
  const { body } = requestOf({ operation: "reversal", number: 258, size: 6 });
  expect([...(body as Uint8Array)].slice(0, 4)).toEqual([0, 0, 1, 2]);
});
