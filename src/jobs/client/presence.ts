/**
 * Whether the queue and the executors are there. Each rejects when it is not.
 *
 * @module
 */

import { env } from "cloudflare:workers";
import { executorsOf } from "../queue/executors";
import { wakeShardNear } from "./queue";

/** @param continent of whoever asks: the shard that would take an order of theirs */
export function askQueue(continent: string | undefined): Promise<void> {
  return wakeShardNear(continent);
}

/** Objects of their own, which have no jobs to do. They answer late where others keep their process busy. */
export async function askExecutors(): Promise<void> {
  await Promise.all(executorsOf(env).map(({ namespace }) => namespace.getByName("health").ping()));
}
