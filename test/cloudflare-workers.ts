/**
 * Stands in for `cloudflare:workers` in tests that run in Node, so that a handler can be imported and called there as
 * any function. A test gives `env` the bindings that it needs: `Object.assign(env, { DB: … })`.
 *
 * @module
 */

export const env: Record<string, unknown> = {};

export function waitUntil(work: Promise<unknown>): void {
  void work;
}
