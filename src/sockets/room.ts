/**
 * The object behind a room: it holds the connections of one path, and calls the operation's function for each thing that
 * happens on one of them. Between events it may be evicted; the connections stay, and what it needs to know of each is
 * kept with them.
 *
 * @module
 * @see https://developers.cloudflare.com/durable-objects/best-practices/websockets/
 */

import { DurableObject } from "cloudflare:workers";
import type { Room, SocketEvent } from "../operations/markers";
import { Closing, close, closeAfter } from "./closing";
import { type Entrance, entranceOf, TOO_MUCH_TO_KEEP } from "./entrance";
import { PING, PONG, type Protocol, readFrame, writeFrame } from "./frames";

/** An operation that runs in rooms; the scaffolder writes it. */
// biome-ignore lint/suspicious/noExplicitAny: a record of many operations can only say `any` of their types.
export interface RoomOperation extends Protocol<any, any> {
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  call(args: any[], event: SocketEvent<any>, room: Room<any>): Promise<void>;
  /** Revive the arguments: dates, mostly. */
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  read?(args: any[]): unknown[];
}

/** The operations, by operationId. */
export type Rooms = Record<string, RoomOperation>;

/** What is kept with a connection. */
interface Attachment extends Entrance {
  /** Tells it from others. */
  socket: string;
}

/** What the class of rooms does for those outside. */
export interface SocketRooms extends DurableObject {
  toAll(message: unknown): number;
}

/** The class of rooms for these operations: `export class SocketRoom extends createSocketRoom(rooms) {}`. */
export function createSocketRoom(rooms: Rooms) {
  return class SocketRoom extends DurableObject implements SocketRooms {
    /** The end of the events that are being handled, of each connection: one after another, as they came. */
    readonly #turns = new WeakMap<WebSocket, Promise<void>>();

    constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
      super(ctx, env);
      // So that a client can see that the connection lives without waking anybody.
      ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    }

    override async fetch(request: Request): Promise<Response> {
      const entrance = entranceOf(request);
      const { 0: client, 1: socket } = new WebSocketPair();
      const attachment: Attachment = { ...entrance, socket: crypto.randomUUID() };
      try {
        // Before it is accepted: a connection that nothing is known of would be in the room all the same.
        socket.serializeAttachment(attachment);
      } catch {
        return new Response(null, { status: TOO_MUCH_TO_KEEP });
      }
      this.ctx.acceptWebSocket(socket);
      await this.#handle(socket, () => ({ type: "open" }));
      return new Response(null, { status: 101, webSocket: client });
    }

    toAll(message: unknown): number {
      const sockets = this.ctx.getWebSockets().filter(isOpen);
      for (const socket of sockets) {
        const { operation }: Attachment = socket.deserializeAttachment();
        const { sends } = rooms[operation] ?? {};
        if (sends) trySend(socket, writeFrame(sends, message));
      }
      return sockets.length;
    }

    override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
      return this.#handle(socket, (operation) => ({
        type: "message",
        message: readFrame(operation.receives, data),
      }));
    }

    override async webSocketClose(socket: WebSocket, code: number, reason: string): Promise<void> {
      // 1005 and 1006 say that there was no code: nobody may send them.
      close(socket, code === 1005 || code === 1006 ? 1000 : code, reason);
      await this.#handle(socket, () => ({ type: "close", code, reason }));
    }

    override webSocketError(socket: WebSocket): Promise<void> {
      // The connection broke without a word: RFC 6455, section 7.1.5.
      return this.#handle(socket, () => ({ type: "close", code: 1006, reason: "" }));
    }

    #handle(socket: WebSocket, eventOf: (operation: RoomOperation) => SocketEvent<unknown>): Promise<void> {
      const turn = (this.#turns.get(socket) ?? Promise.resolve()).then(() => this.#call(socket, eventOf));
      this.#turns.set(socket, turn);
      return turn;
    }

    async #call(
      socket: WebSocket,
      eventOf: (operation: RoomOperation) => SocketEvent<unknown>,
    ): Promise<void> {
      const { operation: name, args, requestId, socket: id }: Attachment = socket.deserializeAttachment();
      try {
        const operation = rooms[name];
        // A deploy may have taken it away while its clients were connected.
        if (!operation) throw new Closing(1012, `There is no ${name} any more.`);
        const event = eventOf(operation);
        await operation.call(operation.read?.(args) ?? args, event, this.#roomOf(socket, id, operation));
      } catch (error) {
        closeAfter(socket, error, () => requestId);
      }
    }

    #roomOf(socket: WebSocket, id: string, operation: RoomOperation): Room<unknown> {
      const others = () => this.ctx.getWebSockets().filter((one) => one !== socket);
      const send = (to: WebSocket[], message: unknown) => {
        const frame = writeFrame(operation.sends, message);
        for (const one of to) trySend(one, frame);
      };
      return {
        socket: id,
        size: this.ctx.getWebSockets().filter(isOpen).length,
        storage: this.ctx.storage,
        reply: (message) => send([socket], message),
        toAll: (message) => send([...others(), socket], message),
        toOthers: (message) => send(others(), message),
        close: (code = 1000, reason = "") => close(socket, code, reason),
      };
    }
  };
}

function isOpen({ readyState }: WebSocket): boolean {
  return readyState === WebSocket.OPEN;
}

function trySend(socket: WebSocket, frame: string | Uint8Array): void {
  try {
    socket.send(frame);
  } catch {
    // It has gone; its close is on the way.
  }
}
