/** What the queue says of an executor that it has given up on. */
export interface StuckExecutor {
  /** Name of the Durable Object binding that leads to it. */
  binding: string;
  /** The job that was not done in its time. */
  job: string;
}

/**
 * Read a line of the edge's log (`Dispatcher.replaceStuck` writes it).
 * @returns null for any other line.
 */
export function readStuckExecutor(line: string): StuckExecutor | null {
  if (!line.startsWith("{")) return null;
  try {
    const { message, binding, job } = JSON.parse(line);
    return message === "executor stuck" ? { binding, job } : null;
  } catch {
    return null;
  }
}
