/**
 * What handlers import to work with jobs beside their generated twins.
 *
 * @module
 */

export { all } from "./all";
export { JobFailedError } from "./job-failed-error";
export { NonRetryableError } from "./non-retryable-error";
export type { JobOptions } from "./order";
export type { Ticket } from "./ticket";
