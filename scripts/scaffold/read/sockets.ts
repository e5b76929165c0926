/**
 * WebSockets: an `async function*` is a conversation with one client, on the edge, for as long as it lasts; an
 * `async function` is called once an event, in the object of the room that the path names.
 *
 * @module
 */

import ts from "#typescript";
import type { Parameter, Payload, Returns, Source } from "../operation.ts";
import { isJob, kindName, type NamedFunction } from "./functions.ts";
import type { Reading, Typed } from "./reading.ts";
import { valueTypeOf } from "./returns.ts";
import { platformNameOf } from "./symbols.ts";

type SocketMarker = "Messages" | "SocketEvent" | "Room";

/** Which kind of function may have it. */
const KINDS = { Messages: "stream", SocketEvent: "async", Room: "async" } as const;

/** The source of a parameter that has to do with a WebSocket. */
export function socketSource(
  reading: Reading,
  fn: NamedFunction,
  node: ts.ParameterDeclaration,
  marker: SocketMarker,
  inner: Typed,
): Source {
  const isSocket = fn.doc.tags.some(({ name }) => name === "websocket");
  if (!isSocket || fn.kind !== KINDS[marker]) {
    const name = node.name.getText();
    const kind = marker === "Messages" ? "an async function*" : "an async function";
    reading.reporter.report("SO601", node, { name, marker, kind });
  }
  const places = { Messages: "messages", SocketEvent: "event", Room: "room" } as const;
  return { in: places[marker], message: payloadOf(reading, inner) };
}

/** What goes over the WebSocket of a function that has the tag. */
export function readSocket(reading: Reading, fn: NamedFunction, parameters: Parameter[]): Returns {
  const { reporter } = reading;
  const messageOf = (place: "messages" | "event" | "room") =>
    parameters.flatMap(({ source }) =>
      source.in === place && "message" in source ? [source.message] : [],
    )[0];
  if (fn.kind === "stream") {
    const sends = payloadOf(reading, valueTypeOf(reading, fn));
    return { type: "socket", receives: messageOf("messages") ?? null, sends };
  }
  const room = messageOf("room");
  const event = messageOf("event");
  const { name, nameNode } = fn;
  if (isJob(fn.kind)) reporter.report("SO602", nameNode, { name, kind: kindName(fn.kind) });
  else {
    // A parameter that is there and not usable has its own diagnostic.
    const isWritten = (marker: SocketMarker) => new RegExp(`\\b${marker}<`).test(parametersText(fn));
    if (!event && !isWritten("SocketEvent")) reporter.report("SO603", nameNode, { name });
    const { flags } = valueTypeOf(reading, fn).type;
    if (!(flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Never)))
      reporter.report("SO604", fn.node.type ?? nameNode, { name });
  }
  return { type: "socket", receives: event ?? null, sends: room ?? { type: "json", schema: {} } };
}

function parametersText(fn: NamedFunction): string {
  return fn.node.parameters.map((parameter) => parameter.getText()).join(" ");
}

function payloadOf(reading: Reading, typed: Typed): Payload {
  if (platformNameOf(reading, typed.type) === "Uint8Array") return { type: "bytes" };
  return { type: "json", schema: reading.readValue(typed) };
}
