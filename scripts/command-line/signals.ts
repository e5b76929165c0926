import { setTimeout } from "node:timers/promises";

/** What asks a program to end: Ctrl-C, kill, a terminal that closes. */
export const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * End on Ctrl-C: the first one calls `stop`, the second one does not wait for it.
 * Exits with 0, since ending is what was asked for; with 130 when forced.
 */
export function endOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const end = () => {
    if (stopping) process.exit(130);
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of endings) process.on(signal, end);
  // miniflare exits at once on a signal, with its processes still ending. It keeps its hook on "exit", which ends
  // whatever is left when we are forced.
  process.on("newListener", (event, listener) => {
    if ((endings as readonly unknown[]).includes(event) && listener !== end)
      queueMicrotask(() => process.removeListener(event, listener as () => void));
  });
}

/**
 * Whether a failure is Ctrl-C's doing: it reaches our children too, and what they fail of may be heard of before the signal is.
 * Waits for that for a tenth of a second; a failure that has another cause is told so much later.
 *
 * @param signal Aborts on Ctrl-C.
 */
export async function abortsSoon(signal: AbortSignal): Promise<boolean> {
  await setTimeout(100, undefined, { signal }).catch(() => {});
  return signal.aborted;
}
