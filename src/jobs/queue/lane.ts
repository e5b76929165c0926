/**
 * A lane runs one job at a time, or a few short ones in one call, in an executor object of its own.
 *
 * ```
 *   idle ── start ──▶ busy ── finish ──▶ idle
 *                      │ lose (the call failed), replace (the executor is stuck, or outdated)
 *                      ▼
 *   idle ◀── pong ── suspect ⇄ probing
 * ```
 *
 * An idle lane turns suspect too when another one loses its executor: what killed one may have killed all, and a ping
 * finds out without costing a job its attempt. Lanes live in memory: a queue that wakes up begins with idle ones.
 *
 * @module
 */

import type { ExecutorBinding, ExecutorStub } from "./executors";

/** A job while a lane has it: what comes back for it is of this lease or of none. */
export interface Lease {
  readonly job: string;
  readonly lease: number;
}

/** One call of an executor, with one job or several short ones. */
export interface Call {
  readonly leases: readonly Lease[];
  /** Losses of its jobs when it started: the most of them. */
  readonly losses: number;
  /** When the executor counts as stuck. */
  deadline: number;
}

type LaneState =
  | { type: "idle" }
  | { type: "busy"; call: Call }
  | { type: "suspect"; probeAt: number; failures: number }
  | { type: "probing"; failures: number };

const FIRST_PROBE_BACKOFF_MS = 100;
const LONGEST_PROBE_BACKOFF_MS = 2_000;

/** An executor object that is younger has the code of the latest deploy. */
const YOUNG_MS = 60_000;

export class Lane {
  readonly #binding: ExecutorBinding;
  readonly #name: string;
  #generation: number;
  /** When its executor object came to be. */
  #bornAt = Number.NEGATIVE_INFINITY;
  /** From when on an executor counts as stuck that is silent while it is suspect. */
  #stuckAt = Number.POSITIVE_INFINITY;
  state: LaneState = { type: "idle" };

  constructor(binding: ExecutorBinding, name: string, generation: number) {
    this.#binding = binding;
    this.#name = name;
    this.#generation = generation;
  }

  /** Name of the binding that leads to its executors. */
  get bindingName(): string {
    return this.#binding.name;
  }

  /** A fresh stub: one that failed once stays broken. */
  get executor(): ExecutorStub {
    const suffix = this.#generation === 0 ? "" : `.${this.#generation}`;
    return this.#binding.namespace.getByName(`${this.#name}${suffix}`);
  }

  /** May its executor object run code from before the latest deploy? The platform lets busy ones go on for minutes. */
  mayBeOutdated(now: number): boolean {
    return now - this.#bornAt > YOUNG_MS;
  }

  /** @param stuckAt until when it may be silent for a reason: it works off what an earlier queue gave it */
  suspect(now: number, stuckAt = Number.POSITIVE_INFINITY): void {
    this.#stuckAt = stuckAt;
    this.state = { type: "suspect", probeAt: now, failures: 0 };
  }

  /** Has it been silent for too long? Yes once, and then not until it is suspected anew. */
  takeStuck(now: number): boolean {
    if (now < this.#stuckAt) return false;
    this.#stuckAt = Number.POSITIVE_INFINITY;
    return true;
  }

  /** A probe failed: the next comes after 100 ms, 200 ms … 2 s. */
  suspectAgain(failures: number, now: number): void {
    const backoff = Math.min(FIRST_PROBE_BACKOFF_MS * 2 ** failures, LONGEST_PROBE_BACKOFF_MS);
    this.state = { type: "suspect", probeAt: now + backoff, failures: failures + 1 };
  }

  /** Leave the executor object behind, stuck or outdated, and use another. `stuckAt` as in {@link suspect}. */
  replace(generation: number, now: number, stuckAt?: number): void {
    this.#generation = generation;
    this.#bornAt = now;
    this.suspect(now, stuckAt);
  }
}
