/**
 * Do the observations of a run keep the queue's promises?
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { isFinal, type Job } from "../jobs.ts";
import type { Following, LastSight, Observations, SeenEvent } from "./observations.ts";
import { type Answer, expectedAnswer, numberOf, type Order, retries } from "./orders.ts";
import type { Plan, PlannedJob } from "./plan.ts";

/** Executor losses in a row that end a job: `MAX_LOSSES` of the queue. */
const MAX_LOSSES = 5;

/** The promises, as they are broken. */
export type Rule =
  /** What no kill explains: a connection that broke, an end that never came. */
  | "mishap"
  /** A job that was acknowledged is not there. */
  | "vanished"
  | "unfinished"
  /** Another outcome or result than the function has. */
  | "wrong outcome"
  /** It ended, and then it ended otherwise. */
  | "second outcome"
  /** Within an attempt. */
  | "progress went back"
  | "attempt went back"
  /** The ids of its events, or the same id with something else. */
  | "event went back"
  /** It began again from further back than was on disk. */
  | "checkpoint forgotten"
  /** Started more often than failures and kills explain. */
  | "started too often"
  /** The same idempotency key gave another job. */
  | "key gave another job"
  /** More jobs than submissions that could have made them. */
  | "duplicate"
  /** Nobody submitted it. */
  | "from nowhere";

export interface Violation {
  rule: Rule;
  /** What was seen, with the order's number and the job's id. */
  message: string;
}

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
    ...checkKeys(plan, seen),
    ...checkCensus(plan, seen),
  ];
}

type Report = (rule: Rule, message: string) => Violation;

function reporter(subject: string): Report {
  return (rule, message) => ({ rule, message: `${subject}: ${message}` });
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
  { id, events, answers, kills }: Following,
  sight: LastSight | undefined,
  report: Report,
): Violation[] {
  if (sight?.job == null || sight.stored === null)
    return [report("vanished", "acknowledged, and not there in the end")];
  const { job, answer } = sight;
  if (!isFinal(job)) return [report("unfinished", `${job.status} in the end, attempt ${job.attempt}`)];

  const found: Violation[] = [];
  const wrong = wrongOutcome(order, answer, job, kills);
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
  const actual: Answer = { status: answer.status, body: rest };
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
  return order.operation === "stumble" && detail === undefined && job.attempt > retries.stumble && kills > 0;
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

/** A key is one job, however often it was submitted. */
function checkKeys(plan: Plan, { followings }: Observations): Violation[] {
  return [...followings].flatMap(([number, { length }]) => {
    const { key, order } = plan.jobs[number] as PlannedJob;
    return key !== null && length > 1
      ? [reporter(`${order.operation} ${number}`)("key gave another job", `${length} jobs of one key`)]
      : [];
  });
}

/** Each job in the queue goes back to a submission, and each submission to one job at most. */
function checkCensus(plan: Plan, { submissions, followings, lastSights }: Observations): Violation[] {
  const numbers = new Map(
    [...followings].flatMap(([number, list]) => list.map(({ id }) => [id, number] as const)),
  );
  const jobsOf = new Map<number, string[]>();
  /** Jobs whose answers do not say which order they are of, by operation. */
  const untraced = new Map<string, number>();
  const found: Violation[] = [];
  for (const { id, stored, answer } of lastSights) {
    if (stored === null) continue;
    const number = numbers.get(id) ?? numberOf(answer);
    if (number === null) untraced.set(stored, (untraced.get(stored) ?? 0) + 1);
    else if (plan.jobs[number]?.order.operation !== stored)
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
    if (ids.length > 1) found.push(report("duplicate", ids.join(", ")));
    if (ids.length > 0) continue;
    const acknowledged = replies.some(({ reply }) => reply.type !== "broken");
    if (acknowledged) found.push(report("vanished", "answered, and not there in the end"));
    else if (key === null && replies.length > 0)
      broken.set(order.operation, (broken.get(order.operation) ?? 0) + 1);
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
