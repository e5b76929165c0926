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
  readonly #operations = new Made<PathOperation>();
  #before: Project | undefined;

  /**
   * One file after the other: while the formatter works on one, the next is written. Those that keep it longest come first.
   *
   * @returns their paths, relative to the project's root, and their texts, TypeScript still unformatted
   */
  *emit(read: Project, info: Info): Generator<[path: string, text: string]> {
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
    const file = (module: Module): [string, string] => [module.path, module.text()];
    yield file(emitModels(project, users, this.#models));
    const types = new WireTypes(project.models, CLIENT_NAMES);
    yield file(emitClient(project, types));
    yield file(emitHonoSchema(project, types));
    yield file(types.module);
    yield* users.map(file);
    const document = emitOpenApi(project, info, this.#operations);
    yield ["src/generated/assets/openapi.json", `${JSON.stringify(document, null, 2)}\n`];
    for (const made of [this.#routes, this.#models, this.#operations]) made.settle();
  }
}
