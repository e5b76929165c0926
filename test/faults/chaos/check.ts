/**
 * Do the observations of a run keep the queue's promises?
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { isFinal, type Job } from "../jobs.ts";
import { checkFamilies } from "./families.ts";
import type { Following, LastSight, Observations, SeenEvent } from "./observations.ts";
import {
  type Answer,
  cancelledAnswer,
  expectedAnswer,
  numberOf,
  type Order,
  retries,
  storedOperation,
} from "./orders.ts";
import type { Plan, PlannedJob } from "./plan.ts";
import { type Report, reporter, type Violation } from "./violation.ts";

/** Executor losses in a row that end a job: `MAX_LOSSES` of the queue. */
const MAX_LOSSES = 5;

/** Every broken promise. No I/O, no clock. */
export function check(plan: Plan, seen: Observations): Violation[] {
  const sights = new Map(seen.lastSights.map((sight) => [sight.id, sight]));
  const followed = [...seen.followings].flatMap(([number, followings]) =>
    followings.map((following) => ({ number, following })),
  );
  return [
    ...seen.mishaps.map((message): Violation => ({ rule: "mishap", message })),
    ...followed.flatMap(({ number, following }) => {
      const { order } = plan.jobs[number] as PlannedJob;
      const report = reporter(`${order.operation} ${number} (${following.id})`);
      return [
        ...checkEvents(following.events, report),
        ...checkResumes(order, following.events, report),
        ...checkEnd(order, following, sights.get(following.id), report),
      ];
    }),
    ...checkDirectAnswers(plan, seen, sights),
    ...checkDelays(plan, seen),
    ...checkKeys(plan, seen),
    ...checkCensus(plan, seen),
    ...checkUnique(plan, seen),
    ...checkFamilies(plan, seen),
  ];
}

/** The events of one job, in the order in which they came. */
function checkEvents(events: readonly SeenEvent[], report: Report): Violation[] {
  return events.slice(1).flatMap((event, index) => {
    const before = events[index] as SeenEvent;
    const found: Violation[] = [];
    const step = `${describe(before)} → ${describe(event)}`;
    // A new connection may begin with the event that was the last one.
    const again = event.connection > before.connection && event.id === before.id;
    if (again ? !isDeepStrictEqual(event.job, before.job) : event.id <= before.id)
      found.push(report("event went back", step));
    if (event.job.attempt < before.job.attempt) found.push(report("attempt went back", step));
    if (
      event.job.attempt === before.job.attempt &&
      before.job.progress !== null &&
      (event.job.progress === null || event.job.progress < before.job.progress)
    )
      found.push(report("progress went back", step));
    if (isFinal(before.job) && !isDeepStrictEqual(event.job, before.job))
      found.push(report("second outcome", step));
    return found;
  });
}

function describe({ id, connection, job }: SeenEvent): string {
  return `event ${id} of connection ${connection}: ${job.status}, attempt ${job.attempt}, progress ${job.progress}`;
}

/** Progress of a walk is its checkpoint: what was seen of one attempt, the next one has. */
function checkResumes(order: Order, events: readonly SeenEvent[], report: Report): Violation[] {
  if (order.operation !== "walk") return [];
  let furthest = 0;
  return events.flatMap(({ job }) => {
    const { attempt, progress } = job;
    if (progress === null) return [];
    const found =
      progress < furthest
        ? [report("checkpoint forgotten", `attempt ${attempt} is at ${progress}, after ${furthest} was seen`)]
        : [];
    furthest = Math.max(furthest, progress);
    return found;
  });
}

/** How it ended, in every place where that is told. */
function checkEnd(
  order: Order,
  { id, events, answers, kills, cancelled }: Following,
  sight: LastSight | undefined,
  report: Report,
): Violation[] {
  if (sight?.job == null || sight.stored === null)
    return [report("vanished", "acknowledged, and not there in the end")];
  const { job, answer } = sight;
  if (!isFinal(job)) return [report("unfinished", `${job.status} in the end, attempt ${job.attempt}`)];

  const found: Violation[] = [];
  const isCancelled = job.status === "cancelled" && isDeepStrictEqual(answer, cancelledAnswer);
  if (cancelled === "done" ? !isCancelled : isCancelled && cancelled !== "unknown")
    found.push(report("cancelled wrongly", `cancelling: ${cancelled}, and it is ${job.status}`));
  const wrong = isCancelled ? null : wrongOutcome(order, answer, job, kills);
  if (wrong !== null) found.push(report("wrong outcome", wrong));
  for (const other of answers)
    if (!isDeepStrictEqual(other, answer))
      found.push(report("second outcome", `${JSON.stringify(other)}, later ${JSON.stringify(answer)}`));
  for (const { job: end } of events)
    if (isFinal(end) && !isSameEnd(end, job))
      found.push(report("second outcome", `${JSON.stringify(end)}, later ${JSON.stringify(job)}`));
  if (job.id !== id) found.push(report("wrong outcome", `the job says that it is ${job.id}`));

  const explained = 1 + retries[order.operation] + kills;
  if (job.attempt > explained)
    found.push(
      report("started too often", `${job.attempt} starts; retries and ${kills} kills explain ${explained}`),
    );
  if (order.operation === "walk") found.push(...checkTrace(order, events, answer, report));
  return found;
}

function isSameEnd(left: Job, right: Job): boolean {
  return (
    left.status === right.status && left.attempt === right.attempt && left.finishedAt === right.finishedAt
  );
}

/** @returns what is wrong with an answer, or null. The job is null where only the answer was seen. */
function wrongOutcome(order: Order, answer: Answer, job: Job | null, kills: number): string | null {
  const { resumed: _, ...rest } = answer.body as { resumed?: number[] };
  const actual: Answer = Array.isArray(answer.body) ? answer : { status: answer.status, body: rest };
  const expected = expectedAnswer(order);
  const status = expected.status < 400 ? "succeeded" : "failed";
  if (isDeepStrictEqual(actual, expected) && (job === null || job.status === status)) return null;
  if (job !== null && isExcused(order, answer, job, kills)) return null;
  return `${job?.status ?? ""} ${JSON.stringify(answer)} instead of ${JSON.stringify(expected)}`;
}

/** Failures that the queue may count up to, if the attempts and kills prove that it came to that. */
function isExcused(order: Order, { status, body }: Answer, job: Job, kills: number): boolean {
  if (status !== 500 || job.status !== "failed") return false;
  const { detail } = body as { detail?: string };
  if (detail?.startsWith(`The executor was lost ${MAX_LOSSES} times in a row`))
    return job.attempt >= MAX_LOSSES && kills >= MAX_LOSSES;
  // It stumbles once in each process, so every kill may bring one more.
  const stumbles = order.operation === "stumble" || (order.operation === "chain" && order.trips);
  return stumbles && detail === undefined && job.attempt > retries[order.operation] && kills > 0;
}

/** A walk's result says where it resumed: no further back than it had been seen in an earlier attempt. */
function checkTrace(
  { steps, trips }: Extract<Order, { operation: "walk" | "stroll" }>,
  events: readonly SeenEvent[],
  { body }: Answer,
  report: Report,
): Violation[] {
  const { resumed } = body as { resumed?: number[] };
  if (resumed === undefined) return [];
  const trace = `resumed at ${JSON.stringify(resumed)} of ${steps}`;
  const found: Violation[] = [];
  if (resumed.some((at, index) => at < 1 || at > steps || at < (resumed[index - 1] ?? 0)))
    found.push(report("checkpoint forgotten", trace));
  if (trips && resumed.length === 0)
    found.push(report("checkpoint forgotten", `${trace}, though it tripped`));
  const last = events.at(-1)?.job.attempt ?? 0;
  const earlier = events.filter(({ job }) => job.attempt < last).map(({ job }) => job.progress ?? 0);
  const furthest = Math.round(Math.max(0, ...earlier) * steps);
  if ((resumed.at(-1) ?? 0) < furthest)
    found.push(
      report("checkpoint forgotten", `${trace}, though step ${furthest} of an earlier attempt was seen`),
    );
  return found;
}

/** Submissions that were answered with the result: it is that of the job, where it is known which one that is. */
function checkDirectAnswers(
  plan: Plan,
  { submissions, followings }: Observations,
  sights: ReadonlyMap<string, LastSight>,
): Violation[] {
  return submissions.flatMap(({ job: number, reply }) => {
    if (reply.type !== "answered") return [];
    const { order } = plan.jobs[number] as PlannedJob;
    const report = reporter(`${order.operation} ${number}`);
    const answers = (followings.get(number) ?? []).flatMap(({ id }) => sights.get(id)?.answer ?? []);
    if (answers.length === 0) {
      const wrong = wrongOutcome(order, reply.answer, null, 0);
      return wrong === null ? [] : [report("wrong outcome", wrong)];
    }
    return answers.some((answer) => isDeepStrictEqual(answer, reply.answer))
      ? []
      : [report("second outcome", `${JSON.stringify(reply.answer)}, later ${JSON.stringify(answers)}`)];
  });
}

/** No job starts before its time. It has no key, so one submission is all there is. */
function checkDelays(plan: Plan, { submissions, lastSights }: Observations): Violation[] {
  const startedAt = new Map(lastSights.map(({ id, job }) => [id, job?.startedAt ?? null]));
  return submissions.flatMap(({ job: number, sentAt, reply }) => {
    const { order } = plan.jobs[number] as PlannedJob;
    const start = reply.type === "accepted" ? (startedAt.get(reply.id) ?? null) : null;
    if (order.operation !== "late" || start === null) return [];
    const delay = Date.parse(start) - sentAt;
    if (delay >= order.delay * 1000) return [];
    return [reporter(`late ${number}`)("too early", `started after ${delay} ms, not ${order.delay} s`)];
  });
}

/** A key is one job, however often it was submitted. */
function checkKeys(plan: Plan, { followings }: Observations): Violation[] {
  return [...followings].flatMap(([number, { length }]) => {
    const { key, order } = plan.jobs[number] as PlannedJob;
    return key !== null && length > 1
      ? [reporter(`${order.operation} ${number}`)("key gave another job", `${length} jobs of one key`)]
      : [];
  });
}

/** While a unique job is not final, there is no other. */
function checkUnique(plan: Plan, { followings, lastSights }: Observations): Violation[] {
  const sights = lastSights.filter(({ stored, job }) => stored?.operation === "solo" && job !== null);
  const numbers = numbersById(followings);
  const jobsOf = Map.groupBy(sights, ({ id, answer }) => numbers.get(id) ?? numberOf(answer));
  return [...jobsOf].flatMap(([number, sights]) => {
    if (number === null || plan.jobs[number]?.order.operation !== "solo") return [];
    const jobs = sights.map(({ job }) => job as Job).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    return jobs.slice(1).flatMap((job, index) => {
      const before = jobs[index] as Job;
      if (before.finishedAt !== null && before.finishedAt <= job.createdAt) return [];
      const message = `${job.id} at ${job.createdAt}, before ${before.id} ended at ${before.finishedAt}`;
      return [reporter(`solo ${number}`)("unique twice", message)];
    });
  });
}

/** The orders of the jobs that were acknowledged. */
function numbersById(followings: Observations["followings"]): Map<string, number> {
  return new Map([...followings].flatMap(([number, list]) => list.map(({ id }) => [id, number] as const)));
}

/** Each job in the queue goes back to a submission, and each submission to one job at most. */
function checkCensus(plan: Plan, { submissions, followings, lastSights }: Observations): Violation[] {
  const numbers = numbersById(followings);
  const jobsOf = new Map<number, string[]>();
  /** Jobs whose answers do not say which order they are of, by operation. */
  const untraced = new Map<string, number>();
  const found: Violation[] = [];
  for (const { id, stored: row, job, answer } of lastSights) {
    // Children are their parents' affair.
    if (row === null || row.parent !== null) continue;
    const { operation: stored } = row;
    // What its client did not hear of ends all the same.
    if (!numbers.has(id) && job !== null && !isFinal(job))
      found.push(reporter(`${stored} (${id})`)("unfinished", `${job.status} in the end`));
    const number = numbers.get(id) ?? numberOf(answer);
    if (number === null) untraced.set(stored, (untraced.get(stored) ?? 0) + 1);
    else if (operationOf(plan.jobs[number]) !== stored)
      found.push(reporter(`${stored} ${number} (${id})`)("from nowhere", "no such order was submitted"));
    else jobsOf.set(number, [...(jobsOf.get(number) ?? []), id]);
  }

  /** Submissions without a trace that may have made an untraced job, by operation. */
  const broken = new Map<string, number>();
  const repliesOf = Map.groupBy(submissions, ({ job }) => job);
  for (const [number, { order, key }] of plan.jobs.entries()) {
    const report = reporter(`${order.operation} ${number}`);
    const ids = jobsOf.get(number) ?? [];
    const replies = repliesOf.get(number) ?? [];
    // A unique one that is done makes way for another.
    const most = order.operation === "solo" ? replies.length : 1;
    if (ids.length > most) found.push(report("duplicate", ids.join(", ")));
    if (ids.length > 0) continue;
    const acknowledged = replies.some(({ reply }) => reply.type !== "broken");
    if (acknowledged) found.push(report("vanished", "answered, and not there in the end"));
    else if (key === null && replies.length > 0)
      broken.set(storedOperation(order), (broken.get(storedOperation(order)) ?? 0) + 1);
  }
  for (const [operation, count] of untraced) {
    const possible = broken.get(operation) ?? 0;
    if (count > possible)
      found.push(
        reporter(operation)("duplicate", `${count} unknown jobs, from ${possible} broken submissions`),
      );
  }
  return found;
}

function operationOf(job: PlannedJob | undefined): string | null {
  return job === undefined ? null : storedOperation(job.order);
}
