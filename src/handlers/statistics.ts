/** Waiting for several things at once: a task group. */

import { env } from "cloudflare:workers";
import { type NonNegativeInteger, taskGroup } from "../operations";

export interface Statistics {
  burgers: NonNegativeInteger;
  customers: NonNegativeInteger;
  orders: NonNegativeInteger;
  /** In cents. */
  revenue: NonNegativeInteger;
}

/**
 * Count what there is.
 *
 * Four queries that wait at the same time: together they take as long as the slowest. If one fails, so does the
 * request, but not before the others have ended.
 *
 * @get /statistics
 */
export async function readStatistics(): Promise<Statistics> {
  return taskGroup(async ({ start }) => {
    const burgers = start(() => numberFrom("SELECT count(*) FROM burgers"));
    const customers = start(() => numberFrom("SELECT count(*) FROM customers"));
    const orders = start(() => numberFrom("SELECT count(*) FROM orders"));
    const revenue = start(() => numberFrom("SELECT coalesce(sum(total), 0) FROM orders"));
    return {
      burgers: await burgers,
      customers: await customers,
      orders: await orders,
      revenue: await revenue,
    };
  });
}

/** The only column of the only row. */
async function numberFrom(query: string): Promise<number> {
  const [[number] = []] = await env.DB.prepare(query).raw<[number]>();
  return number ?? 0;
}
