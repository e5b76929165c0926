/**
 * Why a WebSocket ends, as a code and a reason: the one map from failures to WebSockets, as `operations/failure` is that
 * to HTTP.
 *
 * @module
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4
 */

import { problemOfError } from "../operations/failure";

/** Ends a WebSocket; thrown by whoever finds that it must. */
export class Closing extends Error {
  override readonly name = "Closing";
  readonly code: number;

  /** @param code a close code that an endpoint may send */
  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** What a frame holds is not of the kind that goes here. */
export const UNSUPPORTED = 1003;
/** A text frame does not hold JSON. */
export const MALFORMED = 1007;
/** More is sent than is read. */
export const FLOODED = 1008;
export const TOO_LARGE = 1009;

/** Bytes that a reason may take (RFC 6455, section 5.5). */
const MAX_REASON = 123;

/** Codes that are free for applications start here: 4422 is HTTP's 422. */
const APPLICATION = 4000;

/**
 * End a WebSocket because of what was thrown: an `HTTPException(403)` with the code 4403, anything else with 1011 and
 * nothing of the inside but an id that is in the log too. One that has ended stays as it is.
 *
 * @param requestId of the request that opened it
 */
export function closeAfter(socket: WebSocket, error: unknown, requestId: () => string): void {
  const { code, message } = error instanceof Closing ? error : closingOf(error, requestId);
  close(socket, code, message);
}

function closingOf(error: unknown, requestId: () => string): Closing {
  const problem = problemOfError(error, requestId);
  if (problem.status >= 500 && problem.requestId !== undefined) {
    return new Closing(1011, `Request ${problem.requestId}`);
  }
  return new Closing(APPLICATION + problem.status, problem.detail ?? problem.title);
}

/** @param reason is cut where it is too long */
export function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, cut(reason));
  } catch {
    // It was closed before.
  }
}

function cut(reason: string): string {
  const bytes = new TextEncoder().encode(reason);
  if (bytes.length <= MAX_REASON) return reason;
  // Half a character at the end would be none.
  return new TextDecoder()
    .decode(bytes.subarray(0, MAX_REASON - 3))
    .replace(/\uFFFD$/, "")
    .concat("…");
}
