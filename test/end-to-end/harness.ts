/**
 * Real `npm run dev` processes for tests, in a project folder and with a state of their own.
 *
 * @module
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, vi } from "vitest";

const repository = path.resolve(import.meta.dirname, "../..");

/** What a project is made of, apart from what a sample brings along. */
const skeleton = ["src", "scripts", "migrations"];
const generated = path.join(repository, "src/generated");

/** Folders of `src` that belong to the user, and so to a sample. */
const userFolders = ["handlers", "dependencies", "models"];

/** What a test that fails in the middle would leave behind. */
const running = new Set<DevServer>();
const roots = new Set<string>();
const abandon = () => {
  for (const server of running) server.signal("SIGKILL");
};
process.once("exit", abandon);
afterAll(async () => {
  abandon();
  for (const root of roots) await rm(root, { recursive: true, force: true });
});

/**
 * Copy the project to a new folder.
 * @param sample A folder of test/samples whose handlers, dependencies and models take the place of the examples.
 * @returns the folder.
 */
export async function copyProject(sample?: string): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "shortorder-test-"));
  roots.add(root);
  const files = (await readdir(repository)).filter((name) =>
    /^(package|tsconfig.*|biome)\.json$|\.toml$|\.d\.ts$/.test(name),
  );
  for (const name of [...skeleton, ...files])
    await cp(path.join(repository, name), path.join(root, name), {
      recursive: true,
      filter: (source) => source !== generated,
    });
  await symlink(path.join(repository, "node_modules"), path.join(root, "node_modules"));
  if (sample !== undefined) {
    for (const folder of userFolders) {
      await rm(path.join(root, "src", folder), { recursive: true });
      await mkdir(path.join(root, "src", folder));
    }
    await cp(path.join(repository, "test/samples", sample, "src"), path.join(root, "src"), {
      recursive: true,
    });
  }
  return root;
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
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
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
      await new Promise<void>((resolve) => {
        const deadline = setTimeout(resolve, late - Date.now());
        this.#wake = () => {
          clearTimeout(deadline);
          resolve();
        };
      });
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
    expect(await this.ended(), this.#output).toBe(0);
    await this.leftNothing();
  }

  /** Wait until no process of the group is left. */
  async leftNothing(): Promise<void> {
    await vi.waitFor(async () => expect(await this.#processes()).toEqual([]), { timeout: 10_000 });
  }

  /** The last match of a pattern's group. */
  #match(pattern: RegExp): string {
    const global = new RegExp(pattern.source, "gm");
    const found = [...this.#output.matchAll(global)].at(-1)?.[1];
    if (found === undefined) throw new Error(`npm run dev did not print ${pattern}:\n${this.#output}`);
    return found;
  }
}

/** Start the template as it is. */
export async function startProject(args: string[] = []): Promise<DevServer> {
  return await new DevServer(await copyProject(), ["--port", "0", ...args]).ready();
}

/** Start the template with the handlers of a folder of test/samples. */
export async function startSample(sample: string, args: string[] = []): Promise<DevServer> {
  return await new DevServer(await copyProject(sample), ["--port", "0", ...args]).ready();
}
