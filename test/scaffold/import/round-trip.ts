/** Whether a document survives: document → stubs → record → document. */
import type { Finding } from "../../../scripts/scaffold/import/findings.ts";
import { NO_ROUTE } from "../../../scripts/scaffold/import/operations.ts";
import { Place } from "../../../scripts/scaffold/import/place.ts";
import { type Excuses, excusesOf } from "./excuses.ts";
import { type Difference, SchemaComparison } from "./schemas.ts";

const METHODS = ["get", "put", "post", "patch", "delete", "head", "options"];
const IGNORED_HEADERS = ["accept", "content-type", "authorization"];

/** What the template itself answers, as a problem, whatever an operation throws of the same status. */
const OWN_STATUSES = ["400", "401", "413", "415", "422", "4XX", "500", "5XX", "default"];
const PROBLEM = "application/problem+json";

/**
 * @param source the document that was imported
 * @param emitted what became of it
 * @param findings what is said to be lost
 * @returns what was lost without a word
 */
export function differencesOf(source: Place, emitted: unknown, findings: readonly Finding[]): Difference[] {
  const excuses = excusesOf(findings);
  const comparison = new Comparison(placeOf(emitted), excuses, findings);
  return comparison.document(source).filter(({ pointer }) => !excuses.difference(pointer));
}

/** A document that is a value alone. */
function placeOf(document: unknown): Place {
  const files = new Map([["", document]]);
  return new Place({ files, label: () => "", locate: () => "" }, "", "", document);
}

class Comparison {
  readonly #emitted: Place;
  readonly #excuses: Excuses;
  readonly #lost: Set<string>;
  readonly #schemas: SchemaComparison;

  constructor(emitted: Place, excuses: Excuses, findings: readonly Finding[]) {
    this.#emitted = emitted;
    this.#excuses = excuses;
    this.#lost = new Set(
      findings.filter(({ text }) => text.startsWith(NO_ROUTE)).map(({ pointer }) => pointer),
    );
    this.#schemas = new SchemaComparison(excuses);
  }

  document(source: Place): Difference[] {
    const emitted = new Map<string, Place>();
    for (const [path, item] of this.#emitted.at("paths").entries())
      for (const [method, operation] of item.entries()) emitted.set(`${method} ${template(path)}`, operation);
    return source
      .at("paths")
      .entries()
      .flatMap(([path, at]) => {
        const item = at.follow();
        return METHODS.flatMap((method) => {
          const operation = item.at(method);
          if (!operation.exists || this.#lost.has(operation.pointer) || path.startsWith("x-")) return [];
          const other = emitted.get(`${method} ${template(path)}`);
          if (!other) return [{ pointer: operation.pointer, text: "the operation is lost" }];
          return [
            ...this.#parameters(item, operation, path, other),
            ...this.#body(operation, other, method),
            ...this.#responses(operation, other),
            ...this.#security(source, operation, other),
          ];
        });
      });
  }

  #parameters(item: Place, operation: Place, path: string, other: Place): Difference[] {
    const differences: Difference[] = [];
    const emittedPath = other.path.split("/")[2]?.replaceAll("~1", "/").replaceAll("~0", "~") ?? "";
    const theirs = new Map(
      other
        .at("parameters")
        .items()
        .map((one) => [keyOf(one, emittedPath), one]),
    );
    const ours = new Map(
      [...item.at("parameters").items(), ...operation.at("parameters").items()]
        .map((one) => one.follow())
        .map((one) => [keyOf(one, path), one]),
    );
    for (const [key, parameter] of ours) {
      if (parameter.value.in === "header" && IGNORED_HEADERS.includes(parameter.value.name.toLowerCase()))
        continue;
      const emitted = theirs.get(key);
      if (!emitted) {
        differences.push({ pointer: parameter.pointer, text: `the parameter ${key} is lost` });
        continue;
      }
      if (
        (parameter.value.required ?? false) !== (emitted.value.required ?? false) &&
        parameter.value.in !== "path"
      )
        differences.push({ pointer: parameter.pointer, text: `${key}: required differs` });
      const style = parameter.at(parameter.value.style === undefined ? "explode" : "style");
      if ([style, parameter.at("schema")].some(({ pointer }) => this.#excuses.everything(pointer))) continue;
      const [asked, given] = [styleOf(parameter), styleOf(emitted)];
      if (asked !== given && !this.#excuses.difference(style.pointer))
        differences.push({ pointer: style.pointer, text: `${key}: ${asked} is ${given}` });
      differences.push(...this.#schemas.compare(parameter.at("schema"), emitted.at("schema")));
    }
    for (const key of theirs.keys()) {
      if (ours.has(key)) continue;
      const [where, name] = key.split(" ");
      const isMissing = where === "path" || path.includes(`{${name}}`);
      if (!(isMissing && this.#excuses.difference(operation.pointer)))
        differences.push({ pointer: operation.pointer, text: `the parameter ${key} came in` });
    }
    return differences;
  }

  #body(operation: Place, other: Place, method: string): Difference[] {
    const place = operation.at("requestBody");
    if (!place.exists)
      return other.at("requestBody").exists ? [{ pointer: operation.pointer, text: "a body came in" }] : [];
    if (method === "get" || method === "head") return [{ pointer: place.pointer, text: "the body is lost" }];
    const body = place.follow();
    const emitted = other.at("requestBody");
    if (!emitted.exists)
      return [{ pointer: place.isReference ? body.pointer : place.pointer, text: "the body is lost" }];
    const differences: Difference[] = [];
    const isForm = body
      .at("content")
      .entries()
      .some(([type]) => /form/.test(type));
    if ((body.value.required ?? false) !== (emitted.value.required ?? false) && !isForm)
      differences.push({ pointer: body.pointer, text: "required of the body differs" });
    return [...differences, ...this.#content(body.at("content"), emitted.at("content"), place.pointer)];
  }

  #responses(operation: Place, other: Place): Difference[] {
    return operation
      .at("responses")
      .entries()
      .flatMap(([status, place]) => {
        if (status.startsWith("x-")) return [];
        const emitted = other.at("responses", status.replace(/xx$/, "XX"));
        if (!emitted.exists) return [{ pointer: place.pointer, text: `the response ${status} is lost` }];
        if (this.#excuses.difference(place.pointer)) return [];
        const besides = OWN_STATUSES.includes(emitted.path.split("/").at(-1) ?? "") ? [PROBLEM] : [];
        return this.#content(place.follow().at("content"), emitted.at("content"), place.pointer, besides);
      });
  }

  /** What a request has to show, and how. */
  #security(source: Place, operation: Place, other: Place): Difference[] {
    const own = operation.at("security");
    const place = own.exists ? own : source.at("security");
    const ways = place.items().filter(({ pointer }) => !this.#excuses.difference(pointer));
    const demands = ways.flatMap((way) => way.entries());
    const schemes = demands.map(([key]) => source.at("components", "securitySchemes", key).follow());
    // It is called otherwise.
    if (schemes.some(({ pointer }) => this.#excuses.difference(pointer))) return [];
    const scopeless = demands.some(([, { pointer }]) => this.#excuses.difference(pointer));
    const ours = alternatives(ways, scopeless);
    const theirs = alternatives(other.at("security").items(), scopeless);
    if (ours.join() !== theirs.join())
      return [{ pointer: place.pointer, text: `the security is ${theirs.join(" or ")}` }];
    const emitted = this.#emitted.at("components", "securitySchemes");
    return schemes.flatMap((at, index) => this.#valueOf(at, emitted.at(demands[index]?.[0] ?? "")));
  }

  /** Everything that our value says must be there, letter case, white space and bullets apart. */
  #valueOf(ours: Place, theirs: Place): Difference[] {
    if (ours.path.split("/").at(-1)?.startsWith("x-") || this.#excuses.difference(ours.pointer)) return [];
    const entries = ours.entries();
    if (entries.length > 0) return entries.flatMap(([key, at]) => this.#valueOf(at, theirs.at(key)));
    const [said, heard] = [ours.value, theirs.value].map((value) =>
      String(typeof value === "object" ? "" : (value ?? ""))
        .replace(/(^|\s)\*/g, "$1-")
        .replace(/[\s`]+/g, " ")
        .trim()
        .toLowerCase(),
    );
    // A description without a word says nothing.
    const isSaid = said !== "" || typeof ours.value !== "string";
    return said === heard || !isSaid ? [] : [{ pointer: ours.pointer, text: `${said} is ${heard}` }];
  }

  #content(ours: Place, theirs: Place, owner: string, besides: string[] = []): Difference[] {
    const differences: Difference[] = [];
    const emitted = new Map(theirs.entries().map(([type, media]) => [bare(type), media]));
    const known = ours.entries().map(([type]) => bare(type));
    for (const [type, media] of ours.entries()) {
      // Of several versions one is taken, and the others are told of.
      const isOneOfSeveral = known.filter((one) => one === bare(type)).length > 1;
      if (isOneOfSeveral && this.#excuses.difference(media.pointer)) continue;
      const other = emitted.get(bare(type));
      if (!other) differences.push({ pointer: media.pointer, text: `${type} is lost` });
      else if (
        media.at("schema").exists &&
        (other.at("schema").exists || media.at("schema").follow().value?.type !== "string")
      )
        differences.push(...this.#schemas.compare(media.at("schema"), other.at("schema")));
    }
    if (
      [...emitted.keys()].some((type) => !known.includes(type) && !besides.includes(type)) &&
      !ours.entries().some(([, media]) => this.#excuses.difference(media.pointer))
    ) {
      if (ours.entries().length > 0)
        differences.push({ pointer: owner, text: `${[...emitted.keys()]} came in` });
    }
    return differences;
  }
}

/** The ways in, sorted, without those that ask for more than another one. */
function alternatives(ways: Place[], scopeless: boolean): string[] {
  const sets = ways.map((way) =>
    way
      .entries()
      .flatMap(([key, { value }]) => [
        key,
        ...(scopeless ? [] : [...new Set<string>(value)].map((scope) => `${key}(${scope})`)),
      ]),
  );
  const least = sets.filter(
    (set) =>
      !sets.some(
        (other) => other.length > 0 && other.length < set.length && other.every((one) => set.includes(one)),
      ),
  );
  const texts = [...new Set(least.map((set) => set.sort().join("&") || "none"))].sort();
  return texts.length === 1 && texts[0] === "none" ? [] : texts;
}

function bare(type: string): string {
  return (type.split(";", 1)[0] ?? "").trim().toLowerCase();
}

function template(path: string): string {
  return path.replace(/[?#].*$/s, "").replace(/\{[^{}]*\}/g, "{}");
}

/** How several values travel in the query; nothing where there is one. */
function styleOf(parameter: Place): string {
  const { in: where, style = "form", explode = style === "form" } = parameter.value;
  const schema = parameter.at("schema");
  const { items, properties, enum: values, ...rest } = schema.exists ? schema.follow().value : {};
  // A document may leave to its reader to see that what has items is a list.
  const type = rest.type ?? (items ? "array" : properties && "object");
  // Values are taken before the type: each is one text.
  if (values !== undefined) return "";
  if (where !== "query" || (type !== "array" && type !== "object")) return "";
  return style === "deepObject" || !explode ? style : "form, exploded";
}

/** Placeholders are told apart by where they stand, headers whatever the case of their letters. */
function keyOf({ value }: Place, path: string): string {
  if (value.in !== "path")
    return `${value.in} ${value.in === "header" ? value.name.toLowerCase() : value.name}`;
  const names = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name);
  return `path ${names.indexOf(value.name)}`;
}
