/**
 * Read a line of the edge's log: does the queue give up on an executor? (`Dispatcher.reportStuck` writes it.)
 * @returns the name of the Durable Object binding that leads to it; null for any other line.
 */
export function readStuckExecutor(line: string): string | null {
  if (!line.startsWith("{")) return null;
  try {
    const { message, binding } = JSON.parse(line);
    return message === "executor stuck" ? binding : null;
  } catch {
    return null;
  }
}
