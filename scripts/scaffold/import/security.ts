/**
 * What a request has to show, as dependencies: one for each security scheme, and one for each choice between them.
 *
 * @module
 */

import { docComment, type Tag } from "./doc.ts";
import type { Findings } from "./findings.ts";
import { type Declaration, Draft } from "./module.ts";
import { camel, kebab, Names, variable } from "./names.ts";
import type { Argument } from "./parameters.ts";
import type { Paths } from "./paths.ts";
import type { Place } from "./place.ts";
import { definitionOf, isScope } from "./security-scheme.ts";

const OPERATIONS = "src/operations";

interface Scheme {
  /** As `@security` names it. */
  key: string;
  place: Place;
  definition: string[];
  /** The function that stands for it. */
  name: string;
}

/** Schemes that must all be satisfied, with the scopes that each takes. */
type Way = { scheme: Scheme; scopes: string[] }[];

/** A dependency that lets nobody pass yet. */
interface Guard {
  name: string;
  path: string;
  declaration: Declaration;
}

export class Security {
  readonly #root: Place;
  readonly #names: Names;
  readonly #paths: Paths;
  readonly #findings: Findings;
  readonly #schemes = new Map<string, Scheme>();
  /** By what they ask for. */
  readonly #guards = new Map<string, Guard>();
  readonly #asked = new Set<Scheme>();
  /** Those of a guard of their own. */
  readonly #described = new Set<Scheme>();

  constructor(root: Place, names: Names, paths: Paths, findings: Findings) {
    this.#root = root;
    this.#names = names;
    this.#paths = paths;
    this.#findings = findings;
    for (const [key, at] of root.at("components", "securitySchemes").entries()) {
      const place = at.follow();
      const definition = definitionOf(place, findings);
      if (!definition) continue;
      const sayable = /^[\w.-]+$/.test(key) && key !== "none" ? key : camel(key);
      if (sayable !== key)
        findings.add(place.pointer, `the name of the security scheme: ${key} is ${sayable}`);
      this.#schemes.set(key, { key: sayable, place, definition, name: names.take(variable(camel(key))) });
    }
  }

  /** Those that the stubs depend on. */
  dependencies(): { path: string; declarations: Declaration[] }[] {
    for (const scheme of this.#schemes.values()) {
      if (!this.#asked.has(scheme))
        this.#findings.add(scheme.place.pointer, "the security scheme: no operation asks for it");
      else if (!this.#described.has(scheme) && scheme.place.value.description !== undefined)
        this.#findings.add(
          scheme.place.at("description").pointer,
          "what is said of a scheme of choices only",
        );
    }
    return [...this.#guards.values()].map(({ path, declaration }) => ({ path, declarations: [declaration] }));
  }

  /** The functions that a stub of this operation may name: no parameter can be called so. */
  namesFor(operation: Place): string[] {
    return this.#guardsOf(this.#waysOf(operation)).map(({ name }) => name);
  }

  /** What a stub needs for the security that its operation, or else the document, asks for. */
  of(operation: Place, draft: Draft, names: Names): { parameters: Argument[]; tags: Tag[] } {
    const ways = this.#waysOf(operation);
    const parameters = this.#guardsOf(ways).map((guard) => {
      draft.use(guard.path, guard.name);
      const name = names.take("credentials");
      const type = `${draft.use(OPERATIONS, "Depends")}<typeof ${guard.name}>`;
      return { name, text: `${name}: ${type}`, optional: false };
    });
    const hasScopes = ways.some((way) => way.some(({ scopes }) => scopes.length > 0));
    return {
      parameters,
      tags: hasScopes ? ways.map((way) => ({ name: "security", text: textOf(way) })) : [],
    };
  }

  /** The alternatives; none where everybody comes in. */
  #waysOf(operation: Place): Way[] {
    const own = operation.at("security");
    const alternatives = (own.exists ? own : this.#root.at("security")).items();
    const isOptional = alternatives.some((one) => one.entries().length === 0);
    const ways = new Map<string, Way>();
    for (const one of alternatives) {
      const unknown = one.entries().find(([key]) => !this.#schemes.has(key));
      const way = one.entries().flatMap(([key, scopes]) => this.#demand(key, scopes, isOptional));
      const isLong = way.filter(({ scheme }) => scheme.definition.length > 1).length > 1;
      if (unknown) this.#findings.add(one.pointer, `the security scheme ${unknown[0]}`);
      else if (isLong && alternatives.length > 1)
        this.#findings.add(one.pointer, "several schemes of OAuth at once, as one of several choices");
      else ways.set(textOf(way), way);
    }
    return [...ways.values()].some((way) => way.length > 0) ? [...ways.values()] : [];
  }

  #demand(key: string, place: Place, isOptional: boolean): Way {
    const scheme = this.#schemes.get(key);
    const all: unknown[] = Array.isArray(place.value) ? place.value : [];
    // A stub that asks for scopes on top of a choice asks for the choice too, where nothing is one.
    const scopes = isOptional ? [] : all.filter(isScope);
    if (scopes.length < all.length) this.#findings.add(place.pointer, `the scopes of ${key}`);
    return scheme ? [{ scheme, scopes }] : [];
  }

  /** One for each scheme, where all are needed; one for the choice, where there is one. */
  #guardsOf(ways: Way[]): Guard[] {
    const [first, ...others] = ways;
    if (!first) return [];
    if (others.length > 0) return [this.#guardOf(ways)];
    return first.map((demand) => this.#guardOf([[demand]]));
  }

  #guardOf(ways: Way[]): Guard {
    const id = ways.map(namesOf).join(" or ");
    const known = this.#guards.get(id);
    if (known) return known;
    const guard = this.#write(ways);
    this.#guards.set(id, guard);
    return guard;
  }

  #write(ways: Way[]): Guard {
    const schemes = [...new Set(ways.flat().map(({ scheme }) => scheme))];
    const [first, ...others] = schemes;
    for (const scheme of schemes) this.#asked.add(scheme);
    if (first && others.length === 0) this.#described.add(first);
    const name =
      first && ways.length === 1 ? first.name : this.#names.take(variable(camel(nameOfChoice(ways))));
    const draft = new Draft(this.#paths.of("src/dependencies", kebab(name)));
    const exception = draft.use("hono/http-exception", "HTTPException", { type: false });
    const carriers = carriersOf(schemes);
    const parameters = [...new Map([...carriers.values()].map((one) => [one.parameter, one])).values()];
    const list = parameters.map(
      ({ parameter, marker, alias }) => `${parameter}?: ${draft.use(OPERATIONS, marker)}<string${alias}>`,
    );
    const isOptional = ways.some((way) => way.length === 0);
    const missing = ways.flatMap((way) => {
      const needed = [...new Set(way.map(({ scheme }) => carriers.get(scheme)?.parameter))];
      return needed.length > 1 ? [`!(${needed.join(" && ")})`] : needed.map((one) => `!${one}`);
    });
    const comment = docComment(others.length > 0 ? choiceOf(ways) : descriptionOf(first), [
      ...tagsOf(ways),
      ...(isOptional ? [] : [{ name: "throws", text: "{401} The credentials are missing." }]),
    ]);
    const text = `${comment}export async function ${name}(${list.join(", ")}): Promise<string${isOptional ? " | undefined" : ""}> {
  if (${[...new Set(missing)].join(" && ")}) ${isOptional ? "return undefined" : `throw new ${exception}(401)`};
  // Nobody passes until this says who does: check the credentials, and return whom they stand for.
  throw new ${exception}(501);
}`;
    const pointer = first?.place.pointer ?? "";
    return { name, path: draft.path, declaration: { name, text, imports: draft.imports, pointer } };
  }
}

/** `key(read write) & other`, as `@security` has it. */
function textOf(way: Way): string {
  const parts = way.map(
    ({ scheme, scopes }) => scheme.key + (scopes.length > 0 ? `(${scopes.join(" ")})` : ""),
  );
  return parts.join(" & ") || "none";
}

function namesOf(way: Way): string {
  return textOf(way.map(({ scheme }) => ({ scheme, scopes: [] })));
}

function nameOfChoice(ways: Way[]): string {
  const some = ways.filter((way) => way.length > 0);
  const choice =
    some.length > 3 ? "any credentials" : some.map((way) => namesOf(way).replaceAll("&", "and")).join(" or ");
  return some.length < ways.length ? `optional ${choice}` : choice;
}

/** A tag for each way, with what a scheme is where it is mentioned first. */
function tagsOf(ways: Way[]): Tag[] {
  const defined = new Set<Scheme>();
  return ways.map((way) => {
    // A definition of several lines can only be the last.
    const sorted = way.toSorted((a, b) => a.scheme.definition.length - b.scheme.definition.length);
    const parts = sorted.map(({ scheme }) => {
      if (defined.has(scheme)) return scheme.key;
      defined.add(scheme);
      return [said(scheme), ...scheme.definition.slice(1)].join("\n *   ");
    });
    return { name: "security", text: parts.join(" & ") || "none" };
  });
}

/** Its name and what it is; the name alone where it is that of the kind. */
function said({ key, definition: [first = ""] }: Scheme): string {
  const isNamedAsKind = first === key || first === "bearer JWT" || first.startsWith("apiKey ");
  return isNamedAsKind && first.split(" ", 1)[0] === key ? first : `${key} ${first}`;
}

function choiceOf(ways: Way[]): string {
  return `One of the ways to sign in: ${ways.map(namesOf).join(", or ")}.`;
}

function descriptionOf(scheme: Scheme | undefined): string {
  const { description, scheme: kind } = scheme?.place.value ?? {};
  if (typeof description === "string" && description.trim() !== "") return description;
  return `The credentials of the security scheme ${scheme?.key}${kind ? ` (${kind})` : ""}.`;
}

interface Carrier {
  parameter: string;
  marker: string;
  /** The name in the request, where the parameter's does not say it. */
  alias: string;
}

/** The parameters that have the schemes' credentials: several may be in the same place. */
function carriersOf(schemes: Scheme[]): Map<Scheme, Carrier> {
  const names = new Names();
  const places = new Map<string, Carrier>();
  return new Map(
    schemes.map((scheme) => {
      const { type, in: where, name } = scheme.place.value;
      const field = type === "apiKey" ? String(name) : "Authorization";
      const marker = (type === "apiKey" && MARKERS[where]) || "Header";
      const id = `${marker} ${marker === "Header" ? field.toLowerCase() : field}`;
      const carrier = places.get(id) ?? carrierOf(field, marker, names.take(variable(camel(field))));
      places.set(id, carrier);
      return [scheme, carrier];
    }),
  );
}

const MARKERS: Record<string, string> = { query: "Query", cookie: "Cookie" };

function carrierOf(field: string, marker: string, parameter: string): Carrier {
  const isPlain =
    marker === "Header"
      ? parameter.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase() === field.toLowerCase()
      : parameter === field;
  return { parameter, marker, alias: isPlain ? "" : `, ${JSON.stringify(field)}` };
}
