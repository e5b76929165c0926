import { env } from "cloudflare:workers";
import { HTTPException } from "hono/http-exception";
import type { Order, OrderedBurger } from "../models/order";
import type { Depends, Uuid } from "../operations";
import type { currentCustomer } from "./current-customer";

/**
 * The order that the path names.
 *
 * @throws {404} The customer has no order of this id.
 */
export async function requestedOrder(
  orderId: Uuid,
  customer: Depends<typeof currentCustomer>,
): Promise<Order> {
  const row = await env.DB.prepare(
    "SELECT id, placedAt, total, burgers FROM orders WHERE id = ? AND customerId = ?",
  )
    .bind(orderId, customer.id)
    .first<{ id: string; placedAt: string; total: number; burgers: string }>();
  if (!row) throw new HTTPException(404, { message: `You have no order of the id ${orderId}.` });
  return { ...row, placedAt: new Date(row.placedAt), burgers: JSON.parse(row.burgers) as OrderedBurger[] };
}
