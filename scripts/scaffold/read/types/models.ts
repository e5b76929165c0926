import type ts from "typescript";
import type { Model, Schema } from "../../operation.ts";
import { Outdated, type Step, type Trail } from "../trail.ts";
import { nameOfReference, pascal, referenceTo } from "./references.ts";
import { writtenAs } from "./written.ts";

/** What names a model: a declaration, and for a generic one its arguments. */
export interface Identity {
  declaration: ts.Declaration;
  /** `Burger`, `PageOfBurger`. */
  name: string;
  /** The schemas of the type arguments. */
  arguments: Schema[];
  /** The module that declares it, relative to the root; undefined for a package's. */
  module?: string;
  /** What its module exports it as, if it does. */
  exported?: string;
}

/** A model, and how it came about. */
export interface KnownModel {
  model: Model;
  identity: Identity;
  /** What its schema led to. */
  trail: Step[];
}

type Import = NonNullable<Model["typescript"]>["imports"][number];

/** The named types that requests and responses carry. Each is read once, so that a type may contain itself. */
export class Models {
  readonly #trail: Trail;
  readonly #known = new Map<string, KnownModel>();
  readonly #byArguments = new Map<ts.Declaration, Map<string, KnownModel>>();
  readonly #locals = new Map<string, ts.Declaration>();

  constructor(trail: Trail) {
    this.#trail = trail;
  }

  /** A reference to the model; `read` is called the first time. */
  refer(identity: Identity, read: () => Schema): Schema {
    const key = JSON.stringify(identity.arguments);
    const byArguments = this.#byArguments.get(identity.declaration) ?? new Map<string, KnownModel>();
    this.#byArguments.set(identity.declaration, byArguments);
    const before = byArguments.get(key);
    if (before) {
      this.#trail.add(before);
      return referenceTo(before.model.name);
    }
    const name = unused(identity.name, identity.module, (one) => this.#known.has(one));
    const model: Model = { name, schema: {} };
    const known: KnownModel = { model, identity, trail: [] };
    byArguments.set(key, known);
    this.#known.set(name, known);
    this.#trail.add(known);
    [model.schema, known.trail] = this.#trail.during(read);
    const typescript = this.#typescriptOf(identity);
    if (typescript) model.typescript = typescript;
    return referenceTo(name);
  }

  /**
   * Refer to a model of an earlier reading, whose schema is the same as then.
   *
   * @param follow goes the way that its schema led
   * @throws {Outdated} when it has another name now
   */
  referAgain({ identity, model: { name, schema } }: KnownModel, follow: () => void): void {
    const { $ref } = this.refer(identity, () => {
      follow();
      return schema;
    });
    if ($ref !== referenceTo(name).$ref) throw new Outdated();
  }

  get(name: string): Model | undefined {
    return this.#known.get(name)?.model;
  }

  /** The schema that a reference stands for; any other schema as it is. */
  resolve(schema: Schema): Schema {
    const model = schema.$ref === undefined ? undefined : this.get(nameOfReference(schema.$ref));
    return model ? this.resolve(model.schema) : schema;
  }

  /** In the order of their names. */
  all(): Record<string, Model> {
    const models = [...this.#known].map(([name, { model }]) => [name, model] as const);
    return Object.fromEntries(models.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The type in TypeScript, where it is exported and its arguments can be written. */
  #typescriptOf({ declaration, module, exported, ...identity }: Identity): Model["typescript"] {
    if (!module || exported === undefined) return undefined;
    const parts = identity.arguments.map((schema) => writtenAs(schema, (name) => this.get(name)?.typescript));
    if (!parts.every((part) => part !== undefined)) return undefined;
    const local = unused(exported, module, (candidate) => {
      const owner = this.#locals.get(candidate);
      return GLOBALS.includes(candidate) || (owner !== undefined && owner !== declaration);
    });
    this.#locals.set(local, declaration);
    const own: Import =
      local === exported ? { module, name: exported } : { module, name: exported, as: local };
    const list = parts.length === 0 ? "" : `<${parts.map(({ text }) => text).join(", ")}>`;
    const imports = withoutRepeats([own, ...parts.flatMap(({ imports }) => imports)]);
    return { text: local + list, imports };
  }
}

/** The types of the platform that generated code names: a model of that name is imported under another. */
const GLOBALS = ["Array", "Date"];

/** Of two types of the same name, the second gets its module's name in front: `Topping`, then `PizzaTopping`. */
function unused(name: string, module: string | undefined, taken: (name: string) => boolean): string {
  if (!taken(name)) return name;
  const qualified = pascal(module?.split("/").at(-1) ?? "") + name;
  let candidate = qualified;
  for (let count = 2; taken(candidate) || candidate === name; count++) candidate = `${qualified}${count}`;
  return candidate;
}

function withoutRepeats(imports: Import[]): Import[] {
  const distinct = new Map(imports.map((one) => [`${one.module}#${one.name}`, one]));
  return [...distinct.values()];
}
