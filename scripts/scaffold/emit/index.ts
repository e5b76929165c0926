import type { Project } from "../operation.ts";
import { CLIENT_NAMES, emitClient } from "./client.ts";
import { emitEdge } from "./edge.ts";
import { emitHonoSchema } from "./hono.ts";
import { emitRegistry, emitTwins } from "./jobs.ts";
import { Made } from "./made.ts";
import { emitModels } from "./models.ts";
import type { Module } from "./module.ts";
import { emitOpenApi, type Info, type PathOperation } from "./openapi.ts";
import { emitRoutes } from "./routes.ts";
import { emitSchedules } from "./schedules.ts";
import { shared } from "./shared.ts";
import { emitRooms } from "./sockets.ts";
import { WireTypes } from "./wire.ts";

/**
 * Makes of the record everything that it becomes, as often as it is asked to. What depends on nothing that has changed
 * since is not made again.
 */
export class Emitter {
  readonly #routes = new Made<Module>();
  readonly #models = new Made<Module>();
  readonly #pathItems = new Made<PathOperation>();
  #before: Project | undefined;

  /** @returns the files' texts, TypeScript still unformatted, by their path relative to the project's root */
  emit(read: Project, info: Info): Map<string, string> {
    const project = shared(this.#before, read);
    this.#before = project;
    const users = [
      emitEdge(project),
      emitTwins(project),
      emitRegistry(project),
      emitSchedules(project),
      emitRooms(project),
      ...emitRoutes(project, { made: this.#routes }),
    ];
    const types = new WireTypes(project.models, CLIENT_NAMES);
    const modules = [
      emitModels(project, users, this.#models),
      ...users,
      emitClient(project, types),
      emitHonoSchema(project, types),
      types.module,
    ];
    const files = new Map(modules.map((module) => [module.path, module.text()]));
    const document = emitOpenApi(project, info, this.#pathItems);
    files.set("src/generated/assets/openapi.json", `${JSON.stringify(document, null, 2)}\n`);
    return files;
  }
}
