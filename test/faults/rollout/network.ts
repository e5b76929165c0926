/**
 * What stands between callers and the edge: it gives a new version the requests that come from then on, while those that
 * are under way end on the old one. Cloudflare has both for a moment; here the old one makes room for the new one, and
 * requests wait at the door meanwhile.
 *
 * @module
 */
import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export class Network {
  readonly #server: Server;
  #edge: URL;
  #underWay = 0;
  #idle = () => {};
  /** Settles when requests may pass. */
  #door: Promise<void> = Promise.resolve();

  /** @param edge where it serves */
  static async start(edge: URL): Promise<Network> {
    const network = new Network(edge);
    await once(network.#server.listen(0, "127.0.0.1"), "listening");
    return network;
  }

  private constructor(edge: URL) {
    this.#edge = edge;
    this.#server = createServer(async (incoming, outgoing) => {
      await this.#door;
      this.#underWay++;
      outgoing.once("close", () => {
        this.#underWay--;
        if (this.#underWay === 0) this.#idle();
      });
      const { method, headers, url = "/" } = incoming;
      // Connections of their own: one that is kept would break with the version that it leads to.
      const passed = request(`${this.#edge.origin}${url}`, { method, headers, agent: false }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      passed.once("error", () => outgoing.destroy());
      incoming.pipe(passed);
    });
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
  }

  /** Replace the edge. @param replace returns when the new version serves */
  async roll(replace: () => Promise<unknown>): Promise<void> {
    const door = Promise.withResolvers<void>();
    this.#door = door.promise;
    if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
    this.#idle = () => {};
    await replace();
    door.resolve();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
