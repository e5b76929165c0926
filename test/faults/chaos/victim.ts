/**
 * The server that is killed.
 *
 * @module
 */
import { DevServer } from "../../end-to-end/dev-server.ts";
import { EXECUTORS, type Target } from "./plan.ts";

/** A real `npm run dev`, which comes back on the same state whatever is killed of it. */
export class Victim {
  readonly #root: string;
  #server: DevServer;
  /** Settles when the outage is over; null when there is none. */
  #outage: Promise<void> | null = null;
  /** How often something was killed. */
  kills = 0;
  /** How many of these kills it has recovered from. */
  recoveries = 0;
  /** How often the edge was killed, and so every connection. */
  outages = 0;

  private constructor(root: string, server: DevServer) {
    this.#root = root;
    this.#server = server;
  }

  /** @param root a copy of the project */
  static async start(root: string): Promise<Victim> {
    return new Victim(root, await serve(root));
  }

  /** Where it serves; null while it does not. */
  get url(): URL | null {
    return this.#outage === null ? this.#server.url : null;
  }

  /** Return when it serves again. It may have been killed anew by the time that is heard of. */
  async back(): Promise<void> {
    await this.#outage;
  }

  /** kill -9. Returns when all is there again. */
  async kill(target: Target): Promise<void> {
    this.kills++;
    await this.#strike(target);
    this.recoveries++;
  }

  async #strike(target: Target): Promise<void> {
    switch (target) {
      case "executor 1":
      case "executor 2":
        this.#server.kill(target);
        await this.#server.printed(new RegExp(`${target} is back as pid`));
        return;
      case "executors":
        for (const name of this.#server.executors) this.#server.kill(name);
        await this.#server.printed(new RegExp("executor \\d is back as pid[\\s\\S]*?".repeat(EXECUTORS)));
        return;
      case "edge":
        await this.#breakAll(async () => {
          this.#server.kill("edge");
          await this.#server.printed(/edge is back as pid/);
        });
        return;
      case "everything":
        await this.#breakAll(async () => {
          this.#server.signal("SIGKILL");
          await this.#server.ended();
          await this.#server.leftNothing();
          this.#server = await serve(this.#root);
        });
    }
  }

  /** End it as Ctrl-C does. */
  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #breakAll(act: () => Promise<void>): Promise<void> {
    this.outages++;
    this.#outage = act();
    await this.#outage;
    this.#outage = null;
  }
}

function serve(root: string): Promise<DevServer> {
  return new DevServer(root, ["--port", "0", "--executors", String(EXECUTORS)]).ready();
}
