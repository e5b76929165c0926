/**
 * Load on servers, from a process on the other cores.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { onOtherCores } from "./cores.ts";
import type { Probe } from "./probes.ts";
import type { Server } from "./server.ts";

/** What became of a load. */
export interface Served {
  /** Milliseconds: of its CPU, and on the clock. */
  cpuTime: number;
  time: number;
}

/** What the process is asked for, and what it says when it is done. */
export interface Order {
  url: string;
  probe: Probe;
  times: number;
}
export interface Report {
  /** How many answers had the probe's status. */
  right: number;
  /** Why not all of them came. */
  error?: string;
}

export class LoadGenerator {
  readonly #process: ChildProcess;
  /** Fails when the process ends. */
  readonly #ended: Promise<never>;

  /** Start it. It ends with `scope`. */
  constructor(scope: AsyncDisposableStack) {
    const [program = "", ...args] = [...onOtherCores, process.execPath];
    const script = path.join(import.meta.dirname, "load-process.ts");
    this.#process = spawn(program, [...args, script], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    this.#ended = once(this.#process, "exit").then(() => {
      throw new Error("The load's process has ended.");
    });
    // With the scope it ends too, and then nobody waits for it.
    this.#ended.catch(() => {});
    scope.defer(() => {
      this.#process.kill("SIGKILL");
    });
  }

  /**
   * Send a request so many times.
   *
   * @throws when an answer has another status than the probe says, or none comes
   */
  async load(server: Server, probe: Probe, times: number): Promise<Served> {
    const [before, started] = [await server.cpuTime(), performance.now()];
    const order: Order = { url: server.url.href, probe, times };
    this.#process.send(order);
    const answer = await Promise.race([once(this.#process, "message"), this.#ended]);
    const [{ right, error }] = answer as [Report];
    const [cpuTime, time] = [(await server.cpuTime()) - before, performance.now() - started];
    if (error !== undefined) throw new Error(`${probe.name}: ${error}`);
    if (right !== times)
      throw new Error(`Of ${times} × ${probe.name}, ${right} were answered with ${probe.status}.`);
    return { cpuTime, time };
  }
}
