/**
 * A process that serves, kept on one core.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import { onServingCore } from "./cores.ts";

export class Server {
  readonly url: URL;
  readonly #process: ChildProcess;

  constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.url = new URL(`http://127.0.0.1:${port}`);
  }

  /** @throws when the answer is no success */
  async get(target: string): Promise<void> {
    const response = await fetch(new URL(target, this.url));
    if (!response.ok) throw new Error(`${target}: ${await response.text()}`);
    await response.arrayBuffer();
  }

  /**
   * The CPU time that the process has taken so far, all threads, in milliseconds.
   *
   * What else the machine does makes an answer come later, but hardly costs more of this.
   */
  async cpuTime(): Promise<number> {
    return await cpuTimeOf(this.#process.pid as number);
  }
}

export interface ServeOptions {
  /** Whether it may run on every core, and not on the serving one alone. */
  anyCore?: boolean;
}

/** Start a process that serves. It ends with `scope`. */
export function serve(
  scope: AsyncDisposableStack,
  command: string[],
  options: ServeOptions & { cwd: string; control?: boolean },
): ChildProcess {
  const [program = "", ...args] = [...(options.anyCore ? [] : onServingCore), ...command];
  const child = spawn(program, args, {
    cwd: options.cwd,
    stdio: ["ignore", "pipe", "pipe", options.control ? "pipe" : "ignore"],
  });
  // Unread, its output would fill the pipe and stop it.
  child.stdout?.resume();
  scope.defer(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  });
  return child;
}

/**
 * Wait for a line of a process's output.
 *
 * @returns the first group of the pattern
 * @throws when the process ends before, with what it wrote
 */
export async function lineOf(child: ChildProcess, output: Readable, pattern: RegExp): Promise<string> {
  let text = "";
  child.stderr?.on("data", (chunk) => {
    text += chunk;
  });
  return await new Promise((resolve, reject) => {
    let seen = "";
    output.on("data", (chunk) => {
      seen += chunk;
      const match = pattern.exec(seen);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`${child.spawnargs.join(" ")} ended: ${text}`)));
  });
}

/** Milliseconds of CPU of a process, from Linux's scheduler, which counts nanoseconds. */
async function cpuTimeOf(pid: number): Promise<number> {
  const folder = `/proc/${pid}/task`;
  const threads = await Promise.all(
    (await readdir(folder)).map((thread) =>
      readFile(`${folder}/${thread}/schedstat`, "utf8").catch(() => "0"),
    ),
  );
  return threads.reduce((sum, text) => sum + Number(text.split(" ", 1)[0]) / 1e6, 0);
}
