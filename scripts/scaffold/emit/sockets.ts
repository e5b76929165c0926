/**
 * WebSockets: what goes over them, and the registry of those that are rooms.
 *
 * @module
 */

import type { Operation, Payload, Project, Returns } from "../operation.ts";
import { Checks } from "./checks.ts";
import { readArguments } from "./jobs.ts";
import { Module } from "./module.ts";
import { Picks } from "./picks.ts";

type Socket = Extract<Returns, { type: "socket" }>;

/** Whether the operation is a WebSocket whose function is called in the object of a room. */
export function isRoom({ returns, kind }: Operation): boolean {
  return returns.type === "socket" && kind === "async";
}

/** `rooms.ts`: every WebSocket that is a room, by its name. */
export function emitRooms(project: Project): Module {
  const module = new Module("src/generated/rooms.ts", ["rooms"]);
  const type = module.use("src/sockets/room", "Rooms", { type: true });
  const checks = new Checks(module, project.models);
  const picks = new Picks(module, project.models, checks);
  const entries = project.operations.flatMap((operation) => {
    const { name, parameters, returns } = operation;
    if (returns.type !== "socket" || !isRoom(operation)) return [];
    const passed = parameters.filter(({ source }) => source.in !== "event" && source.in !== "room");
    const given = parameters.map((parameter) =>
      parameter.source.in === "event" || parameter.source.in === "room"
        ? parameter.source.in
        : `args[${passed.indexOf(parameter)}]`,
    );
    const fields = [
      `call: (args, event, room) => ${module.use(operation.module, name)}(${given.join(", ")})`,
      protocolFields(returns, name, checks, picks),
    ];
    const read = readArguments(passed, project, picks, name);
    if (read) fields.push(`read: ${read}`);
    return [`${name}: { ${fields.join(", ")} },`];
  });
  module.add(`/** What runs in rooms. */\nexport const rooms: ${type} = {\n${entries.join("\n")}\n};`);
  return module;
}

/** The fields of the runtime's `Protocol`. */
export function protocolFields(
  { receives, sends }: Socket,
  name: string,
  checks: Checks,
  picks: Picks,
): string {
  const fields = (payload: Payload, what: string, check: boolean): string => {
    if (payload.type === "bytes") return JSON.stringify("bytes");
    const pick = picks.of(payload.schema, name, what);
    const all = [
      ...(check ? [`check: ${checks.of(payload.schema, name, what)}`] : []),
      ...(pick ? [`pick: ${pick}`] : []),
    ];
    return all.length > 0 ? `{ ${all.join(", ")} }` : "{}";
  };
  return `receives: ${receives ? fields(receives, "message", true) : null}, sends: ${fields(sends, "item", false)}`;
}
