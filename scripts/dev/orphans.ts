import { spawn } from "node:child_process";

/** Ends the processes it was told of when this one is gone, however it went. */
export interface OrphanGuard {
  /** These are all of them now. */
  watch(pids: number[]): void;
  /** There is nothing left to guard. */
  release(): void;
}

// Reads lists of pids, one a line; the end of the input means that the writer is gone, and the last list is what it left behind.
const script = 'while read -r line; do pids=$line; done; [ -z "$pids" ] || kill -9 $pids';

/**
 * workerd lives on when the process that started it is killed (SIGKILL leaves no time to end it), and would hold
 * the port and the databases. A pipe tells: the system closes it with its writer.
 */
export function guardOrphans(): OrphanGuard {
  // Without a POSIX shell there is no guard; a clean end needs none.
  if (process.platform === "win32") return { watch() {}, release() {} };
  // Detached: a Ctrl-C goes to the whole group, and the guard must outlive us.
  const guard = spawn("sh", ["-c", script], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  guard.on("error", () => {});
  guard.stdin.on("error", () => {});
  guard.unref();
  return {
    watch: (pids) => void guard.stdin.write(`${pids.join(" ")}\n`),
    release: () => void guard.stdin.end("\n"),
  };
}
