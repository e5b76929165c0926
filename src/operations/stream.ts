import type { Context } from "hono";
import { problemOfError } from "./failure";

/** How items become bytes, in one of the two media types. */
interface Framing {
  mediaType: string;
  item(json: string): string;
  /** The last thing before the end, when the function threw; null where the format has no word for it. */
  failure(json: string): string | null;
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html */
const SERVER_SENT_EVENTS: Framing = {
  mediaType: "text/event-stream",
  item: (json) => `data: ${json}\n\n`,
  failure: (json) => `event: error\ndata: ${json}\n\n`,
};

/** https://jsonlines.org */
const JSON_LINES: Framing = {
  mediaType: "application/jsonl",
  item: (json) => `${json}\n`,
  failure: () => null,
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
  const encoder = new TextEncoder();

  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await (next ?? iterator.next());
        next = undefined;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(framing.item(JSON.stringify(pick(value)))));
      } catch (error) {
        const { problem } = problemOfError(error, () => crypto.randomUUID());
        const farewell = framing.failure(JSON.stringify(problem));
        if (farewell === null) controller.error(error);
        else {
          controller.enqueue(encoder.encode(farewell));
          controller.close();
        }
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return c.body(body, {
    status: status as 200,
    headers: { "content-type": framing.mediaType, "cache-control": "no-cache" },
  });
}
