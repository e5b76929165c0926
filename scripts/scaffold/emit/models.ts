import type { Project } from "../operation.ts";
import { Checks } from "./checks.ts";
import { Module } from "./module.ts";
import { Picks } from "./picks.ts";
import { needsPick } from "./schema.ts";

/** `models.ts`: how each named type is checked when it comes in, and what of it is carried over. */
export function emitModels(project: Project): Module {
  const module = new Module("src/generated/models.ts");
  const checks = new Checks(module, project.models);
  const picks = new Picks(module, project.models, checks);
  for (const model of Object.values(project.models).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    for (const { module: from, name } of model.typescript?.imports ?? [])
      module.use(from, name, { type: true });
    const type = model.typescript?.text ?? "any";
    checks.model(model.name, model.schema, type);
    if (needsPick(model.schema, project.models)) picks.model(model.name, model.schema, type);
  }
  return module;
}
