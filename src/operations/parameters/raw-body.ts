/**
 * The body as it is.
 *
 * @module
 */

import { type Given, type Input, type Need, unsupportedMediaType } from "../input";
import { type Check, checkAnything } from "../report";

/**
 * All of it.
 *
 * @param mediaTypes what is accepted, `image/*` too; empty: anything
 * @throws {ProblemError} 415, 413
 */
export async function readBytes<N extends Need>(
  input: Input,
  mediaTypes: string[],
  need: N,
): Promise<Given<Uint8Array<ArrayBuffer>, N>> {
  const bytes = new Uint8Array(await input.request.arrayBuffer());
  const isThere = bytes.length > 0;
  if (isThere || need === "required") accept(input, mediaTypes);
  return input.take(
    "body",
    undefined,
    isThere ? bytes : undefined,
    checkAnything as Check<typeof bytes>,
    need,
  );
}

/**
 * As it arrives.
 *
 * @param mediaTypes as above
 * @throws {ProblemError} 415
 */
export function readStream(input: Input, mediaTypes: string[]): ReadableStream<Uint8Array> {
  accept(input, mediaTypes);
  return input.request.raw.body ?? new Blob([]).stream();
}

function accept({ mediaType }: Input, accepted: string[]): void {
  const fits = accepted.some(
    (type) => type === mediaType || (type.endsWith("/*") && mediaType.startsWith(type.slice(0, -1))),
  );
  if (!fits && accepted.length > 0) throw unsupportedMediaType(mediaType, accepted);
}
