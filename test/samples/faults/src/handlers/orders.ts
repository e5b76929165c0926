/** CPU work of every kind, for processes that are killed in the middle of it. */

import { HTTPException } from "hono/http-exception";
import { mix } from "../models/mix";
import type { Footprint, LongOrder, Mixture, Order, RefusedOrder, Walk } from "../models/orders";
import type { Resume, Steps } from "../operations";

/** @post /mixtures */
export function mixture(order: Order): Mixture {
  const { number, rounds } = order;
  return { number, value: mix(number, rounds) };
}

/**
 * @post /refusals
 * @throws {404} As ordered.
 * @throws {409} As ordered.
 * @throws {422} As ordered.
 */
export function refusal(order: RefusedOrder): Mixture {
  throw new HTTPException(order.status, { message: `Order ${order.number} is refused.` });
}

/**
 * @post /failures
 * @retries 1
 */
export function failure(order: Order): Mixture {
  throw new Error(`Order ${order.number} fails, as always.`);
}

/** Orders that stumbled in this process. */
const stumbled = new Set<number>();

/**
 * Fails the first time that this process sees the order.
 *
 * @post /stumbles
 * @retries 5
 */
export function stumble(order: Order): Mixture {
  const { number, rounds } = order;
  if (!stumbled.has(number)) {
    stumbled.add(number);
    throw new Error(`Order ${number} stumbles.`);
  }
  return { number, value: mix(number, rounds) };
}

/**
 * @post /reversals
 * @consumes application/octet-stream
 * @produces application/octet-stream
 */
export function reversal(bytes: Uint8Array): Uint8Array {
  return bytes.toReversed();
}

/**
 * Each step is a checkpoint.
 *
 * @post /walks
 * @retries 1
 */
export function* walk(order: LongOrder, resume?: Resume<Footprint>): Steps<Footprint, Walk> {
  const { number, rounds, steps, trips } = order;
  let { at, value, resumed, tripped } = resume ?? { at: 0, value: number, resumed: [], tripped: false };
  if (resume) resumed = [...resumed, at];
  while (at < steps) {
    value = mix(value, rounds);
    at++;
    const trip = trips && !tripped && at * 2 >= steps;
    tripped ||= trip;
    yield { progress: at / steps, checkpoint: { at, value, resumed, tripped } };
    if (trip) throw new Error(`Order ${number} trips.`);
  }
  return { number, value, resumed };
}

/**
 * Progress, and no checkpoint: an attempt begins at the start.
 *
 * @post /strolls
 */
export function* stroll(order: LongOrder): Steps<never, Mixture> {
  const { number, rounds, steps } = order;
  let value = number;
  for (let at = 1; at <= steps; at++) {
    value = mix(value, rounds);
    yield { progress: at / steps };
  }
  return { number, value };
}
