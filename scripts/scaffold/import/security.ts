/**
 * Security schemes as dependencies.
 *
 * @module
 */

import { docComment, type Tag } from "./doc.ts";
import type { Findings } from "./findings.ts";
import { type Declaration, Draft } from "./module.ts";
import { camel, kebab, type Names, variable } from "./names.ts";
import type { Argument } from "./parameters.ts";
import type { Paths } from "./paths.ts";
import { isRecord, type Place } from "./place.ts";

const OPERATIONS = "src/operations";

interface Scheme {
  key: string;
  /** The function. */
  name: string;
  path: string;
  declaration: Declaration;
}

export class Security {
  readonly #root: Place;
  readonly #findings: Findings;
  readonly #schemes = new Map<string, Scheme>();

  constructor(root: Place, names: Names, paths: Paths, findings: Findings) {
    this.#root = root;
    this.#findings = findings;
    for (const [key, place] of root.at("components", "securitySchemes").entries()) {
      const scheme = schemeOf(key, place.follow(), names, paths, findings);
      if (scheme) this.#schemes.set(key, scheme);
    }
  }

  dependencies(): { path: string; declarations: Declaration[] }[] {
    return [...this.#schemes.values()].map(({ path, declaration }) => ({
      path,
      declarations: [declaration],
    }));
  }

  /** The functions that a stub of this operation may name: no parameter can be called so. */
  namesFor(operation: Place): string[] {
    return this.#placeOf(operation)
      .items()
      .flatMap((one) => one.entries().flatMap(([key]) => this.#schemes.get(key)?.name ?? []));
  }

  #placeOf(operation: Place): Place {
    const own = operation.at("security");
    return own.exists ? own : this.#root.at("security");
  }

  /** What a stub needs for the security that its operation, or else the document, asks for. */
  of(operation: Place, draft: Draft, names: Names): { parameters: Argument[]; tags: Tag[] } {
    const place = this.#placeOf(operation);
    const alternatives = place.items();
    const [first] = alternatives;
    if (!first) return { parameters: [], tags: [] };
    const keys = alternatives.flatMap((one) => (isRecord(one.value) ? Object.keys(one.value) : []));
    for (const one of alternatives)
      for (const [key, scopes] of one.entries())
        if (Array.isArray(scopes.value) && scopes.value.length > 0)
          this.#findings.add(scopes.pointer, `the scopes of ${key}`);
    if (alternatives.length > 1 || keys.length > 1) {
      const says = alternatives.length > 1 ? "alternatives" : "several schemes at once";
      this.#findings.add(
        place.pointer,
        `${says}: the stub names the schemes and leaves it to you to check them`,
      );
      return { parameters: [], tags: [...new Set(keys)].map((key) => ({ name: "security", text: key })) };
    }
    const scheme = keys[0] === undefined ? undefined : this.#schemes.get(keys[0]);
    if (!scheme) {
      if (keys[0] !== undefined) this.#findings.add(first.pointer, `the security scheme ${keys[0]}`);
      return { parameters: [], tags: [] };
    }
    draft.use(scheme.path, scheme.name);
    const name = names.take("credentials");
    const type = `${draft.use(OPERATIONS, "Depends")}<typeof ${scheme.name}>`;
    return { parameters: [{ name, text: `${name}: ${type}`, optional: false }], tags: [] };
  }
}

/** How each kind of scheme is asked for, and where its credentials are. */
function schemeOf(
  key: string,
  place: Place,
  names: Names,
  paths: Paths,
  findings: Findings,
): Scheme | undefined {
  const { type, in: where, name: field, scheme, description } = place.value;
  const carrier = type === "apiKey" ? { where, field } : { where: "header", field: "Authorization" };
  if (type === "mutualTLS") {
    findings.add(place.pointer, "mutual TLS: Cloudflare checks the certificate before the Worker runs");
    return undefined;
  }
  findings.add(place.pointer, "the particulars of the security scheme: the document names it by its kind");
  const name = names.take(variable(camel(key)));
  const draft = new Draft(paths.of("src/dependencies", kebab(name)));
  const marker = carrier.where === "query" ? "Query" : carrier.where === "cookie" ? "Cookie" : "Header";
  const parameter = variable(camel(String(carrier.field)));
  const isPlain =
    marker === "Header"
      ? parameter.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase() === String(carrier.field).toLowerCase()
      : parameter === carrier.field;
  const alias = isPlain ? "" : `, ${JSON.stringify(carrier.field)}`;
  const exception = draft.use("hono/http-exception", "HTTPException", { type: false });
  const said =
    typeof description === "string" && description.trim() !== ""
      ? description
      : `The credentials of the security scheme ${key}${scheme ? ` (${scheme})` : ""}.`;
  const comment = docComment(said, [
    { name: "security", text: key },
    { name: "throws", text: "{401} The credentials are missing." },
  ]);
  const text = `${comment}export async function ${name}(${parameter}?: ${draft.use(OPERATIONS, marker)}<string${alias}>): Promise<string> {
  if (!${parameter}) throw new ${exception}(401);
  // Nobody passes until this says who does: check the credentials, and return whom they stand for.
  throw new ${exception}(501);
}`;
  return {
    key,
    name,
    path: draft.path,
    declaration: { name, text, imports: draft.imports, pointer: place.pointer },
  };
}
