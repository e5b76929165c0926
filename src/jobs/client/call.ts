/**
 * A call of a twin.
 *
 * @module
 */

import { ChildrenCall } from "../children";
import type { ChildOrder, StoredResponse } from "../protocol";

/**
 * A call of a twin: a promise of its result. It is submitted at the end of the present tick, unless it is given to
 * `all(…)` until then. In a `function*`, which cannot await, `yield*` takes the place of `await`.
 */
export class JobCall<Result> implements Promise<Result> {
  readonly [Symbol.toStringTag] = "JobCall";
  readonly #start: () => Promise<Result>;
  readonly #read: (response: StoredResponse) => Result;
  readonly #order: () => ChildOrder;
  #promise: Promise<Result> | null = null;
  #taken = false;

  /**
   * @param start submits it and waits for the result
   * @param order what is submitted
   * @param read makes the result of what is stored
   */
  constructor(
    start: () => Promise<Result>,
    order: () => ChildOrder,
    read: (response: StoredResponse) => Result,
  ) {
    this.#start = start;
    this.#order = order;
    this.#read = read;
    queueMicrotask(() => {
      if (!this.#taken) void this.#started();
    });
  }

  /** Take the order out of the call, which is not submitted by itself any more. */
  take(): { order: ChildOrder; read: (response: StoredResponse) => Result } {
    if (this.#promise !== null)
      throw new Error("This call has been submitted already: pass calls to all() as they are made.");
    this.#taken = true;
    return { order: this.#order(), read: this.#read };
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise, but for the time when it starts.
  then<A = Result, B = never>(
    fulfilled?: ((value: Result) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#started().then(fulfilled, rejected);
  }

  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Result | B> {
    return this.#started().catch(rejected);
  }

  finally(settled?: (() => void) | null): Promise<Result> {
    return this.#started().finally(settled);
  }

  *[Symbol.iterator](): Generator<ChildrenCall, Result, unknown> {
    const { order, read } = this.take();
    const [response] = (yield new ChildrenCall([order])) as StoredResponse[];
    return read(response as StoredResponse);
  }

  #started(): Promise<Result> {
    if (this.#taken) throw new Error("This call belongs to all() or yield* now.");
    this.#promise ??= this.#start();
    return this.#promise;
  }
}
