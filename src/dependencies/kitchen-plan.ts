import type { KitchenPlan, OrderedBurger, Serving } from "../models/order";
import type { Depends } from "../operations";
import type { requestedOrder } from "./requested-order";

const GRILLS = 3;

/**
 * The best plan for an order: which burger goes on which grill, so that the last one is done as early as possible.
 *
 * Scheduling on identical machines is NP-hard, so this is CPU work, and a plain `function`: it runs on an executor
 * while the request waits for it.
 */
export function kitchenPlan(order: Depends<typeof requestedOrder>): KitchenPlan {
  const burgers = order.burgers.toSorted((a, b) => b.grillSeconds - a.grillSeconds);
  const grills = shortestAssignment(burgers.map((burger) => burger.grillSeconds));
  const servings = serve(burgers, grills);
  return { readyAfter: Math.max(...servings.map((serving) => serving.readyAfter)), servings };
}

/** The grill of each burger, by search with bounds. Durations come longest first. */
function shortestAssignment(durations: number[]): number[] {
  const total = durations.reduce((sum, duration) => sum + duration, 0);
  const unbeatable = Math.max(Math.ceil(total / GRILLS), durations[0] ?? 0);
  const loads = new Array<number>(GRILLS).fill(0);
  const grills: number[] = [];
  const seen = new Set<string>();
  let best = { readyAfter: Number.POSITIVE_INFINITY, grills };

  function place(burger: number): void {
    const readyAfter = Math.max(...loads);
    if (readyAfter >= best.readyAfter || best.readyAfter === unbeatable) return;
    const duration = durations[burger];
    if (duration === undefined) {
      best = { readyAfter, grills: [...grills] };
      return;
    }
    // Grills are alike: the same loads on other grills lead nowhere new.
    const state = `${burger}:${loads.toSorted((a, b) => a - b)}`;
    if (seen.has(state)) return;
    seen.add(state);
    for (const grill of [...loads.keys()].sort((a, b) => (loads[a] ?? 0) - (loads[b] ?? 0))) {
      const load = loads[grill] ?? 0;
      loads[grill] = load + duration;
      grills.push(grill);
      place(burger + 1);
      grills.pop();
      loads[grill] = load;
    }
  }

  place(0);
  return best.grills;
}

function serve(burgers: OrderedBurger[], grills: number[]): Serving[] {
  const loads = new Array<number>(GRILLS).fill(0);
  return burgers
    .map((burger, index) => {
      const grill = grills[index] ?? 0;
      const readyAfter = (loads[grill] ?? 0) + burger.grillSeconds;
      loads[grill] = readyAfter;
      return { burger: burger.name, grill: grill + 1, readyAfter };
    })
    .toSorted((a, b) => a.readyAfter - b.readyAfter);
}
