/** Jobs that others are waited for by, and jobs with conditions. */

import { HTTPException } from "hono/http-exception";
import * as jobs from "../generated/jobs";
import { all } from "../jobs";
import type {
  BatchOrder,
  ChainOrder,
  Family,
  FamilyOrder,
  LateOrder,
  Link,
  Part,
  PartOrder,
  Receipt,
} from "../models/families";
import { mix } from "../models/mix";
import type { Mixture, Order } from "../models/orders";
import type { Resume, Steps } from "../operations";

/** @job */
export function part(order: PartOrder): Part {
  const { number, part, start, rounds, refused } = order;
  if (refused) throw new HTTPException(409, { message: `Order ${number} is refused.` });
  return { number, part, value: mix(start, rounds) };
}

const partOf = ({ number, rounds, refused }: FamilyOrder, part: number, start: number): PartOrder => ({
  number,
  part,
  start,
  rounds,
  refused: refused.includes(part),
});

const firstParts = (order: FamilyOrder) =>
  Array.from({ length: order.parts }, (_, part) => jobs.part(partOf(order, part, order.number + part)));

/** @post /batches */
export async function batch(order: BatchOrder): Promise<Family> {
  const { number, window } = order;
  const parts = await all(firstParts(order), window > 0 ? { window } : {});
  return { number, values: parts.map(({ value }) => value) };
}

/** @post /tickets */
export async function ticket(order: BatchOrder): Promise<Receipt> {
  const { id } = await all(firstParts(order), order.window > 0 ? { window: order.window } : {}).submit();
  return { id };
}

/** Orders that tripped in this process. */
const tripped = new Set<number>();

/**
 * Waits twice, leaves a checkpoint, and waits again.
 *
 * @post /chains
 * @retries 5
 */
export function* chain(order: ChainOrder, resume?: Resume<Link>): Steps<Link, Mixture> {
  const { number, parts, trips } = order;
  let value: number;
  if (resume) value = resume.value;
  else {
    const first = yield* all(firstParts(order));
    const second = yield* jobs.part(partOf(order, parts, sumOf(first)));
    if (trips && !tripped.has(number)) {
      tripped.add(number);
      throw new Error(`Order ${number} trips.`);
    }
    value = second.value;
    yield { progress: 0.5, checkpoint: { value } };
  }
  const last = yield* all([
    jobs.part(partOf(order, parts + 1, value)),
    jobs.part(partOf(order, parts + 2, value + 1)),
  ]);
  return { number, value: sumOf(last) };
}

function sumOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

/**
 * @post /solos
 * @unique
 */
export function solo(order: Order): Mixture {
  return { number: order.number, value: mix(order.number, order.rounds) };
}

/** @post /delays */
export async function delayed(order: LateOrder): Promise<Receipt> {
  const { number, rounds, delay } = order;
  const { id } = await jobs.late.with({ delay }).submit({ number, rounds });
  return { id };
}

/** @job */
export function late(order: Order): Mixture {
  return { number: order.number, value: mix(order.number, order.rounds) };
}
