import type { Context } from "hono";

/** Answer with bytes, however the handler has them. */
export function bytes(
  c: Context,
  content: Uint8Array<ArrayBuffer> | Blob | ReadableStream,
  mediaType: string,
  status: number,
): Response {
  const body = content instanceof Blob ? content.stream() : content;
  return c.body(body, { status: status as 200, headers: { "content-type": mediaType } });
}
