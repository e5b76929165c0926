/**
 * The executors that a queue can call.
 *
 * @module
 */

import type { Reporter, Work } from "../protocol";
import type { WireOutcome, WireWork } from "../wire";

/** What a lane calls on its `JobExecutor`. */
export interface ExecutorStub {
  /** Whatever carries the call may hold on to the outcome until it is disposed of. */
  run(work: WireWork, reporter: Reporter | null): Promise<WireOutcome & Partial<Disposable>>;
  /** Run several plain functions, one after another. The outcomes are in their order; there may be fewer. */
  runAll(works: Work[]): Promise<WireOutcome[] & Partial<Disposable>>;
  /** Go on with the `function*` that it kept when it rested. */
  resume(job: string, reporter: Reporter): Promise<WireOutcome & Partial<Disposable>>;
  ping(): Promise<void>;
}

/** A Durable Object namespace of executors, as far as the queue needs it. */
export interface ExecutorNamespace {
  getByName(name: string): ExecutorStub;
}

/** A binding of this Worker to executors. */
export interface ExecutorBinding {
  /** As the configuration calls it. */
  name: string;
  namespace: ExecutorNamespace;
}

const BINDING = /^JOB_EXECUTOR(?:_(\d+))?$/;

/**
 * The bindings `JOB_EXECUTOR` and `JOB_EXECUTOR_<n>`, in that order. Deployed there is one, and the platform spreads
 * its objects; locally there is one for each executor process.
 *
 * @throws {Error} there is none
 */
export function executorsOf(env: object): ExecutorBinding[] {
  const executors = Object.entries(env)
    .flatMap(([name, binding]) => {
      const match = BINDING.exec(name);
      return match ? [{ order: Number(match[1] ?? -1), name, namespace: binding as ExecutorNamespace }] : [];
    })
    .sort((a, b) => a.order - b.order)
    .map(({ name, namespace }) => ({ name, namespace }));
  if (executors.length === 0) throw new Error("The queue needs a Durable Object binding named JOB_EXECUTOR.");
  return executors;
}
