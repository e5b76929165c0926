/**
 * Having schedules tick where nobody submits a job.
 *
 * @module
 */

import type { MiddlewareHandler } from "hono";
import { log, thrown } from "../../logs/log";
import { wakeSchedules } from "../client/queue";

/**
 * At the first request of an isolate, have the queue that keeps the schedules be there: from then on its own alarm wakes
 * it. So after a deploy one request is enough.
 */
export function wakingSchedules(): MiddlewareHandler {
  let woken = false;
  return async (c, next) => {
    if (!woken) {
      woken = true;
      c.executionCtx.waitUntil(
        wakeSchedules().catch((error) => {
          woken = false;
          log("error", "schedules not woken", thrown(error));
        }),
      );
    }
    await next();
  };
}
