/**
 * A real `npm run dev` process, in a project folder and with a state of its own.
 *
 * @module
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";

/** What nobody stopped would outlive us. */
const running = new Set<DevServer>();
const abandon = () => {
  for (const server of running) server.signal("SIGKILL");
};
process.once("exit", abandon);

/** kill -9 all servers that still run, and wait until they are gone. */
export async function endServers(): Promise<void> {
  const servers = [...running];
  abandon();
  await Promise.all(servers.map((server) => server.leftNothing()));
}

/** A running `npm run dev`, as the person at the terminal has it. */
export class DevServer {
  readonly root: string;
  readonly #process: ChildProcess;
  readonly #exit: Promise<[number | null, NodeJS.Signals | null]>;
  #output = "";
  /** What was printed before this was waited for already. */
  #seen = 0;
  #wake = () => {};

  /** @param script What Node runs, relative to the folder. */
  constructor(root: string, args: string[], script = "scripts/dev.ts") {
    this.root = root;
    // In a process group of its own, as a shell does it: a Ctrl-C goes to all of the group.
    this.#process = spawn(process.execPath, [script, ...args], {
      cwd: root,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        NO_COLOR: "1",
        FORCE_COLOR: undefined,
        // wrangler's own is one for the whole machine: Workers of other tests would be found there.
        WRANGLER_REGISTRY_PATH: path.join(root, ".wrangler/registry"),
      },
    });
    running.add(this);
    this.#exit = once(this.#process, "close") as Promise<[number | null, NodeJS.Signals | null]>;
    void this.#exit.then(() => {
      running.delete(this);
      this.#wake();
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
        this.#wake();
      });
  }

  /** All that was printed so far. */
  get output(): string {
    return this.#output;
  }

  get url(): URL {
    return new URL(this.#match(/^ {2}API +(\S+)$/m));
  }

  /** Names of the executor processes. */
  get executors(): string[] {
    return [...new Set(this.#output.match(/executor \d+(?= +pid)/g))];
  }

  /** @param name "edge" or "executor 1". @returns the pid of its present process. */
  pid(name: string): number {
    const others = "(?!\\d|\\) (?:was|ended))";
    return Number(this.#match(new RegExp(`${name} +(?:is back as )?\\(?pid (\\d+)${others}`)));
  }

  /**
   * Wait until something is printed that was not waited for before.
   * @throws with all that was printed, when it ended or a minute has passed.
   */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    const failure = (why: string) => new Error(`npm run dev ${why} ${pattern}:\n${this.#output}`);
    const late = Date.now() + 60_000;
    for (;;) {
      const found = pattern.exec(this.#output.slice(this.#seen));
      if (found) {
        this.#seen += found.index + found[0].length;
        return found;
      }
      if (this.#process.exitCode !== null || this.#process.signalCode !== null)
        throw failure("ended without printing");
      if (Date.now() >= late) throw failure("did not print within a minute");
      const deadline = new AbortController();
      this.#wake = () => deadline.abort();
      await setTimeout(late - Date.now(), undefined, { signal: deadline.signal }).catch(() => {});
    }
  }

  /** Wait until it serves. */
  async ready(): Promise<this> {
    const [text] = await this.printed(/Ctrl-C ends it\.|Waiting for the files to be mended/);
    if (!text.startsWith("Ctrl-C")) throw new Error(`npm run dev does not start:\n${this.#output}`);
    return this;
  }

  /** kill -9 the process of a Worker. */
  kill(name: string): void {
    process.kill(this.pid(name), "SIGKILL");
  }

  /** kill -9 the processes of `npm run dev` itself, which cannot end its Workers then. */
  async killItself(): Promise<void> {
    const workers = ["edge", ...this.executors].map((name) => this.pid(name));
    const own = (await this.#processes()).filter(({ pid }) => !workers.includes(pid));
    for (const { pid } of own) process.kill(pid, "SIGKILL");
  }

  /** Send a signal to the whole group, as the terminal does. */
  signal(signal: NodeJS.Signals): void {
    process.kill(-(this.#process.pid ?? Number.NaN), signal);
  }

  /** Wait for the end. @returns the exit code, or the signal. */
  async ended(): Promise<number | NodeJS.Signals | null> {
    const [code, signal] = await this.#exit;
    return code ?? signal;
  }

  /** The processes of the group that are still there. */
  async #processes(): Promise<{ pid: number; command: string }[]> {
    const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pgid=,pid=,stat=,args="]);
    return stdout
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([group, , state]) => Number(group) === this.#process.pid && !state?.startsWith("Z"))
      .map(([, pid, , ...command]) => ({ pid: Number(pid), command: command.join(" ") }));
  }

  /** Ctrl-C: it ends with 0 and leaves no process behind. */
  async stop(): Promise<void> {
    this.signal("SIGINT");
    const how = await this.ended();
    if (how !== 0) throw new Error(`npm run dev ended with ${how}:\n${this.#output}`);
    await this.leftNothing();
  }

  /** Wait until no process of the group is left. */
  async leftNothing(): Promise<void> {
    const late = Date.now() + 10_000;
    for (;;) {
      const left = await this.#processes();
      if (left.length === 0) return;
      if (Date.now() >= late)
        throw new Error(`Still there: ${left.map(({ command }) => command).join("; ")}`);
      await setTimeout(50);
    }
  }

  /** The last match of a pattern's group. */
  #match(pattern: RegExp): string {
    const global = new RegExp(pattern.source, "gm");
    const found = [...this.#output.matchAll(global)].at(-1)?.[1];
    if (found === undefined) throw new Error(`npm run dev did not print ${pattern}:\n${this.#output}`);
    return found;
  }
}
