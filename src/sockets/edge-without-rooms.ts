/** The same as `edge.ts` in a project without rooms: the bundle has nothing of them. */
import { DurableObject } from "cloudflare:workers";

/** `wrangler.toml` names it. */
export class SocketRoom extends DurableObject {
  /** Nobody ever hears it. */
  async toAll(_message: unknown): Promise<number> {
    return 0;
  }
}
