/**
 * The body that changes a queue.
 *
 * @module
 */

import { exclusiveMinimum } from "../../operations/keywords";
import type { Check, Report } from "../../operations/report";
import type { QueueChange } from "../views";

const KEYS = ["paused", "draining", "limits"];

export const checkQueueChange: Check<QueueChange> = (value, at) => {
  if (!at.object(value)) return;
  refuseOthers(value, KEYS, at);
  if (value.paused !== undefined) at.boolean(value.paused, "paused");
  if (value.draining !== undefined) at.boolean(value.draining, "draining");
  const { limits } = value;
  if (limits !== undefined && limits !== null) at.within("limits", limits, checkLimits);
};

const checkLimits: Check = (value, at) => {
  if (!at.object(value)) return;
  refuseOthers(value, ["concurrency", "rate"], at);
  const { concurrency, rate } = value;
  if (concurrency !== undefined && at.integer(concurrency, "concurrency"))
    at.minimum(concurrency, 1, "concurrency");
  if (rate !== undefined) at.within("rate", rate, checkRate);
};

const checkRate: Check = (value, at) => {
  if (!at.object(value)) return;
  refuseOthers(value, ["limit", "seconds"], at);
  for (const key of ["limit", "seconds"]) {
    const number = value[key];
    if (at.required(number, key) && at.number(number, key)) exclusiveMinimum(number, 0, at, key);
  }
};

/** A slip of the pen must not pass for a change that was made. */
function refuseOthers(value: object, keys: readonly string[], at: Report): void {
  for (const key of Object.keys(value))
    if (!keys.includes(key)) at.fail("unknown", "There is no such key.", key);
}
