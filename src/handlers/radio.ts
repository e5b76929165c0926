/** WebSockets: a conversation with one client, and a room that several share. */

import type { Burger } from "../models/burger";
import type { Heard, Spoken } from "../models/radio";
import type { Messages, Room, SocketEvent } from "../operations";
import { listBurgers } from "./burgers";

/**
 * Search the menu as somebody types: each text that comes is answered with the burgers whose name has it.
 *
 * @websocket /menu/search
 */
export async function* searchMenu(texts: Messages<string>): AsyncGenerator<Burger[]> {
  for await (const text of texts) yield await listBurgers(text);
}

/** How much of what was said is kept for who comes later. */
const KEPT = 20;

/**
 * Talk over the kitchen's radio: everybody on the channel hears it, and who comes later hears what was said before.
 *
 * @websocket /radio/{channel}
 */
export async function talk(event: SocketEvent<Spoken>, room: Room<Heard>, channel: string): Promise<void> {
  const said = (await room.storage.get<Heard[]>("said")) ?? [];
  switch (event.type) {
    case "open":
      for (const heard of said) room.reply(heard);
      break;
    case "message": {
      const heard: Heard = { channel, ...event.message, at: new Date() };
      room.toAll(heard);
      await room.storage.put("said", [...said, heard].slice(-KEPT));
    }
  }
}
