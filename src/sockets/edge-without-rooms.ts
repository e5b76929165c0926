/** The same as `edge.ts` in a project without rooms: the bundle has nothing of them. */
import { DurableObject } from "cloudflare:workers";

/** `wrangler.toml` names it. */
export class SocketRoom extends DurableObject {}
