/** The same as `edge.ts` in a project without rooms: the bundle has nothing of them. */
import { DurableObject } from "cloudflare:workers";
import type { SocketRooms } from "./room";

/** `wrangler.toml` names it. Nobody is ever in it. */
export class SocketRoom extends DurableObject implements SocketRooms {
  toAll(_message: unknown): number {
    return 0;
  }
}
