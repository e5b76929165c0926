import type ts from "typescript";
import type { Model, Schema } from "../../operation.ts";

/** What names a model: a declaration, and for a generic one its arguments. */
export interface Identity {
  symbol: ts.Symbol;
  /** `Burger`, `PageOfBurger`. */
  name: string;
  /** The schemas of the type arguments. */
  arguments: Schema[];
  /** The module that declares it, relative to the root; undefined for a package's. */
  module?: string;
  /** The type in TypeScript, where it is exported and its arguments can be written: given the local name of the symbol. */
  typescript?: {
    exported: string;
    write: (local: string) => { text: string; imports: Import[] } | undefined;
  };
}

type Import = NonNullable<Model["typescript"]>["imports"][number];

/** The named types that requests and responses carry. Each is read once, so that a type may contain itself. */
export class Models {
  readonly #models = new Map<string, Model>();
  readonly #names = new Map<ts.Symbol, Map<string, string>>();
  readonly #locals = new Map<string, ts.Symbol>();

  /** A reference to the model; `read` is called the first time. */
  refer(identity: Identity, read: () => Schema): Schema {
    const key = JSON.stringify(identity.arguments);
    const named = this.#names.get(identity.symbol) ?? new Map<string, string>();
    this.#names.set(identity.symbol, named);
    const known = named.get(key);
    if (known) return referenceTo(known);
    const name = unused(identity.name, identity.module, (candidate) => this.#models.has(candidate));
    named.set(key, name);
    const model: Model = { name, schema: {} };
    this.#models.set(name, model);
    model.schema = read();
    const typescript = this.#typescriptOf(identity);
    if (typescript) model.typescript = typescript;
    return referenceTo(name);
  }

  get(name: string): Model | undefined {
    return this.#models.get(name);
  }

  /** The schema that a reference stands for; any other schema as it is. */
  resolve(schema: Schema): Schema {
    const model = schema.$ref === undefined ? undefined : this.#models.get(nameOfReference(schema.$ref));
    return model ? this.resolve(model.schema) : schema;
  }

  /** In the order of their names. */
  all(): Record<string, Model> {
    return Object.fromEntries([...this.#models].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #typescriptOf({ symbol, module, typescript }: Identity): Model["typescript"] {
    if (!module || !typescript) return undefined;
    const local = unused(typescript.exported, module, (candidate) => {
      const owner = this.#locals.get(candidate);
      return GLOBALS.includes(candidate) || (owner !== undefined && owner !== symbol);
    });
    const written = typescript.write(local);
    if (!written) return undefined;
    this.#locals.set(local, symbol);
    const { exported } = typescript;
    const own: Import =
      local === exported ? { module, name: exported } : { module, name: exported, as: local };
    return { text: written.text, imports: withoutRepeats([own, ...written.imports]) };
  }
}

/** The types of the platform that generated code names: a model of that name is imported under another. */
const GLOBALS = ["Array", "Date"];

const PREFIX = "#/components/schemas/";

function referenceTo(name: string): Schema {
  return { $ref: PREFIX + name };
}

export function nameOfReference(reference: string): string {
  return reference.slice(PREFIX.length);
}

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

/** `milk-shakes` is `MilkShakes`. */
export function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
