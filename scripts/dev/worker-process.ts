import { AsyncLocalStorage } from "node:async_hooks";
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { setPriority } from "node:os";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from "miniflare";

/** Where and how a Worker runs, apart from what it is. */
export interface Placement {
  /** As the terminal shows it: "edge", "executor 1". */
  name: string;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Folder of the registry in which the processes of one run find each other. */
  registry: string;
  /** Folder that databases and Durable Objects are kept in; null for a Worker that keeps nothing. */
  state: string | null;
  /** Of the operating system: `os.constants.priority`. */
  priority: number;
}

/** What happens to a Worker's process. */
export interface ProcessListener {
  /** It wrote something to the console. */
  wrote(level: string, text: string): void;
  /** It has this process now. */
  spawned(pid: number): void;
  /** Its process ended though nobody asked it to. Another one is being started. */
  died(pid: number, how: string): void;
  /** It serves again after it died. `milliseconds` since then. */
  recovered(pid: number, milliseconds: number): void;
  /** It died and could not be started again. */
  lost(reason: Error): void;
}

/** Whose process is being started: miniflare keeps its own to itself. */
const starting = new AsyncLocalStorage<WorkerProcess>();
subscribe("child_process", (message) => {
  const owner = starting.getStore();
  if (owner) owner.adopt((message as { process: ChildProcess }).process);
});

/** A Worker in a workerd process of its own, which is started again when it dies. */
export class WorkerProcess {
  readonly #placement: Placement;
  readonly #listener: ProcessListener;
  readonly #miniflare: Miniflare;
  #child: ChildProcess | undefined;
  #diedAt = 0;
  /** The process is being replaced or ended by us. */
  #replacing = true;

  constructor(placement: Placement, worker: V4WorkerOptions, listener: ProcessListener) {
    this.#placement = placement;
    this.#listener = listener;
    this.#miniflare = starting.run(this, () => new Miniflare(this.#options(worker)));
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** @returns the address once it serves. @throws MiniflareCoreError with code ERR_ADDRESS_IN_USE when the port is taken. */
  async ready(): Promise<URL> {
    const url = await this.#miniflare.ready;
    this.#replacing = false;
    return url;
  }

  /** Replace the Worker: ends its process and starts another one at the same address. */
  async update(worker: V4WorkerOptions): Promise<void> {
    this.#replacing = true;
    await starting.run(this, () => this.#miniflare.setOptions(this.#options(worker)));
    this.#replacing = false;
  }

  /** kill -9: what it does is lost, and another process is started in its place. */
  kill(): void {
    this.#child?.kill("SIGKILL");
  }

  /** End the process and wait until it is gone. */
  async stop(): Promise<void> {
    this.#replacing = true;
    await this.#miniflare.dispose();
  }

  /** Called with each process that miniflare makes for this Worker, just before it is spawned. */
  adopt(child: ChildProcess): void {
    child.once("spawn", () => {
      this.#child = child;
      setPriority(this.pid, this.#placement.priority);
      this.#listener.spawned(this.pid);
    });
    child.once("exit", (code, signal) => {
      if (this.#replacing) return;
      this.#diedAt = performance.now();
      // A Ctrl-C reaches it too, and we may hear of that later.
      if (signal === "SIGINT") return;
      this.#listener.died(
        child.pid ?? 0,
        signal === null ? `ended with code ${code}` : `was killed by ${signal}`,
      );
    });
  }

  #options(worker: V4WorkerOptions) {
    const { host, port, registry, state } = this.#placement;
    return convertV4MiniflareOptions({
      host,
      port,
      // Nothing from the network: without this, miniflare asks an outside server where the machine is.
      cf: false,
      logRequests: false,
      unsafeDevRegistryPath: registry,
      resourcePersistencePath: state ?? undefined,
      log: new ErrorLog((error) => this.#listener.lost(error)),
      handleStructuredLogs: ({ level, message }) => this.#listener.wrote(level, message),
      unsafeHandleRuntimeRestart: () =>
        this.#listener.recovered(this.pid, Math.round(performance.now() - this.#diedAt)),
      workers: [worker],
    });
  }
}

/** Passes on miniflare's errors; its other lines say what we say ourselves. */
class ErrorLog extends Log {
  readonly #report: (error: Error) => void;

  constructor(report: (error: Error) => void) {
    super(LogLevel.ERROR);
    this.#report = report;
  }

  override error(error: Error): void {
    this.#report(error);
  }
}
