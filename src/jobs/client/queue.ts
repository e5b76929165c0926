/**
 * The edge's way to the queue.
 *
 * @module
 */

import { env } from "cloudflare:workers";
import { HTTPException } from "hono/http-exception";
import { currentRequestId } from "../../operations/current-request";
import {
  DEFAULT_BACKOFF,
  DEFAULT_RETENTION_MS,
  DEFAULT_TIMEOUT_MS,
  FULL_RETRY_AFTER_SECONDS,
  MAX_BATCH_BYTES,
  MAX_CHILDREN,
  MAX_WAIT_SECONDS,
} from "../limits";
import { type JobOptions, type OrderedOperation, orderOf, startOf } from "../order";
import { PayloadTooLargeError } from "../payload";
import type { ChildOrder, Job, OrderKey, Receipt, StoredResponse } from "../protocol";
import type { JobQueue } from "../queue/job-queue";
import type { Operator } from "../queue/operator";
import {
  allShards,
  newJobId,
  newSiblingId,
  SCHEDULES_SHARD,
  type Shard,
  shardNear,
  shardOfJob,
  shardOfKey,
} from "../shards";
import { acceptWebhook } from "../webhooks/accept";
import { receiptFromWire, responseFromWire, toWire, type WireReceipt } from "../wire";
import type { JobReceipt } from "./result";

export interface SubmitOptions extends JobOptions {
  /** How long to wait for the job to be final, in milliseconds. */
  waitMs: number;
  /** `request.cf.continent` of the caller, to choose a shard nearby. */
  continent?: string;
  /** The caller's credentials: another caller's key is another key. */
  caller?: string;
  /** The request that it comes from; without it, the one that is being answered. */
  requestId?: string;
}

/**
 * Submit a job.
 *
 * @throws {PayloadTooLargeError}
 * @throws {TypeError} the arguments hold a cycle
 * @throws {RangeError} an option is out of its range
 * @throws {WebhookError}
 */
export async function submitJob(
  definition: OrderedOperation,
  args: readonly unknown[],
  options: SubmitOptions,
): Promise<Receipt> {
  const webhook = options.webhook === undefined ? undefined : acceptWebhook(options.webhook);
  const order = orderOf(definition, args, {
    ...options,
    webhook,
    requestId: options.requestId ?? currentRequestId(),
  });
  const key = await keyOf(definition, order.payload, options);
  const shard = await shardFor(order, key, options.continent);
  const startAt = startOf(options, Date.now());
  const id = newJobId(shard);
  return await orFull(() =>
    call(shard, (queue) =>
      queue.submit({ ...order, payload: toWire(order.payload), id, startAt, key }, options.waitMs),
    ),
  );
}

/**
 * The same, for callers that are no HTTP clients.
 *
 * @throws {HTTPException} 503, the queue is full
 */
export async function submitted(...args: Parameters<typeof submitJob>): Promise<JobReceipt> {
  return accepted(await submitJob(...args));
}

/**
 * Submit jobs as one.
 *
 * @throws {HTTPException} 503, the queue is full
 * @throws {PayloadTooLargeError} their arguments are larger together than one message takes
 * @throws {RangeError} there are too many
 */
export async function submitBatch(
  orders: ChildOrder[],
  { window = null, retention }: { window?: number | null; retention?: number },
): Promise<JobReceipt> {
  if (orders.length > MAX_CHILDREN)
    throw new RangeError(
      `A batch takes ${MAX_CHILDREN} jobs at most, not ${orders.length}: submit several batches.`,
    );
  const bytes = orders.reduce((sum, { payload }) => sum + payload.byteLength, 0);
  if (bytes > MAX_BATCH_BYTES) throw new PayloadTooLargeError(bytes, MAX_BATCH_BYTES);
  // One with a limited queue goes where that is. Of several such queues, only the first one's limit is exact.
  const shard = await shardFor(orders.find(isLimited) ?? null, null, undefined);
  const id = newJobId(shard);
  const batch = {
    id,
    policy: {
      kind: "plain" as const,
      retries: 0,
      backoff: DEFAULT_BACKOFF,
      timeout: DEFAULT_TIMEOUT_MS,
      retention: retention === undefined ? DEFAULT_RETENTION_MS : retention * 1000,
      requestId: currentRequestId(),
    },
    children: orders.map((order) => ({ ...order, id: newSiblingId(id) })),
    window,
  };
  return accepted(await orFull(() => call(shard, (queue) => queue.submitBatch(batch))));
}

/** What the jobs of a batch that succeeded answer, in their order. */
export async function* resultsOfBatch(id: string): AsyncGenerator<StoredResponse, void> {
  for (let from: number | null = 0; from !== null; ) {
    const index: number = from;
    const page = present(await callShardOf(id, (queue) => queue.results(id, index)), id);
    for (const response of page.responses) yield await responseFromWire(response);
    from = page.next;
  }
}

/** The job as soon as it is final, or as it is after `waitMs`; null when there is none. */
export async function waitForJob(id: string, waitMs: number): Promise<JobReceipt | null> {
  const wire = await callShardOf(id, (queue) => queue.wait(id, waitMs));
  const receipt = wire && (await receiptFromWire(wire));
  return receipt?.type === "job" ? receipt : null;
}

/** The job as soon as it is final, or as it is after a while. */
export async function waitForResult(id: string): Promise<JobReceipt> {
  return present(await waitForJob(id, MAX_WAIT_SECONDS * 1000), id);
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
 * @param after the last version that is known, 0 for none
 * @returns "finished" when the final one is known; null when there is no such job
 */
export function watchJob(id: string, after: number): Promise<ReadableStream<Uint8Array> | "finished" | null> {
  return callShardOf(id, (queue) => queue.events(id, after));
}

/** The queue's object has more calls than it can take. Asking again at once makes it worse. */
export function isOverloaded(error: unknown): boolean {
  return error instanceof Error && (error as { overloaded?: boolean }).overloaded === true;
}

/** Ask the operator of the shard of a job; null when there is no such shard. */
export function askShardOf<R>(id: string, ask: (operator: OperatorStub) => Promise<R>): Promise<R | null> {
  return callShardOf(id, (queue) => ask(queue.operator()));
}

/** Ask the operators of all shards. @returns the answers, by name of the shard */
export async function askAllShards<R>(
  ask: (operator: OperatorStub, shard: string) => Promise<R>,
): Promise<Record<string, R>> {
  const answers = allShards(shardCount()).map(
    async (shard): Promise<[string, R]> => [
      shard.name,
      await call(shard, (queue) => ask(queue.operator(), shard.name)),
    ],
  );
  return Object.fromEntries(await Promise.all(answers));
}

/** Have the shard of the schedules be there, so that they tick. */
export function wakeSchedules(): Promise<void> {
  return call({ name: SCHEDULES_SHARD, location: undefined }, (queue) => queue.wake());
}

/** Have the shard be there that takes the orders of a continent. */
export function wakeShardNear(continent: string | undefined): Promise<void> {
  return call(shardNear(continent, shardCount()), (queue) => queue.wake());
}

/** `JobQueue` as seen over RPC. The platform's own mapped types lose themselves in unions. */
type QueueStub = Remote<
  JobQueue,
  "submit" | "submitBatch" | "wait" | "get" | "results" | "cancel" | "events" | "wake"
> & {
  operator(): OperatorStub;
};

type OperatorStub = Remote<
  Operator,
  "list" | "detail" | "retry" | "act" | "overview" | "change" | "schedules" | "history" | "metrics" | "watch"
>;

type Remote<Target, Methods extends keyof Target> = {
  [Method in Methods]: Target[Method] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

interface ClientEnv {
  JOB_QUEUE: { getByName(name: string, options: DurableObjectNamespaceGetDurableObjectOptions): QueueStub };
  QUEUE_SHARDS: string;
}

function bindings(): ClientEnv {
  const bindings = env as unknown as Partial<ClientEnv>;
  if (bindings.JOB_QUEUE === undefined)
    throw new Error(
      "Jobs are submitted on the edge. In a function*, write yield* where await would be; a plain function cannot wait.",
    );
  return bindings as ClientEnv;
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

/** What was there when it was submitted. */
export function present<T>(found: T | null, id: string): T {
  if (found === null) throw new Error(`The queue does not know job ${id} any more.`);
  return found;
}

/** Why an order was turned away. */
export function fullMessage({ draining }: Extract<Receipt, { type: "full" }>): string {
  return draining ? "The queue takes no jobs now." : "The queue is full.";
}

function accepted(receipt: Receipt): JobReceipt {
  if (receipt.type === "job") return receipt;
  if (receipt.type === "full") throw new HTTPException(503, { message: fullMessage(receipt) });
  throw new HTTPException(422, { message: "The idempotency key was used with other arguments." });
}

/** A queue that has more calls than it can take is full too. */
async function orFull(submit: () => Promise<WireReceipt>): Promise<Receipt> {
  try {
    return await receiptFromWire(await submit());
  } catch (error) {
    if (!isOverloaded(error)) throw error;
    return { type: "full", draining: false, retryAfterSeconds: FULL_RETRY_AFTER_SECONDS };
  }
}

async function keyOf(
  { operation, unique }: OrderedOperation,
  payload: Uint8Array,
  { idempotencyKey, caller = "" }: SubmitOptions,
): Promise<OrderKey | null> {
  if (idempotencyKey !== undefined)
    return {
      scope: "kept",
      key: await digest(JSON.stringify([operation, idempotencyKey, caller])),
      payload: await digest(payload),
    };
  if (!unique) return null;
  return { scope: "unfinished", key: await digest(JSON.stringify([operation, await digest(payload)])) };
}

/** Jobs of a limited queue are in one shard, where the limit holds; jobs of a key where that key is known. */
async function shardFor(
  order: ChildOrder | null,
  key: OrderKey | null,
  continent: string | undefined,
): Promise<Shard> {
  if (order !== null && isLimited(order)) return shardOfKey(await digest(order.queue), shardCount());
  return key === null ? shardNear(continent, shardCount()) : shardOfKey(key.key, shardCount());
}

function isLimited({ limits }: ChildOrder): boolean {
  return limits.concurrency !== null || limits.rate !== null;
}

async function digest(data: string | Uint8Array): Promise<string> {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
