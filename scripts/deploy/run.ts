import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { abortsSoon } from "../command-line/signals.ts";

/** What became of a program that ran to its end. */
export interface Run {
  code: number;
  /** Empty when it went to the terminal. */
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd: string;
  /** Interrupts it. A Ctrl-C in the terminal reaches it by itself. */
  signal: AbortSignal;
  /** Its output goes to the terminal. */
  shown?: boolean;
  /** It may ask in the terminal. */
  asks?: boolean;
  env?: Record<string, string>;
}

/**
 * Run a script of Node's in a process of its own.
 * @throws the signal's reason, once the process has ended: nothing of it goes on
 */
export async function run(
  script: string,
  args: string[],
  { cwd, signal, shown = false, asks = false, env = {} }: RunOptions,
): Promise<Run> {
  signal.throwIfAborted();
  const output = shown ? "inherit" : "pipe";
  const child = spawn(process.execPath, ["--no-warnings", script, ...args], {
    cwd,
    stdio: [asks ? "inherit" : "ignore", output, output],
    env: { ...process.env, ...env },
  });
  const end = () => child.kill("SIGTERM");
  signal.addEventListener("abort", end);
  const [stdout, stderr, code] = await Promise.all([
    child.stdout ? text(child.stdout) : "",
    child.stderr ? text(child.stderr) : "",
    new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exit) => resolve(exit ?? 1));
    }),
  ]);
  signal.removeEventListener("abort", end);
  // What ended it may be a Ctrl-C that we have not heard of.
  if (code !== 0) await abortsSoon(signal);
  signal.throwIfAborted();
  return { code, stdout, stderr };
}
