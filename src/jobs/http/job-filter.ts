/**
 * Which jobs: the query of the operators' routes.
 *
 * @module
 */

import { invalidRequest } from "../../operations/failure";
import { dateTime } from "../../operations/formats";
import type { Input } from "../../operations/input";
import { format } from "../../operations/keywords";
import { type Check, checkBoolean } from "../../operations/report";
import * as read from "../../operations/text";
import { isCursor } from "../client/admin";
import type { JobStatus } from "../protocol";
import type { JobFilter } from "../queue/sql/jobs";

const STATUSES = ["queued", "scheduled", "running", "waiting", "succeeded", "failed", "cancelled"] as const;
const FILTERS = ["status", "operation", "queue", "parent", "id", "finishedBefore"];
const MAX_LIMIT = 500;

/** A page of a list: which jobs, from where on, how many. */
export function readPage(input: Input): { filter: JobFilter; cursor?: string; limit?: number } {
  const filter = readFilter(input, ["limit", "cursor"]);
  const limit = input.query("limit", read.number, checkLimit, "optional");
  const cursor = input.query("cursor", read.text, checkCursor, "optional");
  input.assertValid();
  return { filter, limit, cursor };
}

/** Jobs that something is to be done with: no filter must say so, lest a slip is for all of them. */
export function readSelection(input: Input): JobFilter {
  const filter = readFilter(input, ["all"]);
  const all = input.query("all", read.boolean, checkBoolean, "optional") ?? false;
  input.assertValid();
  if (!all && Object.values(filter).every((value) => value === undefined))
    throw invalidRequest([
      {
        loc: ["query", "all"],
        type: "missing",
        message: `Say which jobs: ${FILTERS.join(", ")}; or all=true.`,
      },
    ]);
  return filter;
}

function readFilter(input: Input, others: string[]): JobFilter {
  for (const key of Object.keys(input.context.req.query()))
    if (![...FILTERS, ...others].includes(key)) input.query(key, read.text, checkUnknown, "optional");
  const finishedBefore = input.query("finishedBefore", read.text, checkTime, "optional");
  return {
    status: input.query("status", read.text, checkStatus, "optional"),
    operation: input.query("operation", read.text, checkName, "optional"),
    queue: input.query("queue", read.text, checkName, "optional"),
    parent: input.query("parent", read.text, checkName, "optional"),
    id: input.query("id", read.text, checkName, "optional"),
    finishedBefore: finishedBefore === undefined ? undefined : Date.parse(finishedBefore),
  };
}

const checkStatus: Check<JobStatus> = (value, at) => {
  at.literal(value, STATUSES);
};

const checkName: Check<string> = (value, at) => {
  if (at.string(value)) at.minLength(value, 1);
};

const checkTime: Check<string> = (value, at) => {
  if (at.string(value)) format(value, "date-time", dateTime, at);
};

const checkLimit: Check<number> = (value, at) => {
  if (!at.integer(value)) return;
  at.minimum(value, 1);
  at.maximum(value, MAX_LIMIT);
};

const checkCursor: Check<string> = (value, at) => {
  if (at.string(value)) format(value, "cursor of an earlier list", isCursor, at);
};

const checkUnknown: Check<never> = (_, at) => {
  at.fail("unknown", "There is no such parameter.");
};
