/**
 * What handlers import to send into a room from outside.
 *
 * @module
 */

import { env } from "cloudflare:workers";
import type { Room } from "../operations/markers";
import type { SocketRooms } from "./room";

/** What the room of a function sends. */
type Sent<F extends (...args: never[]) => unknown> =
  Extract<Parameters<F>[number], { toAll: unknown }> extends Room<infer Message> ? Message : never;

/** A room as others see it. */
export interface Outside<Message> {
  /**
   * Send it to everybody who is connected.
   *
   * @returns how many these are
   */
  toAll(message: Message): Promise<number>;
}

/**
 * The room of a path, whoever is in it now.
 *
 * @example await roomAt<typeof talk>("/radio/grill").toAll({ channel: "grill", who: "Till", text: "One more." })
 * @param path as clients connect to it
 */
export function roomAt<F extends (...args: never[]) => unknown>(path: string): Outside<Sent<F>> {
  const room: DurableObjectStub<SocketRooms> = env.SOCKET_ROOM.getByName(path);
  return { toAll: (message) => room.toAll(message) };
}
