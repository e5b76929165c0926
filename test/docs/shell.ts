import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";

/** A shell in which one command after the other is run, so that variables last. */
export class Shell {
  readonly #bash: ChildProcess;
  #output = "";
  #wake = () => {};

  constructor(cwd: string) {
    // In a process group of its own, so that what a command leaves running can be ended.
    this.#bash = spawn("bash", {
      cwd,
      detached: true,
      stdio: ["pipe", "pipe", "inherit"],
      env: environment(),
    });
    this.#bash.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#output += text;
      this.#wake();
    });
    this.#bash.once("close", () => this.#wake());
    // At a terminal, curl draws its progress over itself; here it would be output.
    this.#bash.stdin?.write('curl() { command curl --no-progress-meter "$@"; }\n');
  }

  get #hasEnded(): boolean {
    return this.#bash.exitCode !== null || this.#bash.signalCode !== null;
  }

  /** @returns what it prints, on whichever of the two outputs. */
  async run(command: string): Promise<string> {
    const mark = randomUUID();
    this.#output = "";
    this.#bash.stdin?.write(`{ ${command}\n} </dev/null 2>&1\nprintf %s ${mark}\n`);
    while (!this.#output.endsWith(mark)) {
      if (this.#hasEnded) throw new Error(`The shell has ended:\n${this.#output}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#output.slice(0, -mark.length);
  }

  /** End it, and whatever still runs in it. */
  async end(): Promise<void> {
    if (this.#hasEnded || this.#bash.pid === undefined) return;
    const closed = new Promise((resolve) => this.#bash.once("close", resolve));
    process.kill(-this.#bash.pid, "SIGKILL");
    await closed;
  }
}

/** Ours, without what tells a program that it runs in a test. */
export function environment(): NodeJS.ProcessEnv {
  const own: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1" };
  for (const name of Object.keys(own))
    if (/^(VITEST|(NODE_ENV|TEST|DEV|PWD|FORCE_COLOR)$)/.test(name)) own[name] = undefined;
  return own;
}
