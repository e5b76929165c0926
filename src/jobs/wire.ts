/**
 * Large values on their way between Workers. One RPC message holds 32 MiB, with all that is in it; a stream of bytes
 * that a message carries holds any number, so what comes near that travels as one.
 *
 * @module
 */

import { concatenate } from "./bytes";
import { MESSAGE_BYTES } from "./limits";
import type { Job, Order, Outcome, Receipt, StoredResponse, Work } from "./protocol";

/** Bytes in a message, or beside it. */
export type WireBytes = Uint8Array | ReadableStream<Uint8Array>;

export type WireOrder = Omit<Order, "payload"> & { payload: WireBytes };
export type WireWork = Omit<Work, "payload"> & { payload: WireBytes };
export type WireResponse = Omit<StoredResponse, "body"> & { body: WireBytes | null };
export type WireOutcome =
  | { type: "succeeded"; response: WireResponse }
  | Exclude<Outcome, { type: "succeeded" }>;

export type WireReceipt =
  | { type: "job"; job: Job; response: WireResponse | null }
  | Exclude<Receipt, { type: "job" }>;

const PIECE_BYTES = 1024 * 1024;

/** For one message: a stream is read once. */
export function toWire(bytes: Uint8Array): WireBytes {
  if (bytes.byteLength <= MESSAGE_BYTES) return bytes;
  let offset = 0;
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      // A copy, since what is enqueued is given away.
      controller.enqueue(bytes.slice(offset, offset + PIECE_BYTES));
      offset += PIECE_BYTES;
      if (offset >= bytes.byteLength) controller.close();
    },
  });
}

export async function fromWire(bytes: WireBytes): Promise<Uint8Array> {
  return bytes instanceof Uint8Array ? bytes : concatenate(await Array.fromAsync(bytes));
}

export function workToWire(work: Work): WireWork {
  return { ...work, payload: toWire(work.payload) };
}

export function responseToWire(response: StoredResponse): WireResponse {
  return { ...response, body: response.body && toWire(response.body) };
}

export async function responseFromWire(response: WireResponse): Promise<StoredResponse> {
  return { ...response, body: response.body && (await fromWire(response.body)) };
}

export function receiptToWire(receipt: Receipt): WireReceipt {
  if (receipt.type !== "job") return receipt;
  return { ...receipt, response: receipt.response && responseToWire(receipt.response) };
}

export async function receiptFromWire(receipt: WireReceipt): Promise<Receipt> {
  if (receipt.type !== "job") return receipt;
  return { ...receipt, response: receipt.response && (await responseFromWire(receipt.response)) };
}

export function outcomeToWire(outcome: Outcome): WireOutcome {
  if (outcome.type !== "succeeded") return outcome;
  return { type: "succeeded", response: responseToWire(outcome.response) };
}

export async function outcomeFromWire(outcome: WireOutcome): Promise<Outcome> {
  if (outcome.type !== "succeeded") return outcome;
  return { type: "succeeded", response: await responseFromWire(outcome.response) };
}
