/**
 * Structured concurrency, after AnyIO's task group: tasks that belong to a block, start together and end with it.
 *
 * @module
 * @see https://anyio.readthedocs.io/en/stable/tasks.html
 */

/** A task gets the group's signal: pass it on to whatever can be cancelled. */
export type Task<T> = (signal: AbortSignal) => T | PromiseLike<T>;

export interface TaskGroup {
  /**
   * Start a task now.
   *
   * @returns its result. It need not be awaited: the group waits for the task and sees its error anyway.
   * @throws {Error} when the group has ended; nothing can outlive it
   */
  start<T>(task: Task<T>): Promise<T>;
  /** Aborted as soon as a task or the block fails, or `parent` is aborted. */
  signal: AbortSignal;
}

/**
 * Run a block whose tasks run at the same time, and wait for all of them.
 *
 * The first failure, of a task or of the block itself, aborts the signal, and no further task starts. Nothing
 * outlives the block: a task that does not listen to the signal is waited for.
 *
 * ```ts
 * const { burgers, customers } = await taskGroup(async ({ start }) => {
 *   const burgers = start(() => countBurgers());
 *   const customers = start((signal) => fetchCustomers({ signal }));
 *   return { burgers: await burgers, customers: await customers };
 * });
 * ```
 *
 * @param parent cancels the group from outside
 * @returns what the block returns, once all tasks are done
 * @throws the failure; an `AggregateError`, in the order of time, if there were several; `parent`'s reason if it was
 *   aborted and nothing failed
 */
export async function taskGroup<T>(
  block: (group: TaskGroup) => T | PromiseLike<T>,
  parent?: AbortSignal,
): Promise<T> {
  const failure = new AbortController();
  const signal = parent ? AbortSignal.any([failure.signal, parent]) : failure.signal;
  const running = new Set<Promise<unknown>>();
  // A set: the block that awaits a failing task fails with the same error.
  const errors = new Set<unknown>();
  let ended = false;

  function start<R>(task: Task<R>): Promise<R> {
    if (ended) throw new Error("This task group has ended: it starts no more tasks.");
    const result = (async () => {
      signal.throwIfAborted();
      return task(signal);
    })();
    const settled = result
      .then(
        () => {},
        (error) => {
          // What the signal made a task throw is cancellation, not another failure.
          if (signal.aborted && error === signal.reason) return;
          errors.add(error);
          failure.abort(error);
        },
      )
      .finally(() => running.delete(settled));
    running.add(settled);
    return result;
  }

  const outcome = start(() => block({ start, signal }));
  while (running.size > 0) await Promise.all(running);
  ended = true;
  if (errors.size > 1) throw new AggregateError(errors, "Several tasks of a group failed.");
  if (errors.size === 1) throw errors.values().next().value;
  parent?.throwIfAborted();
  return outcome;
}
