/**
 * Messages as frames of a WebSocket, and back: JSON in text frames, or bytes in binary ones.
 *
 * @module
 */

import type { Pick } from "../operations/input";
import { type Check, Report } from "../operations/report";
import { Closing, MALFORMED, TOO_LARGE, UNSUPPORTED } from "./closing";

/** Bytes, or characters of text, of the largest message that is taken. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** A client's way to see that the connection lives: answered without a call of the function. No JSON is like it. */
export const PING = "ping";
export const PONG = "pong";

/** What an operation takes; null where nothing that comes is read. */
type Receives<In> = { check: Check<In>; pick?: Pick<In> } | "bytes" | null;

type Sends<Out> = { pick?: Pick<Out> } | "bytes";

/** What goes over a WebSocket; the scaffolder writes it from the types. */
export interface Protocol<In, Out> {
  receives: Receives<In>;
  sends: Sends<Out>;
}

/**
 * The message that a frame holds.
 *
 * @throws {Closing} it does not fit: a client that sends such has no use for a connection
 */
export function readFrame<In>(receives: Receives<In>, data: string | ArrayBuffer): In {
  if (sizeOf(data) > MAX_MESSAGE_BYTES) {
    throw new Closing(TOO_LARGE, `A message may have ${MAX_MESSAGE_BYTES} bytes.`);
  }
  if (receives === "bytes") {
    if (typeof data === "string") throw new Closing(UNSUPPORTED, "Send binary frames.");
    return new Uint8Array(data) as In;
  }
  if (receives === null) return undefined as In;
  if (typeof data !== "string") throw new Closing(UNSUPPORTED, "Send text frames of JSON.");
  const { check, pick } = receives;
  const value = parsed(data);
  const report = new Report();
  check(value, report);
  if (!report.ok) {
    const wrong = report.issues.map(({ loc, message }) =>
      loc.length > 0 ? `${loc.join(".")}: ${message}` : message,
    );
    throw new Closing(4422, wrong.join(" "));
  }
  return pick ? pick(value as In) : (value as In);
}

/** The frame that holds a message. */
export function writeFrame<Out>(sends: Sends<Out>, message: Out): string | Uint8Array {
  if (sends === "bytes") return message as Uint8Array;
  return JSON.stringify(sends.pick ? sends.pick(message) : message);
}

/** Of text, in characters: its bytes are as many or up to three times that. */
export function sizeOf(data: string | ArrayBuffer): number {
  return typeof data === "string" ? data.length : data.byteLength;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Closing(MALFORMED, "This is not JSON.");
  }
}
