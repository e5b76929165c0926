/**
 * Which schemas get a name, and which name and file that is.
 *
 * @module
 */

import { MARKERS } from "../read/symbols.ts";
import type { Draft } from "./module.ts";
import { kebab, Names, pascal } from "./names.ts";
import type { Paths } from "./paths.ts";
import type { Place } from "./place.ts";

interface Model {
  name: string;
  path: string;
  place: Place;
}

/** The types that generated stubs name, and the schemas that the document gets of its own. */
const SPOKEN_FOR = [
  ...[
    "Array",
    "Date",
    "Record",
    "Promise",
    "Uint8Array",
    "ReadableStream",
    "HTTPException",
    "Response",
    "Request",
  ],
  ...MARKERS,
  ...[
    "Integer",
    "PositiveInteger",
    "NonNegativeInteger",
    "NonEmptyString",
    "Email",
    "Uuid",
    "Uri",
    "CalendarDate",
  ],
  ...["Problem", "Job", "Context", "Object", "String", "Number", "Boolean", "Function", "Symbol", "unknown"],
];

/** What a handler calls by these names is the language's. */
const GLOBALS = [
  "Error",
  "TypeError",
  "RangeError",
  "Map",
  "Set",
  "Math",
  "JSON",
  "RegExp",
  "Proxy",
  "Reflect",
];

export class Models {
  readonly names: Names;
  readonly #paths = new Names(["index"]);
  readonly #files: Paths;
  readonly #models = new Map<string, Model>();
  readonly #queue: Model[] = [];
  /** Whether keywords beside a `$ref` count: in OpenAPI 3.1 they do, in 3.0 they are ignored. */
  readonly allowsSiblings: boolean;

  constructor(root: Place, paths: Paths) {
    this.#files = paths;
    this.allowsSiblings = /^3\.1/.test(root.value.openapi);
    this.names = new Names(SPOKEN_FOR.map((name) => name.toLowerCase()));
    // In the order of the document, so that names stay what they are when something is added at the end.
    for (const [, schema] of root.at("components", "schemas").entries()) this.#modelOf(schema);
    this.#queue.length = 0;
  }

  /** The name of a model, imported into a draft: at the first time it is called as is wanted. */
  use(place: Place, draft: Draft, called?: string): string {
    const { path, name } = this.#modelOf(place, called);
    return draft.use(path, name);
  }

  /** All schemas under `components`, whether used or not, and every other that was used since. */
  *toWrite(root: Place): Generator<Model> {
    for (const [, schema] of root.at("components", "schemas").entries()) yield this.#modelOf(schema);
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) yield next;
  }

  #modelOf(place: Place, called?: string): Model {
    const known = this.#models.get(place.pointer);
    if (known) return known;
    const keys = place.path
      .split("/")
      .filter(
        (key) => !/^(|components|schemas|definitions|\$defs|paths|properties|content|schema)$/.test(key),
      );
    const file =
      place.file
        .split("/")
        .at(-1)
        ?.replace(/\.\w+$/, "") ?? "";
    const wanted =
      called ??
      (keys.length > 0
        ? keys
            .slice(-3)
            .map((key) => key.replaceAll("~1", "/"))
            .join(" ")
        : file);
    const said = pascal(
      place.path.startsWith("/components/schemas/") && keys.length === 1
        ? (keys[0] ?? wanted).replaceAll("~1", "/")
        : wanted,
    );
    const name = this.names.take(GLOBALS.includes(said) ? `${said}Model` : said);
    const path = this.#files.of("src/models", this.#paths.take(kebab(name) || "model"));
    const model: Model = { name, path, place };
    this.#models.set(place.pointer, model);
    this.#queue.push(model);
    return model;
  }
}
