/**
 * Brings queued jobs to lanes and their outcomes back.
 *
 * @module
 */

import { RpcTarget } from "cloudflare:workers";
import { ISOLATE_AT_LOSSES, MAX_LOSSES } from "../limits";
import type { Outcome, Reporter, StoredResponse } from "../protocol";
import type { JobRecord } from "../state/record";
import type { StateEvent } from "../state/transition";
import type { GroupCommit } from "./group-commit";
import type { Call, Lane } from "./lane";
import type { Ledger } from "./ledger";
import { incrementCounter, readCounter } from "./sql/counters";
import { oldestQueuedJob } from "./sql/jobs";
import { type Step, Steps } from "./steps";

/** Name of the counter that gives executor objects a new name when old ones may be stuck. */
export const GENERATION = "executor-generation";

/** An executor that does not answer a ping within this time is not there. */
const PING_TIMEOUT_MS = 5_000;

export class Dispatcher {
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger;
  readonly #lanes: readonly Lane[];
  readonly #commits: GroupCommit;

  /** @param commits must {@link dispatch} after each group */
  constructor(sql: SqlStorage, ledger: Ledger, lanes: readonly Lane[], commits: GroupCommit) {
    this.#sql = sql;
    this.#ledger = ledger;
    this.#lanes = lanes;
    this.#commits = commits;
  }

  /** Does a job run, or could one? */
  get hasWork(): boolean {
    return this.#lanes.some((lane) => lane.state.type === "busy") || this.#nextJob() !== null;
  }

  /** When a lane next needs attention; null when none does. */
  get nextTime(): number | null {
    const times = this.#lanes.flatMap(({ state }) => {
      if (state.type === "busy") return [state.call.deadline];
      // While nobody stands in line for it, it need not be probed.
      return state.type === "suspect" && this.#nextJob() !== null ? [state.probeAt] : [];
    });
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Give every free lane the oldest queued job, and probe suspect lanes if jobs are left. */
  dispatch(now: number): void {
    for (const lane of this.#lanes) {
      if (lane.state.type !== "idle") continue;
      const job = this.#nextJob();
      if (job === null) return;
      this.#start(lane, this.#ledger.apply(job, { type: "claimed" }, now));
    }
    for (const lane of this.#lanes) {
      if (lane.state.type === "suspect" && lane.state.probeAt <= now && this.#nextJob() !== null)
        void this.#probe(lane, lane.state.failures);
    }
  }

  /** Leave the executors behind that are busy past their deadline. */
  replaceStuck(now: number): void {
    for (const lane of this.#lanes) {
      if (lane.state.type !== "busy" || lane.state.call.deadline > now) continue;
      incrementCounter(this.#sql, GENERATION);
      lane.replace(readCounter(this.#sql, GENERATION), now);
    }
  }

  /** A job that lost executors runs with no other of its kind beside it, or it would take that one down too. */
  #nextJob(): JobRecord | null {
    if (this.#ledger.waiting === 0) return null;
    const isolated = this.#lanes.some(
      ({ state }) => state.type === "busy" && state.call.losses >= ISOLATE_AT_LOSSES,
    );
    return oldestQueuedJob(this.#sql, isolated ? ISOLATE_AT_LOSSES : MAX_LOSSES);
  }

  #start(lane: Lane, job: JobRecord): void {
    const { id, attempt, losses } = job;
    const call: Call = { job: id, attempt, losses, deadline: job.dueAt ?? 0 };
    lane.state = { type: "busy", call };
    void this.#run(lane, call, job);
  }

  async #run(lane: Lane, call: Call, job: JobRecord): Promise<void> {
    const steps = new Steps((step) => this.#commit(call, "step", () => this.#step(call, step)));
    const reporter = new StepReporter(async (step) => {
      await steps.add(step, Date.now());
      return this.#isRunning(call) ? "continue" : "stop";
    });
    let outcome: (Outcome & Partial<Disposable>) | null;
    try {
      outcome = await lane.executor.run(this.#ledger.work(job), reporter);
    } catch (error) {
      // Whatever the function throws comes back as an outcome: this is the executor itself that is gone.
      console.warn(JSON.stringify({ message: "executor lost", job: job.id, error: String(error) }));
      outcome = null;
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

  /** Write what an executor reported, whole or not at all. */
  async #commit(call: Call, what: "step" | "outcome", act: () => void): Promise<void> {
    try {
      await this.#commits.add(() => this.#ledger.together(act));
    } catch (error) {
      // The lane stays busy, so that a disk that takes nothing is not asked again at once: the lease ends that.
      console.error(JSON.stringify({ message: `${what} not stored`, job: call.job, error: String(error) }));
    }
  }

  #isRunning({ job: id, attempt }: Call): boolean {
    const job = this.#ledger.find(id);
    return job?.status === "running" && job.attempt === attempt;
  }

  #settle(call: Call, outcome: Outcome | null, now: number): void {
    const job = this.#ledger.find(call.job);
    if (job === null) return;
    const settled = this.#ledger.apply(job, eventOf(call.attempt, outcome), now);
    if (settled !== job && outcome?.type === "succeeded")
      this.#ledger.storeResponse(job.id, outcome.response as StoredResponse);
  }

  #step(call: Call, { progress, checkpoint }: Step): void {
    const job = this.#ledger.find(call.job);
    if (job === null) return;
    const { attempt } = call;
    const checkpointed = checkpoint !== null;
    const stepped = this.#ledger.apply(job, { type: "stepped", attempt, progress, checkpointed }, Date.now());
    if (stepped === job) return;
    if (checkpointed) this.#ledger.storeCheckpoint(job.id, checkpoint);
    if (stepped.dueAt !== null) call.deadline = stepped.dueAt;
  }

  #suspectIdle(now: number): void {
    for (const lane of this.#lanes) {
      if (lane.state.type === "idle") lane.suspect(now);
    }
  }

  async #probe(lane: Lane, failures: number): Promise<void> {
    lane.state = { type: "probing", failures };
    const alive = await answersPing(lane);
    await this.#commits.add(() => {
      if (alive) lane.state = { type: "idle" };
      else lane.suspectAgain(failures, Date.now());
    });
  }
}

/** The executor's way back, for one attempt. */
class StepReporter extends RpcTarget implements Reporter {
  readonly #report: (step: Step) => Promise<"continue" | "stop">;

  constructor(report: (step: Step) => Promise<"continue" | "stop">) {
    super();
    this.#report = report;
  }

  step(progress: number | null, checkpoint: string | null): Promise<"continue" | "stop"> {
    return this.#report({ progress, checkpoint });
  }
}

function eventOf(attempt: number, outcome: Outcome | null): StateEvent {
  if (outcome === null) return { type: "lost", attempt, maxLosses: MAX_LOSSES };
  switch (outcome.type) {
    case "succeeded":
      return { type: "succeeded", attempt };
    case "failed":
      return {
        type: "failed",
        attempt,
        failure: outcome.failure,
        retryable: outcome.retryable,
        jitter: Math.random(),
      };
    // Told to stop, the attempt is fenced already and this changes nothing. Otherwise it could not reach its reporter.
    case "stopped":
      return { type: "lost", attempt, maxLosses: MAX_LOSSES };
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
