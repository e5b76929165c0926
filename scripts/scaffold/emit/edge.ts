import type { Project } from "../operation.ts";
import { cpuFunctions } from "./jobs.ts";
import { Module } from "./module.ts";
import { isRoom } from "./sockets.ts";

/** `edge.ts`: the Durable Objects of the edge Worker and what goes with them, as far as the project has a use for them. */
export function emitEdge(project: Project): Module {
  const module = new Module("src/generated/edge.ts");
  module.add(
    cpuFunctions(project).length > 0
      ? 'export * from "../jobs/edge";'
      : '// No function works on an executor.\nexport * from "../jobs/edge-without-jobs";',
    project.operations.some(isRoom)
      ? 'export * from "../sockets/edge";'
      : '// No operation is a room.\nexport * from "../sockets/edge-without-rooms";',
  );
  return module;
}
