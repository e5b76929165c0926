/**
 * The same as `edge.ts` in a project without a `function` or `function*`: nothing is ever queued, so the bundle has
 * nothing of the queue.
 *
 * @module
 */

import { DurableObject } from "cloudflare:workers";

/** `wrangler.toml` names it. What it keeps from a time with jobs stays as it is, until there are some again. */
export class JobQueue extends DurableObject {
  override alarm(): void {}
}

export function mountJobs(): void {}

export const jobChecks = () => ({});
