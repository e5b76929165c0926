import type { Model, Project } from "../operation.ts";
import { Checks } from "./checks.ts";
import { Made } from "./made.ts";
import { Module } from "./module.ts";
import { Picks } from "./picks.ts";

const MODELS = "src/generated/models";

/**
 * `models.ts`: how each named type is checked when it comes in, and what of it is carried over.
 *
 * @param users the modules that use it: it has what they need, and what that needs
 */
export function emitModels(project: Project, users: Module[], made = new Made<Module>()): Module {
  const asked = users.flatMap((user) => user.usesOf(MODELS));
  return made.get(MODELS, [project.models, ...asked], () => emitAsked(project, asked));
}

function emitAsked(project: Project, asked: string[]): Module {
  const module = new Module(`${MODELS}.ts`, Object.values(project.models).flatMap(namesOf));
  const checks = new Checks(module, project.models);
  const picks = new Picks(module, project.models, checks);
  for (const name of asked) module.use(MODELS, name);

  // What is written asks for more; the list grows until nothing is missing.
  const written = new Set<string>();
  for (let wanted = missing(); wanted.length > 0; wanted = missing()) {
    for (const name of wanted) {
      written.add(name);
      const [, kind, modelName = ""] = /^(check|pick)(.*)$/.exec(name) ?? [];
      const model = project.models[modelName];
      if (!model) throw new Error(`There is no model for ${name}.`);
      for (const { module: from, name, as } of model.typescript?.imports ?? []) {
        module.useAs(from, name, as ?? name, { type: true });
      }
      const type = model.typescript?.text ?? "any";
      if (kind === "check") checks.model(model.name, model.schema, type);
      else picks.model(model.name, model.schema, type);
    }
  }
  return module;

  function missing(): string[] {
    return module.usesOf(MODELS).filter((name) => !written.has(name));
  }
}

/** What a model's functions and its type are called in `models.ts`. */
function namesOf({ name, typescript }: Model): string[] {
  const types = typescript?.imports.map(({ name, as }) => as ?? name) ?? [];
  return [`check${name}`, `pick${name}`, ...types];
}
