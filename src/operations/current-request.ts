/**
 * Which request is being answered, for what is called in it without knowing. Apart from `request-id.ts`, so that a
 * Worker without jobs has no storage for it.
 *
 * @module
 */

import { contextStorage, tryGetContext } from "hono/context-storage";
import { requestIdOf } from "./request-id";

/**
 * Middleware of every operation that may call twins: {@link currentRequestId} knows the request, wherever in it is asked.
 * All others do without: it costs about a tenth of a small request.
 */
export const rememberRequest = contextStorage();

/** The id of the request that is being answered here; undefined where none is remembered, as on an executor. */
export function currentRequestId(): string | undefined {
  const c = tryGetContext();
  return c && requestIdOf(c);
}
