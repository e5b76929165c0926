/**
 * The results of a batch as one HTTP answer.
 *
 * @module
 */

import type { StoredResponse } from "../protocol";

/**
 * A JSON array of what the jobs of a batch answered, in their order: JSON as it is, text as a string, other bytes as
 * base64, and null where there is none. It is written as it is read: together they may be larger than memory.
 */
export function batchAnswer(responses: AsyncIterable<StoredResponse>): Response {
  const texts = elements(responses);
  const body = new ReadableStream<string>({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await texts.return(undefined)),
  });
  return new Response(body.pipeThrough(new TextEncoderStream()), {
    headers: { "content-type": "application/json" },
  });
}

async function* elements(responses: AsyncIterable<StoredResponse>): AsyncGenerator<string> {
  let separator = "[";
  for await (const response of responses) {
    yield separator + elementOf(response);
    separator = ",";
  }
  yield "]";
}

function elementOf({ headers, body }: StoredResponse): string {
  if (body === null) return "null";
  const type = new Headers(headers).get("content-type") ?? "";
  if (/^application\/([\w.+-]+\+)?json\b/i.test(type)) return new TextDecoder().decode(body);
  return JSON.stringify(/^text\//i.test(type) ? new TextDecoder().decode(body) : body.toBase64());
}
