/**
 * Orders for the operations of `test/samples/faults`: how each is sent, and what it must answer.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { BatchOrder, ChainOrder, LateOrder } from "../../samples/faults/src/models/families.ts";
import type { LongOrder, RefusedOrder, Order as ShortOrder } from "../../samples/faults/src/models/orders.ts";

export type Order =
  | ({ operation: "mixture" | "failure" | "stumble" } & ShortOrder)
  | ({ operation: "refusal" } & RefusedOrder)
  /** `size` in bytes, 4 at least. */
  | { operation: "reversal"; number: number; size: number }
  | ({ operation: "walk" | "stroll" } & LongOrder)
  /** A batch that its handler waits for, and one whose ticket it answers with. */
  | ({ operation: "batch" | "ticket" } & BatchOrder)
  | ({ operation: "chain" } & ChainOrder)
  /** Unique. */
  | ({ operation: "solo" } & ShortOrder)
  | ({ operation: "late" } & LateOrder);

/** An order of parts, each of which is a job. */
export type FamilyOrder = Extract<Order, { operation: "batch" | "ticket" | "chain" }>;

/** An answer over HTTP, as far as it is compared. */
export interface Answer {
  status: number;
  /** Parsed JSON; of bytes, the number of the order and a digest. */
  body: unknown;
}

const routes: Record<Order["operation"], string> = {
  mixture: "/mixtures",
  refusal: "/refusals",
  failure: "/failures",
  stumble: "/stumbles",
  reversal: "/reversals",
  walk: "/walks",
  stroll: "/strolls",
  batch: "/batches",
  ticket: "/tickets",
  chain: "/chains",
  solo: "/solos",
  late: "/delays",
};

/** How often the queue tries again, as the stubs say it. */
export const retries: Record<Order["operation"], number> = {
  mixture: 0,
  refusal: 0,
  failure: 1,
  stumble: 5,
  reversal: 0,
  walk: 1,
  stroll: 0,
  batch: 0,
  ticket: 0,
  chain: 5,
  solo: 0,
  late: 0,
};

/** What the queue calls a job that only waits for its children. */
export const BATCH = "all()";

/** The operation that the queue has of it. */
export function storedOperation({ operation }: Order): string {
  return operation === "batch" || operation === "ticket" ? BATCH : operation;
}

export function isFamily(order: Order): order is FamilyOrder {
  return order.operation === "batch" || order.operation === "ticket" || order.operation === "chain";
}

/** What the parts of an order come to, in the order in which it waits for them: those of each wait. */
export function partsOf(order: FamilyOrder): number[][] {
  const { number, rounds, parts } = order;
  const first = Array.from({ length: parts }, (_, part) => mixed(number + part, rounds));
  if (order.operation !== "chain") return [first];
  const second = mixed(sumOf(first), rounds);
  return [first, [second], [mixed(second, rounds), mixed(second + 1, rounds)]];
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The order as a request. */
export function requestOf(order: Order): {
  route: string;
  type: string;
  body: string | Uint8Array<ArrayBuffer>;
} {
  const route = routes[order.operation];
  if (order.operation === "reversal")
    return { route, type: "application/octet-stream", body: bytesOf(order.number, order.size) };
  const { operation: _, ...body } = order;
  return { route, type: "application/json", body: JSON.stringify(body) };
}

/** What the order must be answered. A walk says besides where it resumed. */
export function expectedAnswer(order: Order): Answer {
  const { number } = order;
  switch (order.operation) {
    case "mixture":
    case "stumble":
    case "solo":
    case "late":
      return { status: 200, body: { number, value: mixed(number, order.rounds) } };
    case "walk":
    case "stroll":
      return { status: 200, body: { number, value: mixed(number, order.rounds * order.steps) } };
    case "refusal":
      return refused(number, order.status);
    case "batch":
    case "ticket":
    case "chain": {
      if (order.refused.length > 0) return refused(number, 409);
      return { status: 200, body: resultOf(order) };
    }
    case "failure":
      return { status: 500, body: { status: 500 } };
    case "reversal":
      return { status: 200, body: fingerprint(bytesOf(number, order.size).reverse()) };
  }
}

function refused(number: number, status: number): Answer {
  return { status, body: { status, detail: `Order ${number} is refused.` } };
}

function resultOf(order: FamilyOrder): unknown {
  const { number } = order;
  const values = partsOf(order).at(-1) as number[];
  switch (order.operation) {
    case "batch":
      return { number, values };
    case "ticket":
      return values.map((value, part) => ({ number, part, value }));
    case "chain":
      return { number, value: sumOf(values) };
  }
}

/** What a job is answered that was cancelled. */
export const cancelledAnswer: Answer = {
  status: 410,
  body: { status: 410, detail: "The job was cancelled." },
};

/** Read an answer to an order. Of a problem, what the operation has no say in is left out. */
export async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("application/octet-stream"))
    return { status, body: fingerprint(await response.bytes()) };
  if (!type.includes("json")) return { status, body: await response.text() };
  const json = (await response.json()) as Record<string, unknown>;
  if (Array.isArray(json)) return { status, body: json };
  const { title: _, requestId: __, ...body } = json;
  return { status, body };
}

/** The number of the order that an answer is to; null when it does not say. */
export function numberOf({ body }: Answer): number | null {
  // The results of a batch: each says it.
  const one: unknown = Array.isArray(body) ? body[0] : body;
  const { number, detail } = one as { number?: number; detail?: string };
  const refused = /^Order (\d+) is refused/.exec(detail ?? "")?.[1];
  return number ?? (refused === undefined ? null : Number(refused));
}

const MULTIPLIER = 1_664_525;
const INCREMENT = 1_013_904_223;

/** What the sample's `mix` comes to after so many rounds: as many doublings as the number of rounds has binary digits. */
export function mixed(value: number, rounds: number): number {
  // All rounds so far and the doubled round, each as `factor * value + addend`.
  let [factor, addend] = [1, 0];
  let [nextFactor, nextAddend] = [MULTIPLIER, INCREMENT];
  for (let left = rounds; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1)
      [factor, addend] = [Math.imul(factor, nextFactor), (Math.imul(addend, nextFactor) + nextAddend) | 0];
    [nextFactor, nextAddend] = [
      Math.imul(nextFactor, nextFactor),
      (Math.imul(nextAddend, nextFactor) + nextAddend) | 0,
    ];
  }
  return (Math.imul(value, factor) + addend) >>> 0;
}

/** Bytes of an order: its number, and what follows from it; up to three zeros fill the end. */
function bytesOf(number: number, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  for (let at = 0, word = number; at + 4 <= size; at += 4, word = mixed(word, 1)) view.setUint32(at, word);
  return bytes;
}

function fingerprint(reversed: Uint8Array): unknown {
  const { buffer, byteOffset, byteLength } = reversed;
  return {
    number:
      byteLength < 4 ? null : new DataView(buffer, byteOffset, byteLength).getUint32(byteLength - 4, true),
    bytes: byteLength,
    sha256: createHash("sha256").update(reversed).digest("hex"),
  };
}
