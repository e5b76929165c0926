import type { Context } from "hono";
import { problemOfError } from "./failure";
import { requestIdOf } from "./request-id";

/** How items become bytes, in one of the two media types. */
interface Framing {
  mediaType: string;
  item(json: string): string;
  /** The last thing before the end, when the function threw; null where the format has no word for it. */
  failure(json: string): string | null;
  /** What says nothing but that the connection lives; null where the format has no word for it. */
  heartbeat: string | null;
}

/** How long a stream is quiet, in milliseconds, before it says that it lives: proxies close what they take for dead. */
const HEARTBEAT = 15_000;

/** https://html.spec.whatwg.org/multipage/server-sent-events.html */
const SERVER_SENT_EVENTS: Framing = {
  mediaType: "text/event-stream",
  item: (json) => `data: ${json}\n\n`,
  failure: (json) => `event: error\ndata: ${json}\n\n`,
  heartbeat: ": still here\n\n",
};

/** https://jsonlines.org */
const JSON_LINES: Framing = {
  mediaType: "application/jsonl",
  item: (json) => `${json}\n`,
  failure: () => null,
  heartbeat: null,
};

/**
 * Answer with what an `async function*` yields, item by item, as the client takes them: server-sent events, or JSON
 * Lines when the client asks for them.
 *
 * The first item is awaited before the status goes out, so that what is thrown before it is answered as a problem.
 * What is thrown later ends the stream: with an `error` event, or by aborting it. A client that goes away makes the
 * function return at its `yield`.
 *
 * @param pick carries over what the item's type declares; without it an item goes out as it is
 */
export async function answerStream<T>(
  c: Context,
  items: AsyncIterable<T>,
  status: number,
  pick: (item: T) => unknown = (item) => item,
): Promise<Response> {
  const framing = /\bapplication\/(?:jsonl|x-ndjson|jsonlines)\b/.test(c.req.header("accept") ?? "")
    ? JSON_LINES
    : SERVER_SENT_EVENTS;
  const iterator = items[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<T>> | undefined = Promise.resolve(await iterator.next());
  const head = {
    status: status as 200,
    headers: { "content-type": framing.mediaType, "cache-control": "no-cache" },
  };
  if (c.req.method === "HEAD") {
    await iterator.return?.();
    return c.body(null, head);
  }
  const encoder = new TextEncoder();
  let isGone = false;
  let endHeartbeat = () => {};

  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const { heartbeat } = framing;
      if (heartbeat !== null) {
        const timer = setInterval(() => send(heartbeat), HEARTBEAT);
        endHeartbeat = () => clearInterval(timer);
      }
      try {
        const { value, done } = await (next ?? iterator.next());
        next = undefined;
        if (isGone) return;
        if (done) controller.close();
        else send(framing.item(JSON.stringify(pick(value))));
      } catch (error) {
        const problem = problemOfError(error, () => requestIdOf(c));
        const farewell = framing.failure(JSON.stringify(problem));
        if (isGone) return;
        if (farewell === null) controller.error(error);
        else {
          send(farewell);
          controller.close();
        }
        // It may have been the item that could not be sent, and not the function that ended.
        await iterator.return?.();
      } finally {
        endHeartbeat();
      }
    },
    async cancel() {
      isGone = true;
      endHeartbeat();
      await iterator.return?.();
    },
  });
  return c.body(body, head);
}
