import type { Context } from "hono";

/** Answer with bytes, however the handler has them. */
export function answerBytes(
  c: Context,
  content: Uint8Array | Blob | ReadableStream,
  mediaType: string,
  status: number,
): Response {
  const body =
    content instanceof Blob ? content.stream() : (content as Uint8Array<ArrayBuffer> | ReadableStream);
  return c.body(body, { status: status as 200, headers: { "content-type": mediaType } });
}
