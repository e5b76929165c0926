/**
 * The same as `edge.ts` in a project without a `function` or `function*`: nothing is ever queued, so the bundle has
 * nothing of the queue.
 *
 * @module
 */

import { DurableObject } from "cloudflare:workers";
import type { Check } from "../health/checks";
import type { Hono } from "../operations/hono";

/** `wrangler.toml` names it. What it keeps from a time with jobs stays as it is, until there are some again. */
export class JobQueue extends DurableObject {
  override alarm(): void {}
}

export function mountJobs(_app: Hono): void {}

export function jobChecks(_continent: string | undefined): Record<string, Check> {
  return {};
}
