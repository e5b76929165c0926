/**
 * What tests of the API import: the API itself, in the test's own process, and overrides of its dependencies.
 *
 * @module
 */

import { exports } from "cloudflare:workers";

export { override } from "../../src/testing/overrides";

/** A request to the API, as `fetch` takes it; `json` is sent as the body. */
export function request(
  path: string,
  { json, headers, ...init }: RequestInit & { json?: unknown } = {},
): Promise<Response> {
  const sent = new Headers(headers);
  if (json !== undefined) sent.set("content-type", "application/json");
  return exports.default.fetch(
    new Request(new URL(path, "http://api"), {
      ...init,
      headers: sent,
      ...(json !== undefined && { method: init.method ?? "POST", body: JSON.stringify(json) }),
    }),
  );
}

/** One end of a WebSocket. Messages are JSON; those that come wait until they are read. */
export interface Connection<In> {
  send(message: unknown): void;
  sendFrame(data: string | Uint8Array): void;
  next(): Promise<In>;
  nextFrame(): Promise<string | ArrayBuffer>;
  close(code?: number, reason?: string): void;
  /** How it ended. */
  closed: Promise<{ code: number; reason: string }>;
}

/**
 * Connect to a WebSocket of the API.
 *
 * @throws {Error} the answer is another one
 */
export async function connect<In>(
  path: string,
  headers: Record<string, string> = {},
): Promise<Connection<In>> {
  const { status, webSocket } = await request(path, { headers: { ...headers, upgrade: "websocket" } });
  if (!webSocket) throw new Error(`${path} answered ${status}.`);
  const unread: (string | ArrayBuffer)[] = [];
  let wake = () => {};
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  let isOver = false;
  webSocket.addEventListener("message", ({ data }) => {
    unread.push(data);
    wake();
  });
  webSocket.addEventListener("close", ({ code, reason }) => {
    closed.resolve({ code, reason });
    isOver = true;
    wake();
  });
  webSocket.binaryType = "arraybuffer";
  webSocket.accept();
  const nextFrame = async () => {
    for (;;) {
      const data = unread.shift();
      if (data !== undefined) return data;
      if (isOver) throw new Error("The connection has ended.");
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    send: (message) => webSocket.send(JSON.stringify(message)),
    sendFrame: (data) => webSocket.send(data),
    next: async () => JSON.parse((await nextFrame()) as string),
    nextFrame,
    close: (code, reason) => webSocket.close(code, reason),
    closed: closed.promise,
  };
}
