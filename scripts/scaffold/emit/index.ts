import type { Project } from "../operation.ts";
import { CLIENT_NAMES, emitClient } from "./client.ts";
import { emitEdge } from "./edge.ts";
import { emitHonoSchema } from "./hono.ts";
import { emitRegistry, emitTwins } from "./jobs.ts";
import { emitModels } from "./models.ts";
import { emitOpenApi, type Info } from "./openapi.ts";
import { emitRoutes } from "./routes.ts";
import { emitSchedules } from "./schedules.ts";
import { emitRooms } from "./sockets.ts";
import { WireTypes } from "./wire.ts";

/**
 * Everything that the record becomes.
 *
 * @returns the files' texts, TypeScript still unformatted, by their path relative to the project's root
 */
export function emitProject(project: Project, info: Info): Map<string, string> {
  const users = [
    emitEdge(project),
    emitTwins(project),
    emitRegistry(project),
    emitSchedules(project),
    emitRooms(project),
    ...emitRoutes(project),
  ];
  const types = new WireTypes(project.models, CLIENT_NAMES);
  const modules = [
    emitModels(project, users),
    ...users,
    emitClient(project, types),
    emitHonoSchema(project, types),
    types.module,
  ];
  const files = new Map(modules.map((module) => [module.path, module.text()]));
  files.set("src/generated/assets/openapi.json", `${JSON.stringify(emitOpenApi(project, info), null, 2)}\n`);
  return files;
}
