import fc from "fast-check";
import { expect, test } from "vitest";
import { kitchenPlan } from "../../src/dependencies/kitchen-plan.ts";

function plan(grillSeconds: number[]) {
  const burgers = grillSeconds.map((seconds, i) => ({
    name: `Burger ${i}`,
    price: 800,
    grillSeconds: seconds,
  }));
  return kitchenPlan({
    id: "0198e7a2-0000-4000-8000-000000000000",
    placedAt: new Date(0),
    total: 800,
    burgers,
  });
}

/** Every way to put the burgers on three grills. */
function shortestByTrying(grillSeconds: number[], loads: [number, number, number] = [0, 0, 0]): number {
  const [first, ...rest] = grillSeconds;
  if (first === undefined) return Math.max(...loads);
  return Math.min(
    ...([0, 1, 2] as const).map((grill) =>
      shortestByTrying(rest, loads.with(grill, (loads[grill] ?? 0) + first) as [number, number, number]),
    ),
  );
}

const seconds = fc.integer({ min: 1, max: 60 });

test("is the best of all plans", () => {
  fc.assert(
    fc.property(fc.array(seconds, { minLength: 1, maxLength: 7 }), (list) => {
      expect(plan(list).readyAfter).toBe(shortestByTrying(list));
    }),
  );
});

test("serves every burger once, one at a time on each grill, in the order in which they are done", () => {
  fc.assert(
    fc.property(fc.array(seconds, { minLength: 1, maxLength: 30 }), (list) => {
      const { servings, readyAfter } = plan(list);
      expect(servings.map(({ burger }) => burger).sort()).toEqual(list.map((_, i) => `Burger ${i}`).sort());
      expect(servings.at(-1)?.readyAfter).toBe(readyAfter);
      const free = new Map<number, number>();
      let previous = 0;
      for (const { burger, grill, readyAfter: done } of servings) {
        expect(done).toBeGreaterThanOrEqual(previous);
        expect(done - (free.get(grill) ?? 0)).toBe(list[Number(burger.slice("Burger ".length))]);
        free.set(grill, done);
        previous = done;
      }
    }),
  );
});

test("thirty burgers that no plan spreads evenly are planned, too", () => {
  expect(plan(new Array(29).fill(60)).readyAfter).toBe(600);
  expect(plan([...new Array(20).fill(58), ...new Array(9).fill(34)]).readyAfter).toBe(498);
});
