import { env } from "cloudflare:workers";
import type { Context, MiddlewareHandler } from "hono";

/**
 * Say in `Worker-Version` which version of this Worker answers: while a new one spreads, either may. `npm run deploy`
 * tests by it that it tests the new one.
 *
 * @see https://developers.cloudflare.com/workers/runtime-apis/bindings/version-metadata/
 */
export function tellVersion(c: Context): void {
  c.header("worker-version", env.CF_VERSION_METADATA.id);
}

/** Have a route of somebody else's say it. */
export const workerVersion: MiddlewareHandler = async (c, next) => {
  await next();
  tellVersion(c);
};
