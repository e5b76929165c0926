/**
 * A `function*` on a lane, from its lease to its outcome.
 *
 * @module
 */

import { RpcTarget } from "cloudflare:workers";
import type { ChildOrder, ChildrenAnswer, Reporter } from "../protocol";
import type { JobRecord } from "../state/record";
import { type WireOutcome, workToWire } from "../wire";
import type { ExecutorStub } from "./executors";
import type { Families } from "./families";
import type { Call, Lease } from "./lane";
import type { Ledger } from "./ledger";
import type { Outcomes } from "./outcomes";
import { type Step, Steps } from "./steps";

export interface StepsRunParts {
  ledger: Ledger;
  families: Families;
  outcomes: Outcomes;
  /** How long it runs before it rests, in milliseconds. */
  sliceMs: number;
  /** Does another job wait for a lane? */
  isWanted(now: number): boolean;
}

export class StepsRun {
  readonly #parts: StepsRunParts;
  readonly #call: Call;
  readonly #lease: Lease;
  readonly #steps: Steps;
  /** When it began, or went on after a rest. */
  #sliceStart = 0;
  /** Has it left a checkpoint in this slice? */
  #checkpointed = false;
  /** A step could not be written: what follows it must not be either. */
  #broken = false;

  constructor(parts: StepsRunParts, call: Call, lease: Lease) {
    this.#parts = parts;
    this.#call = call;
    this.#lease = lease;
    this.#steps = new Steps(async (step) => {
      const written = await parts.outcomes.write("step", lease, () => {
        this.#write(step);
        return true;
      });
      this.#broken ||= written === undefined;
    });
  }

  /**
   * Run it until it ends, or leaves its lane.
   *
   * @param executor a fresh stub for each call
   */
  async run(executor: () => ExecutorStub, job: JobRecord): Promise<WireOutcome> {
    const { ledger, outcomes } = this.#parts;
    const reporter = new LeaseReporter(this);
    this.#sliceStart = Date.now();
    let outcome = await executor().run(workToWire(ledger.work(job)), reporter);
    while (outcome.type === "resting") {
      await this.#steps.flush();
      if (!(await outcomes.write("rest", this.#lease, () => this.#goesOn()))) break;
      outcome[Symbol.dispose]?.();
      outcome = await executor().resume(job.id, reporter);
    }
    return outcome;
  }

  /** Write what was reported last and is not written, if the job has not succeeded: the next attempt resumes from there. */
  end(succeeded: boolean): void {
    const step = this.#steps.end();
    if (step !== null && !succeeded) this.#write(step);
  }

  async step(step: Step): ReturnType<Reporter["step"]> {
    const now = Date.now();
    await this.#steps.add(step, now);
    if (this.#broken || this.#parts.outcomes.running(this.#lease) === null) return "stop";
    const ran = now - this.#sliceStart;
    // Nobody knows how long it ran when the clock was set back.
    return ran < 0 || ran >= this.#parts.sliceMs ? "rest" : "continue";
  }

  async children(wait: number, orders: ChildOrder[]): Promise<ChildrenAnswer> {
    const { families, outcomes } = this.#parts;
    // A checkpoint that is on its way comes before what follows it.
    await this.#steps.flush();
    if (this.#broken) return { type: "stop" };
    const answer = await outcomes.write("children", this.#lease, (): ChildrenAnswer => {
      const job = outcomes.running(this.#lease);
      return job === null ? { type: "stop" } : families.resultsFor(job, wait, orders, Date.now());
    });
    return answer ?? { type: "stop" };
  }

  #write({ progress, checkpoint }: Step): void {
    const { ledger, outcomes } = this.#parts;
    const job = outcomes.running(this.#lease);
    if (job === null) return;
    const checkpointed = checkpoint !== null;
    const { lease } = this.#lease;
    const stepped = ledger.apply(job, { type: "stepped", lease, progress, checkpointed }, Date.now());
    if (checkpointed) {
      ledger.storeCheckpoint(job.id, checkpoint);
      this.#checkpointed = true;
    }
    if (stepped.dueAt !== null) this.#call.deadline = stepped.dueAt;
  }

  /** Does it go on in its lane after a rest? Not when others wait, and it has left a checkpoint to go on from. */
  #goesOn(): boolean {
    const now = Date.now();
    const { outcomes, isWanted } = this.#parts;
    if (outcomes.running(this.#lease) === null || (this.#checkpointed && isWanted(now))) return false;
    this.#write({ progress: null, checkpoint: null });
    this.#sliceStart = now;
    this.#checkpointed = false;
    return true;
  }
}

/** The executor's way back, for one lease. */
class LeaseReporter extends RpcTarget implements Reporter {
  readonly #run: StepsRun;

  constructor(run: StepsRun) {
    super();
    this.#run = run;
  }

  step(progress: number | null, checkpoint: string | null): ReturnType<Reporter["step"]> {
    return this.#run.step({ progress, checkpoint });
  }

  children(wait: number, orders: ChildOrder[]): Promise<ChildrenAnswer> {
    return this.#run.children(wait, orders);
  }
}
