/**
 * The way into a room: a request to its object, which says whose room it is and with which arguments.
 *
 * @module
 */

import { env } from "cloudflare:workers";
import type { Context } from "hono";
import { ProblemError } from "../operations/failure";
import { problemOf } from "../operations/problem";
import { requestIdOf } from "../operations/request-id";

/** What a connection is to its room: kept with it for as long as it lasts. */
export interface Entrance {
  operation: string;
  /** As JSON has them. */
  args: unknown[];
  requestId: string;
}

const HEADER = "x-entrance";

/** What a room answers whose platform does not keep so much with a connection. */
export const TOO_MUCH_TO_KEEP = 413;

/**
 * Answer with a WebSocket that leads into the room of the request's path.
 *
 * @throws {ProblemError} 422, the arguments are too long
 */
export async function enterRoom(c: Context, operation: string, args: unknown[]): Promise<Response> {
  const { SOCKET_ROOM } = env;
  const room = SOCKET_ROOM.getByName(c.req.path);
  const entrance: Entrance = { operation, args, requestId: requestIdOf(c) };
  // A header holds no more than Latin-1.
  const headers = { upgrade: "websocket", [HEADER]: encodeURIComponent(JSON.stringify(entrance)) };
  const { status, webSocket } = await room.fetch("https://room/", { headers });
  if (status === TOO_MUCH_TO_KEEP) {
    const detail = "What the request says takes more than the 16 kB that a connection can keep.";
    throw new ProblemError(problemOf(422, { detail }));
  }
  if (webSocket === null) throw new Error(`The room of ${operation} answered ${status}.`);
  return new Response(null, { status: 101, webSocket });
}

export function entranceOf(request: Request): Entrance {
  return JSON.parse(decodeURIComponent(request.headers.get(HEADER) ?? ""));
}
