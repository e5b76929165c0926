/**
 * Brings queued jobs to lanes and their outcomes back.
 *
 * @module
 */

import { log, thrown } from "../../logs/log";
import { ISOLATE_AT_LOSSES, MAX_LOSSES } from "../limits";
import type { Outcome } from "../protocol";
import type { JobRecord } from "../state/record";
import { outcomeFromWire, type WireOutcome, workToWire } from "../wire";
import type { Families } from "./families";
import type { GroupCommit } from "./group-commit";
import type { Call, Lane, Lease } from "./lane";
import type { Ledger } from "./ledger";
import type { Lines } from "./lines";
import { Outcomes } from "./outcomes";
import { Pace } from "./pace";
import { incrementCounter, readCounter } from "./sql/counters";
import { firstQueuedJobs } from "./sql/jobs";
import { StepsRun } from "./steps-run";

/** Name of the counter that gives executor objects a new name when old ones may be stuck. */
export const GENERATION = "executor-generation";

/** An executor that does not answer a ping within this time is not there. */
const PING_TIMEOUT_MS = 5_000;

/** A call that several short jobs share takes some milliseconds: after this time one of them hangs. */
const SHARED_CALL_MS = 2_000;

/** What the dispatcher works with. */
export interface DispatcherParts {
  sql: SqlStorage;
  ledger: Ledger;
  lines: Lines;
  families: Families;
  lanes: readonly Lane[];
  /** It must {@link Dispatcher.dispatch} after each group. */
  commits: GroupCommit;
  /** How long a `function*` runs before it rests, in milliseconds. */
  sliceMs: number;
}

export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #outcomes: Outcomes;
  readonly #pace = new Pace();

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#outcomes = new Outcomes(parts.ledger, parts.commits);
  }

  /** Does a job run, or could one? */
  get hasWork(): boolean {
    return this.#lanes.some((lane) => lane.state.type === "busy") || this.#isWanted(Date.now());
  }

  /** When a lane next needs attention; null when none does. */
  get nextTime(): number | null {
    const now = Date.now();
    const times = this.#lanes.flatMap(({ state }) => {
      if (state.type === "busy") return [state.call.deadline];
      // While nobody stands in line for it, it need not be probed.
      return state.type === "suspect" && this.#isWanted(now) ? [state.probeAt] : [];
    });
    const nextStart = this.#parts.lines.nextStart(now);
    if (nextStart !== null) times.push(nextStart);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Give every free lane the jobs whose turn it is, and probe suspect lanes if jobs are left. */
  dispatch(now: number): void {
    const { ledger } = this.#parts;
    const idle = this.#lanes.filter((lane) => lane.state.type === "idle");
    for (const [index, lane] of idle.entries()) {
      const jobs = this.#nextJobs(now, idle.length - index);
      if (jobs.length === 0) break;
      this.#start(
        lane,
        jobs.map((job) => ledger.apply(job, { type: "claimed" }, now)),
        now,
      );
    }
    for (const lane of this.#lanes) {
      if (lane.state.type === "suspect" && lane.state.probeAt <= now && this.#isWanted(now))
        void this.#probe(lane, lane.state.failures);
    }
  }

  /**
   * Give a lane no job before its executor has answered: it may still be at one of before.
   *
   * @param stuckAt when all of those are past their time
   */
  suspectAll(now: number, stuckAt: number): void {
    for (const lane of this.#lanes) lane.suspect(now, stuckAt);
  }

  /**
   * Leave the executors behind that are busy past their deadline. Of jobs that share a call nobody knows which one holds
   * up the others: each goes alone from then on, and the one that hangs runs into its own time limit.
   */
  replaceStuck(now: number): void {
    const { ledger } = this.#parts;
    for (const lane of this.#lanes) {
      if (lane.state.type !== "busy" || lane.state.call.deadline > now) continue;
      const { leases } = lane.state.call;
      const generation = this.#newGeneration();
      if (leases.length === 1) {
        reportStuck(lane);
        lane.replace(generation, now);
        continue;
      }
      const jobs = leases.flatMap(({ job: id, lease }) => {
        const job = ledger.find(id);
        return job?.lease === lease ? [job] : [];
      });
      // Slow is not stuck: it has until the last of them is past its own time.
      lane.replace(generation, now, Math.max(now, ...jobs.map(({ dueAt }) => dueAt ?? now)));
      for (const { id, lease } of jobs)
        ledger.applyTo(id, { type: "lost", lease, maxLosses: MAX_LOSSES }, now);
    }
  }

  /** The jobs that each lane has. */
  running(): string[][] {
    return this.#lanes.map(({ state }) =>
      state.type === "busy" ? state.call.leases.map(({ job }) => job) : [],
    );
  }

  get #lanes(): readonly Lane[] {
    return this.#parts.lanes;
  }

  /** Does any job wait for a lane? */
  #isWanted(now: number): boolean {
    return !this.#parts.lines.startable(now).next().done;
  }

  /**
   * The jobs that a lane is to run next: the one whose turn it is, and those behind it that are as short.
   *
   * @param lanes how many lanes are free: short jobs are shared out among them
   */
  #nextJobs(now: number, lanes: number): JobRecord[] {
    const { sql, lines } = this.#parts;
    // A job that lost executors runs with no other of its kind beside it, or it would take that one down too.
    const isolated = this.#lanes.some(
      ({ state }) => state.type === "busy" && state.call.losses >= ISOLATE_AT_LOSSES,
    );
    for (const { queue, room, queued } of lines.startable(now)) {
      const most = Math.min(room, this.#pace.jobsPerCall(queue, Math.ceil(queued / lanes)));
      const [first, ...others] = firstQueuedJobs(sql, queue, isolated ? ISOLATE_AT_LOSSES : MAX_LOSSES, most);
      if (first === undefined) continue;
      if (!sharesCall(first)) return [first];
      const alike = others.findIndex((job) => job.operation !== first.operation || !sharesCall(job));
      return [first, ...(alike === -1 ? others : others.slice(0, alike))];
    }
    return [];
  }

  #start(lane: Lane, jobs: JobRecord[], now: number): void {
    const [job] = jobs as [JobRecord];
    const call: Call = {
      leases: jobs.map(({ id, lease }) => ({ job: id, lease })),
      losses: Math.max(...jobs.map(({ losses }) => losses)),
      deadline: jobs.length > 1 ? now + SHARED_CALL_MS : (job.dueAt ?? 0),
    };
    lane.state = { type: "busy", call };
    void this.#run(lane, call, jobs);
  }

  async #run(lane: Lane, call: Call, jobs: JobRecord[]): Promise<void> {
    const { ledger } = this.#parts;
    const [job] = jobs as [JobRecord];
    const [lease] = call.leases as [Lease];
    const steps = job.policy.kind === "plain" ? null : this.#stepsRun(call, lease);
    const began = Date.now();
    const outcomes = await called(lease, async () => {
      if (jobs.length > 1) return await lane.executor.runAll(jobs.map((job) => ledger.work(job)));
      return [
        await (steps?.run(() => lane.executor, job) ?? lane.executor.run(workToWire(ledger.work(job)), null)),
      ];
    });
    await this.#outcomes.write("outcome", lease, () => {
      const now = Date.now();
      steps?.end(outcomes?.[0]?.type === "succeeded");
      const isOutdated = lane.mayBeOutdated(now) && (outcomes?.some(isOfOtherCode) ?? false);
      for (const [index, lease] of call.leases.entries()) {
        // An executor that has as many results as one answer takes leaves the other jobs as they were.
        const outcome = outcomes && (outcomes[index] ?? { type: "resting" });
        if (isOutdated && isOfOtherCode(outcome)) this.#outcomes.giveBack(lease, now);
        else this.#outcomes.settle(lease, outcome, now);
      }
      if (steps === null) this.#learn(job.queue, jobs.length, outcomes === null ? null : now - began);
      // Unless the lane was given another executor in the meantime.
      if (lane.state.type === "busy" && lane.state.call === call) {
        lane.state = { type: "idle" };
        if (isOutdated) lane.replace(this.#newGeneration(), now);
        if (outcomes === null) this.#suspectIdle(now);
      }
    });
  }

  /** Of names for executor objects, which differ from all before. */
  #newGeneration(): number {
    incrementCounter(this.#parts.sql, GENERATION);
    return readCounter(this.#parts.sql, GENERATION);
  }

  #stepsRun(call: Call, lease: Lease): StepsRun {
    const { ledger, families, sliceMs } = this.#parts;
    const isWanted = (now: number) => this.#isWanted(now);
    return new StepsRun({ ledger, families, outcomes: this.#outcomes, sliceMs, isWanted }, call, lease);
  }

  /** `ms`: how long jobs of the queue took together; null when they lost their executor. */
  #learn(queue: string, jobs: number, ms: number | null): void {
    if (ms === null) this.#pace.forget(queue);
    else this.#pace.record(queue, jobs, ms);
  }

  #suspectIdle(now: number): void {
    for (const lane of this.#lanes) {
      if (lane.state.type === "idle") lane.suspect(now);
    }
  }

  async #probe(lane: Lane, failures: number): Promise<void> {
    lane.state = { type: "probing", failures };
    const answer = await ping(lane);
    await this.#parts.commits.add(() => {
      const now = Date.now();
      if (answer === "none" && lane.takeStuck(now)) reportStuck(lane);
      if (answer === "pong") lane.state = { type: "idle" };
      else lane.suspectAgain(failures, now);
    });
  }
}

/** May it share a call with others? Not with a `function*`, nor where it may be what an executor is lost by. */
function sharesCall({ policy, losses }: JobRecord): boolean {
  return policy.kind === "plain" && !policy.large && losses === 0 && policy.timeout > SHARED_CALL_MS;
}

/**
 * Does the executor not know what the job is? After a deploy it may be that it is an old one, and the job is of new code;
 * or the code of the job is gone.
 */
function isOfOtherCode(outcome: Outcome | null): boolean {
  if (outcome?.type !== "failed") return false;
  const { reason } = outcome.failure;
  return reason === "unknown-operation" || reason === "unreadable-arguments";
}

/** What the executor answers; null when it is lost. */
async function called(lease: Lease, call: () => Promise<WireOutcome[]>): Promise<Outcome[] | null> {
  try {
    const answer = await call();
    const outcomes = await Promise.all(answer.map(outcomeFromWire));
    // Whatever carries an answer may hold on to it until then.
    for (const held of [answer, ...answer]) (held as Partial<Disposable>)[Symbol.dispose]?.();
    return outcomes;
  } catch (error) {
    // Whatever the function throws comes back as an outcome: this is the executor itself that is gone.
    log("warn", "executor lost", { job: lease.job, ...thrown(error) });
    return null;
  }
}

/** `npm run dev` reads this line: locally nothing else ends a function that never does. */
function reportStuck(lane: Lane): void {
  log("warn", "executor stuck", { binding: lane.bindingName });
}

/** @returns "lost" when there is nobody, "none" when whoever is there does not answer in time */
async function ping(lane: Lane): Promise<"pong" | "lost" | "none"> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const timeout = new Promise<"none">((resolve) => {
    timer = setTimeout(() => resolve("none"), PING_TIMEOUT_MS);
  });
  const pong = lane.executor.ping().then(
    () => "pong" as const,
    () => "lost" as const,
  );
  try {
    return await Promise.race([pong, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
