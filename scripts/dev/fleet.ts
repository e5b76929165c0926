import { constants } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Console } from "../command-line/console.ts";
import type { Build, BuiltWorker } from "./build.ts";
import { bundleDirectory } from "./bundle.ts";
import { readableLog } from "./log-line.ts";
import { guardOrphans, type OrphanGuard } from "./orphans.ts";
import { executorIndex } from "./project.ts";
import { type Unbundle, unbundler } from "./stack-trace.ts";
import { readStuckExecutor } from "./stuck-executor.ts";
import { type Placement, WorkerProcess } from "./worker-process.ts";

const { PRIORITY_BELOW_NORMAL, PRIORITY_NORMAL } = constants.priority;

/** Where the processes run. */
export interface Site {
  root: string;
  host: string;
  port: number;
  /** Folder that the edge's databases and queues are kept in. */
  state: string;
  /** Folder, of this run alone, in which the processes find each other. */
  registry: string;
}

/** One process of the fleet, with what it runs now. */
interface Member {
  name: string;
  built: BuiltWorker;
  unbundle: Unbundle;
  process: WorkerProcess;
}

/** The edge process and the executor processes. */
export class Fleet {
  readonly #site: Site;
  readonly #console: Console;
  readonly #guard: OrphanGuard;
  #edge: Member | undefined;
  #executors: Member[] = [];
  #stopped = false;

  constructor(site: Site, console: Console) {
    this.#site = site;
    this.#console = console;
    this.#guard = guardOrphans();
  }

  /**
   * Start all processes: the executors first, so that the edge finds them when it starts.
   * @returns the edge's address.
   * @throws MiniflareCoreError: code ERR_ADDRESS_IN_USE when the port is taken, else a Worker does not start.
   */
  async start({ edge, executors }: Build): Promise<URL> {
    // Who works makes way for who waits: on a machine with few cores a request would stand in line for one.
    const aside = { host: "127.0.0.1", port: 0, state: null, priority: PRIORITY_BELOW_NORMAL };
    this.#executors = executors.map((built, index) =>
      this.#launch(built, { name: `executor ${index + 1}`, ...aside }),
    );
    await Promise.all(this.#executors.map((member) => member.process.ready()));
    if (this.#stopped) throw new StartError("Stopped while starting.");
    const { host, port, state } = this.#site;
    this.#edge = this.#launch(edge, { name: "edge", host, port, state, priority: PRIORITY_NORMAL });
    return await this.#edge.process.ready();
  }

  /**
   * Replace the Workers that changed. One that does not start is put back as it was.
   * @returns the names of those that changed.
   */
  async update(build: Build): Promise<string[]> {
    const executors = await Promise.all(
      this.#executors.map((member, index) => this.#replace(member, build.executors[index])),
    );
    const edge = await this.#replace(this.#edge, build.edge);
    return [edge, ...executors].filter((name) => name !== null);
  }

  /** @returns name and pid of each process, the edge first. */
  list(): { name: string; pid: number }[] {
    return this.#members.map(({ name, process }) => ({ name, pid: process.pid }));
  }

  /** End all processes, and wait until they are gone. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled(this.#members.map((member) => member.process.stop()));
    this.#edge = undefined;
    this.#executors = [];
    this.#guard.release();
  }

  get #members(): Member[] {
    return this.#edge ? [this.#edge, ...this.#executors] : this.#executors;
  }

  #launch(built: BuiltWorker, where: Omit<Placement, "registry">): Member {
    const { name } = where;
    const member: Member = {
      name,
      built,
      unbundle: this.#unbundler(built),
      process: new WorkerProcess({ ...where, registry: this.#site.registry }, built.options, {
        wrote: (level, text) => {
          const stuck = member === this.#edge ? readStuckExecutor(text) : null;
          if (stuck !== null) this.#free(stuck);
          else this.#console.relay(name, level, readableLog(member.unbundle(text)));
        },
        spawned: () => this.#guard.watch(this.list().map(({ pid }) => pid)),
        died: (pid, how) => this.#console.warn(`${name} (pid ${pid}) ${how}. Starting it again …`),
        recovered: (pid, milliseconds) =>
          this.#console.say(`${name} is back as pid ${pid}, after ${milliseconds} ms.`),
        lost: (reason) => this.#console.fail(`${name}: ${member.unbundle(reason.message)}`),
      }),
    };
    return member;
  }

  /**
   * Take the process from under a function that never ends: nothing interrupts it, and with the only thread it holds up
   * whatever comes after. (Deployed, `limits.cpu_ms` ends it.)
   */
  #free(binding: string): void {
    const member = this.#executors[executorIndex(binding)];
    if (!member) return;
    this.#console.warn(
      `${member.name} (pid ${member.process.pid}) is stuck: its job is past its time and does not end. Killing it …`,
    );
    member.process.kill();
  }

  /** @returns the member's name if it was restarted. */
  async #replace(member: Member | undefined, built: BuiltWorker | undefined): Promise<string | null> {
    if (!member || !built || isDeepStrictEqual(member.built, built)) return null;
    const before = { built: member.built, unbundle: member.unbundle };
    Object.assign(member, { built, unbundle: this.#unbundler(built) });
    try {
      await member.process.update(built.options);
      return member.name;
    } catch (error) {
      Object.assign(member, before);
      await member.process.update(before.built.options);
      throw new StartError(
        `The new ${member.name} does not start. Put back: ${member.name} (pid ${member.process.pid}).`,
        { cause: error },
      );
    }
  }

  #unbundler({ sourceMap }: BuiltWorker): Unbundle {
    return unbundler(sourceMap, path.join(this.#site.root, bundleDirectory), this.#site.root);
  }
}

/** A Worker bundles but does not start: its top level throws, and the runtime has said what. */
export class StartError extends Error {
  override name = "StartError";
}
