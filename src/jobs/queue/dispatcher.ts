/**
 * Brings queued jobs to lanes and their outcomes back.
 *
 * @module
 */

import { RpcTarget } from "cloudflare:workers";
import { ISOLATE_AT_LOSSES, MAX_LOSSES } from "../limits";
import type { ChildOrder, ChildrenAnswer, Outcome, Reporter, StoredResponse } from "../protocol";
import type { JobRecord } from "../state/record";
import type { StateEvent } from "../state/transition";
import type { Families } from "./families";
import type { GroupCommit } from "./group-commit";
import type { Call, Lane } from "./lane";
import type { Ledger } from "./ledger";
import type { Lines } from "./lines";
import { incrementCounter, readCounter } from "./sql/counters";
import { firstQueuedJob } from "./sql/jobs";
import { type Step, Steps } from "./steps";

/** Name of the counter that gives executor objects a new name when old ones may be stuck. */
export const GENERATION = "executor-generation";

/** An executor that does not answer a ping within this time is not there. */
const PING_TIMEOUT_MS = 5_000;

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

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /** Does a job run, or could one? */
  get hasWork(): boolean {
    return this.#lanes.some((lane) => lane.state.type === "busy") || this.#isWanted(Date.now());
  }

  /** When a lane next needs attention; null when none does. */
  get nextTime(): number | null {
    const times = this.#lanes.flatMap(({ state }) => {
      if (state.type === "busy") return [state.call.deadline];
      // While nobody stands in line for it, it need not be probed.
      return state.type === "suspect" && this.#isWanted(Date.now()) ? [state.probeAt] : [];
    });
    const { nextStart } = this.#parts.lines;
    if (nextStart !== null) times.push(nextStart);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Give every free lane the job whose turn it is, and probe suspect lanes if jobs are left. */
  dispatch(now: number): void {
    for (const lane of this.#lanes) {
      if (lane.state.type !== "idle") continue;
      const job = this.#nextJob(now);
      if (job === null) return;
      this.#start(lane, this.#parts.ledger.apply(job, { type: "claimed" }, now), now);
    }
    for (const lane of this.#lanes) {
      if (lane.state.type === "suspect" && lane.state.probeAt <= now && this.#isWanted(now))
        void this.#probe(lane, lane.state.failures);
    }
  }

  /** Leave the executors behind that are busy past their deadline. */
  replaceStuck(now: number): void {
    const { sql } = this.#parts;
    for (const lane of this.#lanes) {
      if (lane.state.type !== "busy" || lane.state.call.deadline > now) continue;
      incrementCounter(sql, GENERATION);
      lane.replace(readCounter(sql, GENERATION), now);
    }
  }

  /** The job that each lane runs; null for one that is free. */
  running(): (string | null)[] {
    return this.#lanes.map(({ state }) => (state.type === "busy" ? state.call.job : null));
  }

  get #lanes(): readonly Lane[] {
    return this.#parts.lanes;
  }

  /** Does any job wait for a lane? */
  #isWanted(now: number): boolean {
    return !this.#parts.lines.startable(now).next().done;
  }

  /** A job that lost executors runs with no other of its kind beside it, or it would take that one down too. */
  #nextJob(now: number): JobRecord | null {
    const { sql, lines } = this.#parts;
    const isolated = this.#lanes.some(
      ({ state }) => state.type === "busy" && state.call.losses >= ISOLATE_AT_LOSSES,
    );
    for (const queue of lines.startable(now)) {
      const job = firstQueuedJob(sql, queue, isolated ? ISOLATE_AT_LOSSES : MAX_LOSSES);
      if (job !== null) return job;
    }
    return null;
  }

  #start(lane: Lane, job: JobRecord, now: number): void {
    const { id, lease, losses } = job;
    const call: Call = {
      job: id,
      lease,
      losses,
      deadline: job.dueAt ?? 0,
      sliceEnd: now + this.#parts.sliceMs,
      checkpointed: false,
    };
    lane.state = { type: "busy", call };
    void this.#run(lane, call, job);
  }

  async #run(lane: Lane, call: Call, job: JobRecord): Promise<void> {
    const steps = new Steps((step) => this.#commit(call, "step", () => this.#step(call, step)));
    const reporter = new LeaseReporter({
      step: async (step) => {
        const now = Date.now();
        await steps.add(step, now);
        if (!this.#isRunning(call)) return "stop";
        return now >= call.sliceEnd ? "rest" : "continue";
      },
      children: async (wait, orders) => {
        // A checkpoint that is on its way comes before what follows it.
        await steps.flush();
        return (
          (await this.#commit(call, "children", () => this.#children(call, wait, orders))) ?? { type: "stop" }
        );
      },
    });
    let outcome = await this.#called(job, () => lane.executor.run(this.#parts.ledger.work(job), reporter));
    while (outcome?.type === "resting") {
      await steps.flush();
      if (!(await this.#commit(call, "rest", () => this.#goesOn(call)))) break;
      outcome = await this.#called(job, () => lane.executor.resume(job.id, reporter));
    }
    await this.#commit(call, "outcome", () => {
      const now = Date.now();
      const step = steps.end();
      // The next attempt, if there is one, resumes from the last checkpoint and not from the last one written.
      if (step !== null && outcome?.type !== "succeeded") this.#step(call, step);
      this.#settle(call, outcome, now);
      // Unless the lane was given another executor in the meantime.
      if (lane.state.type === "busy" && lane.state.call === call) {
        lane.state = { type: "idle" };
        if (outcome === null) this.#suspectIdle(now);
      }
    });
    outcome?.[Symbol.dispose]?.();
  }

  /** What the executor answers; null when it is lost. */
  async #called(
    job: JobRecord,
    call: () => Promise<Outcome & Partial<Disposable>>,
  ): Promise<(Outcome & Partial<Disposable>) | null> {
    try {
      return await call();
    } catch (error) {
      // Whatever the function throws comes back as an outcome: this is the executor itself that is gone.
      console.warn(JSON.stringify({ message: "executor lost", job: job.id, error: String(error) }));
      return null;
    }
  }

  /** Write what an executor reported, whole or not at all. Undefined when it could not be written. */
  async #commit<R>(call: Call, what: string, act: () => R): Promise<R | undefined> {
    const { commits, ledger } = this.#parts;
    try {
      return await commits.add(() => ledger.together(act));
    } catch (error) {
      // The lane stays busy, so that a disk that takes nothing is not asked again at once: the lease ends that.
      console.error(JSON.stringify({ message: `${what} not stored`, job: call.job, error: String(error) }));
      return undefined;
    }
  }

  #isRunning(call: Call): boolean {
    return this.#runningJob(call) !== null;
  }

  /** The job of a call; null when it does not run under this lease any more. */
  #runningJob({ job: id, lease }: Call): JobRecord | null {
    const job = this.#parts.ledger.find(id);
    return job?.status === "running" && job.lease === lease ? job : null;
  }

  #settle(call: Call, outcome: Outcome | null, now: number): void {
    const job = this.#runningJob(call);
    if (job === null) return;
    const { ledger } = this.#parts;
    // Before its watchers know that it succeeded.
    if (outcome?.type === "succeeded") ledger.storeResponse(job.id, outcome.response as StoredResponse);
    const error = outcome?.type === "failed" ? (outcome.error ?? null) : null;
    ledger.apply(job, eventOf(call.lease, outcome), now, error);
  }

  #step(call: Call, { progress, checkpoint }: Step): void {
    const job = this.#runningJob(call);
    if (job === null) return;
    const { ledger } = this.#parts;
    const checkpointed = checkpoint !== null;
    const { lease } = call;
    const stepped = ledger.apply(job, { type: "stepped", lease, progress, checkpointed }, Date.now());
    if (checkpointed) {
      ledger.storeCheckpoint(job.id, checkpoint);
      call.checkpointed = true;
    }
    if (stepped.dueAt !== null) call.deadline = stepped.dueAt;
  }

  #children(call: Call, wait: number, orders: ChildOrder[]): ChildrenAnswer {
    const job = this.#runningJob(call);
    return job === null ? { type: "stop" } : this.#parts.families.resultsFor(job, wait, orders, Date.now());
  }

  /** Does a job that rests go on in its lane? Not when others wait, and it has left a checkpoint to go on from. */
  #goesOn(call: Call): boolean {
    const now = Date.now();
    const job = this.#runningJob(call);
    if (job === null || (call.checkpointed && this.#nextJob(now) !== null)) return false;
    this.#step(call, { progress: null, checkpoint: null });
    call.sliceEnd = now + this.#parts.sliceMs;
    call.checkpointed = false;
    return true;
  }

  #suspectIdle(now: number): void {
    for (const lane of this.#lanes) {
      if (lane.state.type === "idle") lane.suspect(now);
    }
  }

  async #probe(lane: Lane, failures: number): Promise<void> {
    lane.state = { type: "probing", failures };
    const alive = await answersPing(lane);
    await this.#parts.commits.add(() => {
      if (alive) lane.state = { type: "idle" };
      else lane.suspectAgain(failures, Date.now());
    });
  }
}

interface Report {
  step(step: Step): ReturnType<Reporter["step"]>;
  children: Reporter["children"];
}

/** The executor's way back, for one lease. */
class LeaseReporter extends RpcTarget implements Reporter {
  readonly #to: Report;

  constructor(to: Report) {
    super();
    this.#to = to;
  }

  step(progress: number | null, checkpoint: string | null): ReturnType<Reporter["step"]> {
    return this.#to.step({ progress, checkpoint });
  }

  children(wait: number, orders: ChildOrder[]): Promise<ChildrenAnswer> {
    return this.#to.children(wait, orders);
  }
}

/** What the end of a call means for its job. */
function eventOf(lease: number, outcome: Outcome | null): StateEvent {
  switch (outcome?.type) {
    case "succeeded":
      return { type: "succeeded", lease };
    case "failed":
      return {
        type: "failed",
        lease,
        failure: outcome.failure,
        retryable: outcome.retryable,
        jitter: Math.random(),
      };
    case "resting":
      return { type: "rested", lease };
    case "suspended":
      return { type: "suspended", lease };
    // It was lost, or could not reach its reporter.
    default:
      return { type: "lost", lease, maxLosses: MAX_LOSSES };
  }
}

async function answersPing(lane: Lane): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), PING_TIMEOUT_MS);
  });
  try {
    await Promise.race([lane.executor.ping(), timeout]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
