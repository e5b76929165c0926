/**
 * Do parents and children keep together?
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { isFinal, type Job } from "../jobs.ts";
import type { LastSight, Observations } from "./observations.ts";
import { BATCH, type FamilyOrder, isFamily, numberOf, partsOf } from "./orders.ts";
import type { Plan } from "./plan.ts";
import { type Report, reporter, type Violation } from "./violation.ts";

/** A job that is there. */
type Member = LastSight & { job: Job };

/** Every parent with its children, and every order with all of its parts. */
export function checkFamilies(plan: Plan, { lastSights }: Observations): Violation[] {
  const members = lastSights.filter((sight): sight is Member => sight.job !== null);
  const byId = new Map(members.map((member) => [member.id, member]));
  const families = Map.groupBy(members, ({ stored }) => stored?.parent ?? null);
  return [...families].flatMap(([id, children]) => {
    if (id === null) return [];
    const parent = byId.get(id);
    if (parent === undefined)
      return [reporter(id)("vanished", `not there in the end, and ${children.length} children are`)];
    const report = reporter(`${parent.stored?.operation} ${id}`);
    const found = children.flatMap((child) => checkLife(parent, child, report));
    if (parent.stored?.operation !== BATCH) return [...found, ...checkWaits(plan, parent, children, report)];
    return [...found, ...checkBatch(parent, children, report), ...checkParts(plan, parent, children, report)];
  });
}

/** No child goes on after its parent. */
function checkLife(parent: Member, child: Member, report: Report): Violation[] {
  const end = child.job.finishedAt;
  const parentsEnd = parent.job.finishedAt;
  if (!isFinal(parent.job) || parentsEnd === null) return [];
  if (isFinal(child.job) && end !== null && end <= parentsEnd) return [];
  const message = `${child.id} is ${child.job.status} at ${end}, and its parent ended at ${parentsEnd}`;
  return [report("outlived its parent", message)];
}

/** It succeeds with all of them, fails with the one that fails first, and the rest is cancelled then. */
function checkBatch(batch: Member, children: readonly Member[], report: Report): Violation[] {
  const count = (status: Job["status"]) => children.filter(({ job }) => job.status === status).length;
  const failed = children.find(({ job }) => job.status === "failed");
  const isRight = {
    succeeded: count("succeeded") === children.length,
    failed: failed !== undefined && count("failed") === 1 && isDeepStrictEqual(failed.answer, batch.answer),
    cancelled: failed === undefined,
  }[batch.job.status as string];
  if (isRight !== false) return [];
  const ends = `${count("succeeded")} succeeded, ${count("failed")} failed, ${count("cancelled")} cancelled`;
  return [
    report(
      "children ended otherwise",
      `${batch.job.status} with ${JSON.stringify(batch.answer)}, of ${children.length} children ${ends}; the failed one with ${JSON.stringify(failed?.answer ?? null)}`,
    ),
  ];
}

/** Each part once, and with its own result. */
function checkParts(plan: Plan, batch: Member, children: readonly Member[], report: Report): Violation[] {
  const parts = children.flatMap(({ job, answer }) =>
    job.status === "succeeded" ? [answer.body as { number: number; part: number; value: number }] : [],
  );
  const [first] = parts;
  if (first === undefined) return [];
  const order = plan.jobs[first.number]?.order;
  if (order === undefined || !isFamily(order)) return [report("from nowhere", JSON.stringify(first))];
  const expected = partsOf(order).flat();
  const found: Violation[] = parts
    .filter(({ number, part, value }) => number !== order.number || value !== expected[part])
    .map((part) => report("wrong outcome", `${JSON.stringify(part)} of ${order.operation} ${order.number}`));
  const seen = parts.map(({ part }) => part).sort((a, b) => a - b);
  const isWhole =
    batch.job.status !== "succeeded" || waitsOf(order).some((wait) => isDeepStrictEqual(wait, seen));
  if (new Set(seen).size < seen.length || !isWhole)
    found.push(report("parts", `${JSON.stringify(seen)} of ${order.operation} ${order.number}`));
  return found;
}

/** The numbers of the parts of each wait. */
function waitsOf(order: FamilyOrder): number[][] {
  let next = 0;
  return partsOf(order).map((wait) => wait.map(() => next++));
}

/**
 * Of a chain, each wait is one batch, however often it begins again. But a try after it failed waits anew for what it
 * had waited for since its last checkpoint.
 */
function checkWaits(plan: Plan, chain: Member, batches: readonly Member[], report: Report): Violation[] {
  const order = plan.jobs[numberOf(chain.answer) ?? -1]?.order;
  const { status, attempt } = chain.job;
  const isTripped = order?.operation !== "chain" || order.trips;
  const most = WAITS + (isTripped ? WAITS_BEFORE_TRIP * (attempt - 1) : 0);
  if (batches.length <= most && (status !== "succeeded" || batches.length >= WAITS)) return [];
  return [report("parts", `${status} with ${batches.length} waits of ${most} at most, attempt ${attempt}`)];
}

const WAITS = 3;
const WAITS_BEFORE_TRIP = 2;
