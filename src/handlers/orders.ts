/** Both kinds mixed: async handlers that depend on async functions, on a generator and on CPU work. */

import { env } from "cloudflare:workers";
import { HTTPException } from "hono/http-exception";
import type { auditTrail } from "../dependencies/audit-trail";
import type { currentCustomer } from "../dependencies/current-customer";
import type { kitchenPlan } from "../dependencies/kitchen-plan";
import type { requestedOrder } from "../dependencies/requested-order";
import type { NewOrder, Order, OrderedBurger, PlannedOrder, Serving } from "../models/order";
import type { Depends } from "../operations";

/**
 * Place an order.
 *
 * @post /orders
 * @status 201
 * @throws {409} A burger is not on the menu.
 */
export async function placeOrder(
  order: NewOrder,
  customer: Depends<typeof currentCustomer>,
  _audit: Depends<typeof auditTrail>,
): Promise<Order> {
  const { results: menu } = await env.DB.prepare(
    "SELECT id, name, price, grillSeconds FROM burgers WHERE id IN (SELECT value FROM json_each(?))",
  )
    .bind(JSON.stringify(order.lines.map((line) => line.burgerId)))
    .all<OrderedBurger & { id: number }>();
  const burgers = order.lines.flatMap(({ burgerId, quantity }) => {
    const burger = menu.find(({ id }) => id === burgerId);
    if (!burger) throw new HTTPException(409, { message: `Burger ${burgerId} is not on the menu.` });
    return new Array<OrderedBurger>(quantity).fill(burger);
  });
  const placed: Order = {
    id: crypto.randomUUID(),
    placedAt: new Date(),
    total: burgers.reduce((sum, burger) => sum + burger.price, 0),
    burgers,
  };
  await env.DB.prepare("INSERT INTO orders (id, customerId, placedAt, total, burgers) VALUES (?, ?, ?, ?, ?)")
    .bind(placed.id, customer.id, placed.placedAt.toISOString(), placed.total, JSON.stringify(burgers))
    .run();
  return placed;
}

/**
 * Read one of your orders, with the kitchen's plan for it.
 *
 * The plan is CPU work: it is made on an executor while this handler waits. The order is read once, though both the
 * handler and the plan depend on it.
 *
 * @get /orders/{orderId}
 */
export async function readOrder(
  order: Depends<typeof requestedOrder>,
  plan: Depends<typeof kitchenPlan>,
): Promise<PlannedOrder> {
  return { ...order, plan };
}

/**
 * Follow an order: one item for each burger, when it comes off the grill.
 *
 * @get /orders/{orderId}/servings
 */
export async function* followOrder(
  order: Depends<typeof requestedOrder>,
  plan: Depends<typeof kitchenPlan>,
): AsyncGenerator<Serving> {
  for (const serving of plan.servings) {
    const readyAt = order.placedAt.getTime() + serving.readyAfter * 1000;
    await scheduler.wait(Math.max(0, readyAt - Date.now()));
    yield serving;
  }
}
