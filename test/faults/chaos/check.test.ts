/** The checker finds each broken promise: what a flawless run saw, with one thing changed. */
import { describe, expect, it } from "vitest";
import type { Job } from "../jobs.ts";
import { check } from "./check.ts";
import type { Following, LastSight, Observations, SeenEvent } from "./observations.ts";
import {
  type Answer,
  cancelledAnswer,
  expectedAnswer,
  type FamilyOrder,
  type Order,
  partsOf,
  storedOperation,
} from "./orders.ts";
import type { Plan } from "./plan.ts";
import type { Rule } from "./violation.ts";

const orders: Order[] = [
  { operation: "mixture", number: 0, rounds: 10 },
  { operation: "walk", number: 1, rounds: 10, steps: 4, trips: false },
  { operation: "failure", number: 2, rounds: 1 },
  { operation: "refusal", number: 3, status: 409 },
  { operation: "reversal", number: 4, size: 100 },
  { operation: "stumble", number: 5, rounds: 3 },
  { operation: "stroll", number: 6, rounds: 2, steps: 3, trips: false },
  { operation: "walk", number: 7, rounds: 10, steps: 4, trips: true },
  { operation: "ticket", number: 8, rounds: 5, parts: 2, window: 1, refused: [] },
  { operation: "ticket", number: 9, rounds: 5, parts: 3, window: 0, refused: [1] },
  { operation: "chain", number: 10, rounds: 5, parts: 2, refused: [], trips: false },
  { operation: "solo", number: 11, rounds: 5 },
  { operation: "late", number: 12, rounds: 5, delay: 2 },
];
const [MIXTURE, WALK, FAILURE, REFUSAL, REVERSAL, STUMBLE, , TRIP, BATCH, REFUSED, CHAIN, SOLO, LATE] = orders
  .keys()
  .toArray() as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

const plan: Plan = {
  seed: 0,
  jobs: orders.map((order) => ({
    order,
    key: order.operation === "mixture" ? "key" : null,
    follow: "events",
    cancel: null,
  })),
  requests: [],
  kills: [],
};

const SENT_AT = Date.parse("2026-11-25T09:00:00Z");

const idOf = (number: number) => `any0_${number}`;

/** Status, attempt and progress of each event. */
type Story = [status: Job["status"], attempt: number, progress: number | null][];

const stories: Record<number, Story> = {
  [WALK]: [
    ["queued", 0, null],
    ["running", 1, null],
    ["running", 1, 0.5],
    ["queued", 1, 0.5],
    ["running", 2, 0.5],
    ["running", 2, 0.75],
    ["succeeded", 2, 1],
  ],
  [FAILURE]: [["failed", 2, null]],
  [REFUSAL]: [["failed", 1, null]],
  [STUMBLE]: [["succeeded", 2, 1]],
  [TRIP]: [["succeeded", 2, 1]],
  [BATCH]: [
    ["waiting", 0, null],
    ["waiting", 0, 0.5],
    ["succeeded", 0, 1],
  ],
  [REFUSED]: [["failed", 0, 0]],
};

function jobAt(number: number, [status, attempt, progress]: Story[number]): Job {
  const isFinal = status === "succeeded" || status === "failed" || status === "cancelled";
  const times = { createdAt: "2026-11-25T09:00:00Z", startedAt: attempt > 0 ? "2026-11-25T09:00:02Z" : null };
  return {
    ...{ id: idOf(number), status, attempt, progress, ...times },
    finishedAt: isFinal ? "2026-11-25T10:00:00Z" : null,
  };
}

/** What the parts of an order answer, wait for wait. */
function answersOf(order: FamilyOrder): Answer[][] {
  let part = 0;
  return partsOf(order).map((values) =>
    values.map((value) => ({ status: 200, body: { number: order.number, part: part++, value } })),
  );
}

/** What a run sees in which everything goes as promised, with one kill. */
class Run implements Observations {
  submissions: Observations["submissions"] = [];
  followings = new Map<number, Following[]>();
  lastSights: LastSight[] = [];
  kills = 1;
  mishaps: string[] = [];

  constructor() {
    for (const [number, order] of orders.entries()) {
      const id = idOf(number);
      const story: Story = stories[number] ?? [["succeeded", 1, 1]];
      const events = story.map((moment, index): SeenEvent => {
        return { connection: 0, id: index + 1, job: jobAt(number, moment) };
      });
      const answer = expectedAnswer(order);
      if (order.operation === "walk") answer.body = { ...(answer.body as object), resumed: [2] };
      this.submissions.push({ job: number, sentAt: SENT_AT, reply: { type: "accepted", id } });
      this.followings.set(number, [
        { id, events, answers: [structuredClone(answer)], kills: 1, cancelled: null },
      ]);
      this.lastSights.push({
        id,
        stored: { operation: storedOperation(order), parent: null },
        job: jobAt(number, story.at(-1) as Story[number]),
        answer,
      });
    }
    const batch = orders[BATCH] as FamilyOrder;
    this.bear(idOf(BATCH), "part", answersOf(batch)[0] as Answer[]);
    const refusal = structuredClone(this.sight(REFUSED).answer);
    this.bear(idOf(REFUSED), "part", [
      answersOf(orders[REFUSED] as FamilyOrder)[0]?.[0] as Answer,
      refusal,
      null,
    ]);
    const waits = answersOf(orders[CHAIN] as FamilyOrder);
    const batches = this.bear(
      idOf(CHAIN),
      "all()",
      waits.map((answers) => ({ status: 200, body: answers.map(({ body }) => body) })),
    );
    for (const [index, id] of batches.entries()) this.bear(id, "part", waits[index] as Answer[]);
  }

  /** The children of a parent, as they end: what each answers, null for one that is cancelled. */
  bear(parent: string, operation: string, answers: readonly (Answer | null)[]): string[] {
    return answers.map((answer, index) => {
      const id = `${parent}.${index}`;
      const status = answer === null ? "cancelled" : answer.status < 400 ? "succeeded" : "failed";
      const job = { ...jobAt(0, [status, 1, null]), id };
      this.lastSights.push({ id, stored: { operation, parent }, job, answer: answer ?? cancelledAnswer });
      return id;
    });
  }

  child(id: string): LastSight & { job: Job } {
    return this.lastSights.find((sight) => sight.id === id) as LastSight & { job: Job };
  }

  /** It is cancelled and says so. */
  cancel(number: number): void {
    this.end(number, { status: "cancelled" }, 410, cancelledAnswer.body as object);
    this.following(number).cancelled = "done";
  }

  following(number: number): Following {
    return this.followings.get(number)?.[0] as Following;
  }

  events(number: number): SeenEvent[] {
    return this.following(number).events;
  }

  event(number: number, index: number): SeenEvent {
    return this.events(number).at(index) as SeenEvent;
  }

  sight(number: number): LastSight {
    return this.lastSights.find(({ id }) => id === idOf(number)) as LastSight;
  }

  job(number: number): Job {
    return this.sight(number).job as Job;
  }

  /** Another outcome, in all places where it is told. */
  end(number: number, job: Partial<Job>, status: number, body: object): void {
    const { answer } = this.sight(number);
    Object.assign(this.job(number), job);
    Object.assign(this.event(number, -1).job, job);
    for (const told of [answer, ...this.following(number).answers]) Object.assign(told, { status, body });
  }

  /** Nobody got an answer to its submission; it is there all the same. */
  forget(number: number): void {
    this.followings.delete(number);
    for (const submission of this.submissions)
      if (submission.job === number) submission.reply = { type: "broken", error: "reset" };
  }

  /** The same again under another id, created at that time. */
  again(number: number, createdAt: string): void {
    const job = { ...this.job(number), id: "any0_again", createdAt, finishedAt: "2026-11-25T11:00:00Z" };
    this.lastSights.push({ ...this.sight(number), id: job.id, job });
  }

  /** The same again under another id. */
  copy(number: number): void {
    this.lastSights.push({ ...this.sight(number), id: "any0_copy" });
  }
}

const brokenRules = (change: (run: Run) => void): Rule[] => {
  const run = new Run();
  change(run);
  return [...new Set(check(plan, run).map(({ rule }) => rule))];
};

describe("a run as it should be", () => {
  it("breaks no promise", () => expect(brokenRules(() => {})).toEqual([]));

  it.each<[string, (run: Run) => void]>([
    [
      "a new connection begins with the job as it is",
      (run) => run.events(WALK).splice(3, 1, { ...run.event(WALK, 2), connection: 1 }),
    ],
    ["intermediate events are not seen", (run) => run.events(WALK).splice(1, 4)],
    [
      "event ids skip",
      (run) => {
        for (const [index, event] of run.events(WALK).entries()) event.id = 3 * index + 7;
      },
    ],
    ["a broken submission made its job", (run) => run.forget(REVERSAL)],
    [
      "a broken submission made none",
      (run) => {
        run.forget(REVERSAL);
        run.lastSights.splice(run.lastSights.indexOf(run.sight(REVERSAL)), 1);
      },
    ],
    ["a broken submission made a job whose answer has no number", (run) => run.forget(FAILURE)],
    [
      "a submission was answered with the result",
      (run) =>
        run.submissions.push({
          job: MIXTURE,
          sentAt: SENT_AT,
          reply: { type: "answered", answer: run.sight(MIXTURE).answer },
        }),
    ],
    [
      "attempts and kills prove that the executor was lost five times",
      (run) => {
        run.following(MIXTURE).kills = 5;
        run.end(MIXTURE, { status: "failed", attempt: 5 }, 500, lost);
      },
    ],
    [
      "attempts and kills prove that it stumbled in six processes",
      (run) => run.end(STUMBLE, { status: "failed", attempt: 6 }, 500, { status: 500 }),
    ],
    ["a job is cancelled", (run) => run.cancel(MIXTURE)],
    [
      "nobody knows whether cancelling it did anything, and it was cancelled",
      (run) => {
        run.cancel(MIXTURE);
        run.following(MIXTURE).cancelled = "unknown";
      },
    ],
    [
      "nobody knows whether cancelling it did anything, and it was not",
      (run) => (run.following(MIXTURE).cancelled = "unknown"),
    ],
    ["cancelling came too late", (run) => (run.following(CHAIN).cancelled = "late")],
    [
      "a batch is cancelled with its children",
      (run) => {
        run.cancel(BATCH);
        Object.assign(run.child(`${idOf(BATCH)}.1`).job, { status: "cancelled" });
      },
    ],
    [
      "a unique job is submitted again when it is done",
      (run) => {
        run.submissions.push({
          job: SOLO,
          sentAt: SENT_AT,
          reply: { type: "answered", answer: run.sight(SOLO).answer },
        });
        run.again(SOLO, "2026-11-25T10:00:00Z");
      },
    ],
  ])("also when %s", (_, change) => expect(brokenRules(change)).toEqual([]));
});

const lost = { status: 500, detail: "The executor was lost 5 times in a row while it ran this job." };

describe("the checker finds", () => {
  it.each<[Rule, string, (run: Run) => void]>([
    ["mishap", "what no kill explains", (run) => run.mishaps.push("broke")],
    ["vanished", "that an acknowledged job is not there", (run) => (run.sight(MIXTURE).job = null)],
    ["vanished", "that it is not in the table", (run) => (run.sight(MIXTURE).stored = null)],
    ["vanished", "that nobody looked at it", (run) => run.lastSights.splice(MIXTURE, 1)],
    [
      "vanished",
      "that a job is gone whose submission was answered with its result",
      (run) => {
        const [sight] = run.lastSights.splice(REVERSAL, 1) as [LastSight];
        run.followings.delete(REVERSAL);
        run.submissions = [
          { job: REVERSAL, sentAt: SENT_AT, reply: { type: "answered", answer: sight.answer } },
        ];
        for (const number of orders.keys())
          if (number !== REVERSAL)
            run.submissions.push({
              job: number,
              sentAt: SENT_AT,
              reply: { type: "accepted", id: idOf(number) },
            });
      },
    ],
    ["unfinished", "a job that never ends", (run) => (run.job(WALK).status = "running")],
    ["wrong outcome", "another value", (run) => run.end(MIXTURE, {}, 200, { number: MIXTURE, value: 1 })],
    [
      "wrong outcome",
      "another job's result",
      (run) =>
        run.end(
          REVERSAL,
          {},
          200,
          expectedAnswer({ operation: "reversal", number: 9, size: 100 }).body as object,
        ),
    ],
    [
      "wrong outcome",
      "a failure of what succeeds",
      (run) => run.end(MIXTURE, { status: "failed" }, 500, { status: 500 }),
    ],
    ["wrong outcome", "a success of what fails", (run) => (run.job(REFUSAL).status = "succeeded")],
    [
      "wrong outcome",
      "a success of what fails, answered with a result",
      (run) => run.end(FAILURE, { status: "succeeded" }, 200, { number: FAILURE, value: 1 }),
    ],
    ["wrong outcome", "a result of a job that failed", (run) => (run.job(MIXTURE).status = "failed")],
    ["wrong outcome", "a cancelled job", (run) => (run.job(REFUSAL).status = "cancelled")],
    ["wrong outcome", "another job under the id", (run) => (run.job(MIXTURE).id = idOf(WALK))],
    [
      "wrong outcome",
      "an executor that is said to be lost five times with too few attempts",
      (run) => {
        run.following(MIXTURE).kills = 5;
        run.end(MIXTURE, { status: "failed", attempt: 4 }, 500, lost);
      },
    ],
    [
      "wrong outcome",
      "a stumble that fails before its last try",
      (run) => run.end(STUMBLE, { status: "failed", attempt: 5 }, 500, { status: 500 }),
    ],
    [
      "wrong outcome",
      "a wrong answer to a submission",
      (run) => {
        run.followings.delete(MIXTURE);
        run.submissions = run.submissions.filter(({ job }) => job !== MIXTURE);
        run.submissions.push({
          job: MIXTURE,
          sentAt: SENT_AT,
          reply: { type: "answered", answer: { status: 503, body: {} } },
        });
      },
    ],
    [
      "second outcome",
      "that a submission was answered otherwise than the job ended",
      (run) =>
        run.submissions.push({
          job: MIXTURE,
          sentAt: SENT_AT,
          reply: { type: "answered", answer: { status: 500, body: {} } },
        }),
    ],
    [
      "second outcome",
      "that its client was answered otherwise",
      (run) =>
        (run.following(WALK).answers = [{ status: 200, body: { number: WALK, value: 1, resumed: [3] } }]),
    ],
    [
      "second outcome",
      "that it ended again later",
      (run) => (run.job(MIXTURE).finishedAt = "2026-11-25T10:00:01Z"),
    ],
    ["second outcome", "that another attempt ended it", (run) => (run.job(WALK).attempt = 3)],
    [
      "second outcome",
      "that it went on after its end",
      (run) => run.events(MIXTURE).push({ connection: 1, id: 9, job: jobAt(MIXTURE, ["running", 2, 1]) }),
    ],
    [
      "progress went back",
      "less progress in the same attempt",
      (run) => (run.event(WALK, 5).job.progress = 0.25),
    ],
    [
      "progress went back",
      "no progress in the same attempt",
      (run) => (run.event(WALK, 5).job.progress = null),
    ],
    ["attempt went back", "an earlier attempt", (run) => (run.event(WALK, 5).job.attempt = 1)],
    ["event went back", "an id that is no higher", (run) => (run.event(WALK, 4).id = 4)],
    [
      "event went back",
      "a new connection that begins further back",
      (run) => Object.assign(run.event(WALK, 4), { connection: 1, id: 3 }),
    ],
    [
      "event went back",
      "a new connection that begins with the same id and something else",
      (run) => Object.assign(run.event(WALK, 4), { connection: 1, id: 4 }),
    ],
    [
      "checkpoint forgotten",
      "an attempt that begins at the start",
      (run) => {
        run.event(WALK, 4).job.progress = null;
        run.event(WALK, 5).job.progress = 0.25;
      },
    ],
    [
      "checkpoint forgotten",
      "a trace that resumes nowhere, though a checkpoint was seen",
      (run) =>
        run.end(WALK, {}, 200, { ...(expectedAnswer(orders[WALK] as Order).body as object), resumed: [] }),
    ],
    [
      "checkpoint forgotten",
      "a trace that resumes before the checkpoint that was seen",
      (run) =>
        run.end(WALK, {}, 200, { ...(expectedAnswer(orders[WALK] as Order).body as object), resumed: [1] }),
    ],
    [
      "checkpoint forgotten",
      "a trace that goes back",
      (run) =>
        run.end(WALK, {}, 200, {
          ...(expectedAnswer(orders[WALK] as Order).body as object),
          resumed: [3, 2],
        }),
    ],
    [
      "checkpoint forgotten",
      "a retry from the start",
      (run) =>
        run.end(TRIP, {}, 200, { ...(expectedAnswer(orders[TRIP] as Order).body as object), resumed: [] }),
    ],
    [
      "started too often",
      "an attempt that no failure and no kill explains",
      (run) => {
        run.job(MIXTURE).attempt = 3;
        run.event(MIXTURE, -1).job.attempt = 3;
      },
    ],
    [
      "key gave another job",
      "two jobs of one key",
      (run) => run.followings.get(MIXTURE)?.push({ ...run.following(MIXTURE), events: [] }),
    ],
    ["duplicate", "two jobs of one submission", (run) => run.copy(MIXTURE)],
    [
      "duplicate",
      "two jobs of one broken submission",
      (run) => {
        run.forget(REVERSAL);
        run.copy(REVERSAL);
      },
    ],
    ["duplicate", "a job too many whose answer has no number", (run) => run.copy(FAILURE)],
    [
      "duplicate",
      "two jobs of one broken submission whose answers have no number",
      (run) => {
        run.forget(FAILURE);
        run.copy(FAILURE);
      },
    ],
    [
      "from nowhere",
      "a job that nobody submitted",
      (run) =>
        run.lastSights.push({
          ...run.sight(MIXTURE),
          id: "any0_x",
          answer: { status: 200, body: { number: 99 } },
        }),
    ],
    [
      "cancelled wrongly",
      "a success after cancelling was done",
      (run) => (run.following(MIXTURE).cancelled = "done"),
    ],
    [
      "cancelled wrongly",
      "a cancelled job that nobody cancelled",
      (run) => {
        run.cancel(MIXTURE);
        run.following(MIXTURE).cancelled = null;
      },
    ],
    [
      "cancelled wrongly",
      "a cancelled job that was too late to be cancelled",
      (run) => {
        run.cancel(MIXTURE);
        run.following(MIXTURE).cancelled = "late";
      },
    ],
    [
      "unfinished",
      "a job that nobody heard of and that never ends",
      (run) => {
        run.forget(REVERSAL);
        run.job(REVERSAL).status = "queued";
      },
    ],
    [
      "too early",
      "a job that starts before its delay is over",
      (run) => (run.job(LATE).startedAt = "2026-11-25T09:00:01.999Z"),
    ],
    [
      "unique twice",
      "a second job of a unique order before the first one ended",
      (run) => {
        run.submissions.push({
          job: SOLO,
          sentAt: SENT_AT,
          reply: { type: "answered", answer: run.sight(SOLO).answer },
        });
        run.again(SOLO, "2026-11-25T09:59:59.999Z");
      },
    ],
    [
      "duplicate",
      "more jobs of a unique order than submissions",
      (run) => run.again(SOLO, "2026-11-25T10:00:00Z"),
    ],
    [
      "outlived its parent",
      "a child that still runs",
      (run) => Object.assign(run.child(`${idOf(REFUSED)}.2`).job, { status: "running", finishedAt: null }),
    ],
    [
      "outlived its parent",
      "a child that ended later",
      (run) => (run.child(`${idOf(CHAIN)}.0`).job.finishedAt = "2026-11-25T10:00:00.001Z"),
    ],
    [
      "children ended otherwise",
      "a batch that succeeds without a child",
      (run) => (run.child(`${idOf(BATCH)}.1`).job.status = "cancelled"),
    ],
    [
      "children ended otherwise",
      "a batch that fails, and no child did",
      (run) => (run.child(`${idOf(REFUSED)}.1`).job.status = "cancelled"),
    ],
    [
      "children ended otherwise",
      "a batch that goes on after its first failure",
      (run) => (run.child(`${idOf(REFUSED)}.2`).job.status = "failed"),
    ],
    [
      "children ended otherwise",
      "a batch with another failure than its child's",
      (run) => (run.child(`${idOf(REFUSED)}.1`).answer = { status: 500, body: { status: 500 } }),
    ],
    [
      "wrong outcome",
      "results in another order",
      (run) => {
        for (const { body } of [run.sight(BATCH).answer, ...run.following(BATCH).answers])
          (body as unknown[]).reverse();
      },
    ],
    [
      "wrong outcome",
      "a part with the result of another",
      (run) => ((run.child(`${idOf(CHAIN)}.0.1`).answer.body as { value: number }).value = 1),
    ],
    [
      "parts",
      "a part that was done twice",
      (run) => (run.child(`${idOf(BATCH)}.1`).answer = run.child(`${idOf(BATCH)}.0`).answer),
    ],
    [
      "parts",
      "a batch that succeeds with a part less",
      (run) => run.lastSights.splice(run.lastSights.indexOf(run.child(`${idOf(BATCH)}.1`)), 1),
    ],
    [
      "parts",
      "a chain that submits a wait again",
      (run) => run.bear(idOf(CHAIN), "all()", [{ status: 200, body: [] }]),
    ],
    [
      "parts",
      "a chain that succeeds with a wait less",
      (run) => run.lastSights.splice(run.lastSights.indexOf(run.child(`${idOf(CHAIN)}.2`)), 1),
    ],
    [
      "vanished",
      "children without their parent",
      (run) => {
        run.followings.delete(CHAIN);
        run.lastSights.splice(run.lastSights.indexOf(run.sight(CHAIN)), 1);
        run.submissions = run.submissions.filter(({ job }) => job !== CHAIN);
      },
    ],
    [
      "from nowhere",
      "an order run as another operation",
      (run) => (run.sight(MIXTURE).stored = { operation: "stroll", parent: null }),
    ],
  ])("%s: %s", (rule, _, change) => expect(brokenRules(change)).toContain(rule));
});
