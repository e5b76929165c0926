import { waitUntil } from "cloudflare:workers";
import type { Context } from "hono";
import type { Exits } from "../operations/exits";
import { requestIdOf } from "../operations/request-id";
import { close, closeAfter, FLOODED } from "./closing";
import { MAX_MESSAGE_BYTES, PING, PONG, type Protocol, readFrame, sizeOf, writeFrame } from "./frames";

/** Bytes that may wait to be read; a client that sends more is faster than what reads them. */
const MAX_UNREAD_BYTES = 8 * MAX_MESSAGE_BYTES;

/** What a message takes beside its bytes. */
const OVERHEAD_BYTES = 1024;

/**
 * Answer with a WebSocket on which an `async function*` takes what comes and sends what it yields. When the function
 * ends, so does the connection; when the client goes, `messages` end, and the function returns at its next `yield`.
 *
 * @param talk is called once
 * @param exits what the function depends on, to be torn down after it
 */
export function converse<In, Out>(
  c: Context,
  protocol: Protocol<In, Out>,
  talk: (messages: AsyncIterable<In>) => AsyncIterable<Out>,
  exits?: Exits,
): Response {
  const { 0: client, 1: socket } = new WebSocketPair();
  socket.binaryType = "arraybuffer";
  socket.accept();
  const inbox = new Inbox((data) => readFrame(protocol.receives, data));
  socket.addEventListener("message", ({ data }) => {
    if (data === PING) socket.send(PONG);
    else if (protocol.receives !== null && !inbox.add(data)) {
      close(socket, FLOODED, "More came than could be read.");
      inbox.end();
    }
  });
  socket.addEventListener("close", () => inbox.end());
  socket.addEventListener("error", () => inbox.end());
  const ended = hold(socket, inbox, protocol, talk, () => requestIdOf(c));
  // What the function does once its client has gone would be cut off with the connection.
  waitUntil(ended);
  exits?.after(ended);
  return new Response(null, { status: 101, webSocket: client });
}

async function hold<In, Out>(
  socket: WebSocket,
  inbox: Inbox<In>,
  protocol: Protocol<In, Out>,
  talk: (messages: AsyncIterable<In>) => AsyncIterable<Out>,
  requestId: () => string,
): Promise<void> {
  try {
    for await (const message of talk(inbox)) {
      if (inbox.isOver) break;
      socket.send(writeFrame(protocol.sends, message));
    }
    close(socket, 1000, "");
  } catch (error) {
    closeAfter(socket, error, requestId);
  }
  inbox.end();
}

/** What came and is not read yet. */
class Inbox<In> implements AsyncIterable<In> {
  isOver = false;
  readonly #read: (data: string | ArrayBuffer) => In;
  readonly #unread: (string | ArrayBuffer)[] = [];
  #bytes = 0;
  #wake = () => {};

  constructor(read: (data: string | ArrayBuffer) => In) {
    this.#read = read;
  }

  /** @returns whether there was room for it */
  add(data: string | ArrayBuffer): boolean {
    if (this.isOver) return true;
    this.#bytes += sizeOf(data) + OVERHEAD_BYTES;
    this.#unread.push(data);
    this.#wake();
    return this.#bytes <= MAX_UNREAD_BYTES;
  }

  end(): void {
    this.isOver = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<In, void> {
    for (;;) {
      const data = this.#unread.shift();
      if (data !== undefined) {
        this.#bytes -= sizeOf(data) + OVERHEAD_BYTES;
        yield this.#read(data);
      } else if (this.isOver) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
