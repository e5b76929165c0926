import { env } from "cloudflare:workers";
import type { MiddlewareHandler } from "hono";

/**
 * Says in `Worker-Version` which version of this Worker answers: while a new one spreads, either may. `npm run deploy`
 * tests by it that it tests the new one.
 *
 * @see https://developers.cloudflare.com/workers/runtime-apis/bindings/version-metadata/
 */
export const workerVersion: MiddlewareHandler = async (c, next) => {
  await next();
  c.header("worker-version", env.CF_VERSION_METADATA.id);
};
