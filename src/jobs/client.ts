/**
 * The edge's way to the queue.
 *
 * @module
 */

import { env } from "cloudflare:workers";
import { DEFAULT_TIMEOUT_MS, FULL_RETRY_AFTER_SECONDS } from "./limits";
import { pack } from "./payload";
import type { Job, Receipt } from "./protocol";
import type { JobQueue } from "./queue/job-queue";
import { newJobId, type Shard, shardNear, shardOfJob, shardOfKey } from "./shards";

/** What an order says about its operation. */
export interface OrderedOperation {
  /** The operationId. */
  operation: string;
  /** Default 0. */
  retries?: number;
  /** In milliseconds; default {@link DEFAULT_TIMEOUT_MS}. */
  timeout?: number;
}

export interface SubmitOptions {
  /** How long to wait for the job to be final, in milliseconds. */
  waitMs: number;
  /** `request.cf.continent` of the caller, to choose a shard nearby. */
  continent?: string;
  /** The same key, of the same operation and caller, is the same job. */
  idempotency?: {
    key: string;
    /** The caller's credentials. */
    caller: string;
  };
}

/**
 * Submit a job.
 *
 * @throws {PayloadTooLargeError}
 * @throws {TypeError} the arguments hold a cycle
 */
export async function submitJob(
  { operation, retries = 0, timeout = DEFAULT_TIMEOUT_MS }: OrderedOperation,
  args: readonly unknown[],
  { waitMs, continent, idempotency }: SubmitOptions,
): Promise<Receipt> {
  const payload = pack(args);
  const keys = idempotency && {
    key: await digest(JSON.stringify([operation, idempotency.key, idempotency.caller])),
    payload: await digest(payload),
  };
  const shard = keys ? shardOfKey(keys.key, shardCount()) : shardNear(continent, shardCount());
  const order = { id: newJobId(shard), operation, payload, retries, timeout, idempotency: keys };
  try {
    return await call(shard, (queue) => queue.submit(order, waitMs));
  } catch (error) {
    // A queue that has more calls than it can take is full too.
    if (isOverloaded(error)) return { type: "full", retryAfterSeconds: FULL_RETRY_AFTER_SECONDS };
    throw error;
  }
}

/** The job as soon as it is final, or as it is after `waitMs`; null when there is none. */
export async function waitForJob(
  id: string,
  waitMs: number,
): Promise<Extract<Receipt, { type: "job" }> | null> {
  const receipt = await callShardOf(id, (queue) => queue.wait(id, waitMs));
  return receipt?.type === "job" ? receipt : null;
}

/** The job; null when there is none. */
export function getJob(id: string): Promise<Job | null> {
  return callShardOf(id, (queue) => queue.get(id));
}

/** Cancel the job. A final one stays as it is. Null when there is none. */
export function cancelJob(id: string): Promise<Job | null> {
  return callShardOf(id, (queue) => queue.cancel(id));
}

/**
 * The events of the job, as lines of JSON, until the final one. Blank lines say that the line is alive.
 *
 * @param after number of the last event that is known, 0 for none
 * @returns "finished" when the final event is known; null when there is no such job
 */
export function watchJob(id: string, after: number): Promise<ReadableStream<Uint8Array> | "finished" | null> {
  return callShardOf(id, (queue) => queue.events(id, after));
}

/** The queue's object has more calls than it can take. Asking again at once makes it worse. */
export function isOverloaded(error: unknown): boolean {
  return error instanceof Error && (error as { overloaded?: boolean }).overloaded === true;
}

/** `JobQueue` as seen over RPC. The platform's own mapped types lose themselves in unions. */
type QueueStub = {
  [Method in "submit" | "wait" | "get" | "cancel" | "events"]: (
    ...args: Parameters<JobQueue[Method]>
  ) => Promise<Awaited<ReturnType<JobQueue[Method]>>>;
};

interface ClientEnv {
  JOB_QUEUE: { getByName(name: string, options: DurableObjectNamespaceGetDurableObjectOptions): QueueStub };
  QUEUE_SHARDS: string;
}

function bindings(): ClientEnv {
  return env as unknown as ClientEnv;
}

function shardCount(): number {
  const shards = Number(bindings().QUEUE_SHARDS);
  // Anything else would let clients bring objects into being by asking for jobs of shards that nobody has.
  if (!Number.isInteger(shards) || shards < 1)
    throw new Error(`QUEUE_SHARDS must be a positive integer; it is ${bindings().QUEUE_SHARDS}.`);
  return shards;
}

async function callShardOf<R>(id: string, ask: (queue: QueueStub) => Promise<R>): Promise<R | null> {
  const shard = shardOfJob(id, shardCount());
  return shard && call(shard, ask);
}

const TRIES = 4;
const FIRST_BACKOFF_MS = 50;

/** Every call is harmless to repeat. A stub that failed stays broken, so each try gets a new one. */
async function call<R>({ name, location }: Shard, ask: (queue: QueueStub) => Promise<R>): Promise<R> {
  for (let tried = 1; ; tried++) {
    try {
      return await ask(bindings().JOB_QUEUE.getByName(name, { locationHint: location }));
    } catch (error) {
      if (tried === TRIES || !isRetryable(error)) throw error;
      const backoff = FIRST_BACKOFF_MS * 2 ** tried * (0.5 + Math.random() / 2);
      await new Promise((resolve) => setTimeout(resolve, backoff));
    }
  }
}

/** An object that was reset (a deploy, a crash) is there again, even where the platform does not call that retryable. */
function isRetryable(error: unknown): boolean {
  if (!(error instanceof Error) || isOverloaded(error)) return false;
  const { retryable, durableObjectReset } = error as { retryable?: boolean; durableObjectReset?: boolean };
  return retryable === true || durableObjectReset === true;
}

async function digest(data: string | Uint8Array): Promise<string> {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
