/// <reference types="@cloudflare/vitest-plugin/types" />

/**
 * What the queue's tests talk to.
 *
 * @module
 */

import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import type { JobQueue } from "../../src/jobs/queue/job-queue";
import type { Control } from "./executor-worker";

interface Bindings {
  JOB_QUEUE: DurableObjectNamespace<JobQueue>;
  CONTROL: DurableObjectNamespace<Control>;
}

const bindings = env as unknown as Bindings;

/** The edge Worker. */
export const edge = (exports as unknown as { default: Fetcher }).default;

export const queues = bindings.JOB_QUEUE;

/** The shard of requests that come from nowhere in particular, as a test's do. A fresh stub: an eviction breaks old ones. */
export function queue(): DurableObjectStub<JobQueue> {
  return queues.getByName("enam0");
}

/** Take the queue down, as a `kill -9` would: what is not on disk is gone. (An eviction would wait for its calls.) */
export async function crashQueue(shard = queue()): Promise<void> {
  await runInDurableObject(shard, (_, state) => state.abort("crashed")).catch(() => undefined);
}

/** Steers the executors. */
export function control(): DurableObjectStub<Control> {
  return bindings.CONTROL.getByName("control");
}

/** Submit by HTTP: the arguments as JSON, or bytes as the one argument. */
export function post(
  operation: string,
  args: unknown[] | Uint8Array,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = args instanceof Uint8Array ? args : JSON.stringify(args);
  const type = args instanceof Uint8Array ? "application/octet-stream" : "application/json";
  return edge.fetch(`http://edge/${operation}`, {
    method: "POST",
    body,
    headers: { "content-type": type, ...headers },
  });
}

export function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return edge.fetch(`http://edge${path}`, { headers });
}

/** What operators do: with their token. */
export function operate(path: string, init: RequestInit & { method?: string } = {}): Promise<Response> {
  return edge.fetch(`http://edge${path}`, {
    ...init,
    headers: { authorization: "Bearer let-me-in", ...init.headers },
  });
}
