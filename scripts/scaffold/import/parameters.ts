/**
 * Parameters of an operation, as parameters of its stub.
 *
 * @module
 */

import { takesDefault } from "./constraints.ts";
import { docComment, jsonTag, oneLine } from "./doc.ts";
import type { Findings } from "./findings.ts";
import type { Draft } from "./module.ts";
import { camel, type Names, variable } from "./names.ts";
import type { Place } from "./place.ts";
import { travelOf } from "./travel.ts";
import { isObjectLiteral, type Types, type Written } from "./types.ts";

/** One parameter of a stub. */
export interface Argument {
  name: string;
  /** With its comment in front and its default behind. */
  text: string;
  /** It may be left out, so it stands behind those that may not. */
  optional: boolean;
  /** For `@param`. */
  description?: string;
}

const OPERATIONS = "src/operations";
const MARKERS: Record<string, string> = { query: "Query", header: "Header", cookie: "Cookie" };
/** OpenAPI has other words for these: a parameter of that name is ignored (3.1.1, Parameter Object, `name`). */
const IGNORED_HEADERS = ["accept", "content-type", "authorization"];

export interface ParameterContext {
  draft: Draft;
  types: Types;
  findings: Findings;
  names: Names;
  operation: string;
}

/** Undefined for a parameter that no stub can have; that is noted. */
export function argumentOf(
  place: Place,
  context: ParameterContext,
  pathNames: Map<string, string>,
): Argument | undefined {
  const { findings, draft, operation } = context;
  const parameter = place.follow();
  const { name: key, required, description, deprecated } = parameter.value;
  // A placeholder may stand in the path's query.
  const where = parameter.value.in === "path" && !pathNames.has(key) ? "query" : parameter.value.in;
  if (where === "header" && IGNORED_HEADERS.includes(String(key).toLowerCase())) {
    findings.add(parameter.pointer, `the header ${key}: OpenAPI ignores a parameter of that name`);
    return undefined;
  }
  if (parameter.at("content").exists) {
    findings.add(parameter.pointer, `the parameter ${key}: its value is a document of its own (content)`);
    return undefined;
  }
  const schema = parameter.at("schema");
  const { shape, style } = travelOf(parameter, findings);
  const name =
    where === "path"
      ? (pathNames.get(key) ?? key)
      : context.names.take(where === "header" ? headerName(key) : variable(key));
  const written: Written =
    shape === "text"
      ? { text: "string", level: "atom", tags: [], notes: [], doc: "" }
      : context.types.of(schema, draft, operation, key);
  const optional = where !== "path" && required !== true;
  if (deprecated === true && !written.notes.some((tag) => tag.name === "deprecated"))
    written.notes.push({ name: "deprecated", text: "" });
  for (const at of ["example", "examples"] as const)
    if (parameter.value[at] !== undefined)
      findings.add(parameter.at(at).pointer, "an example of a parameter");
  let type = isObjectLiteral(written.text) ? context.types.name(operation, key) : written.text;
  if (type !== written.text) context.types.declare(type, { ...written, tags: [], notes: [] }, draft, schema);
  const alias = aliasOf(where, key, name);
  const marker = MARKERS[where];
  if (marker && (where !== "query" || shape === "list" || shape === "object" || alias !== undefined))
    type = `${draft.use(OPERATIONS, marker)}<${type}${alias === undefined ? "" : `, ${JSON.stringify(alias)}`}>`;
  const fallback = written.notes.find((tag) => tag.name === "default");
  const initial = optional ? initialOf(schema, written) : undefined;
  const notes = initial === undefined ? written.notes : written.notes.filter((tag) => tag !== fallback);
  const styles = style === undefined ? [] : [{ name: "style", text: style }];
  const comment = docComment("", [...styles, ...written.tags, ...notes], { inline: true });
  const text = `${comment}${name}${optional && initial === undefined ? "?" : ""}: ${type}${initial === undefined ? "" : ` = ${initial}`}`;
  const said = oneLine(typeof description === "string" && description !== "" ? description : written.doc);
  return { name, text, optional, ...(said !== "" && { description: said }) };
}

/** What the key of a parameter is, where its name alone does not say it. */
function aliasOf(where: string, key: string, name: string): string | undefined {
  if (where === "path" || key === name) return undefined;
  return where === "header" && kebabCase(name) === key.toLowerCase() ? undefined : key;
}

/** As the reader does it: `userAgent` is `user-agent`. */
function kebabCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3-$2").toLowerCase();
}

function headerName(key: string): string {
  return variable(camel(key.toLowerCase()));
}

/** The default as TypeScript, where the type takes it as it is. */
function initialOf(schema: Place, { text }: Written): string | undefined {
  const { value } = schema.follow();
  const fallback = schema.value?.default ?? value?.default;
  if (fallback === undefined || fallback === null || typeof fallback === "object") return undefined;
  const types = Array.isArray(value.type) ? value.type : [value.type];
  const isLiteral = value.enum !== undefined;
  if (isLiteral) return value.enum.includes(fallback) ? JSON.stringify(fallback) : undefined;
  if (/Date/.test(text) || value.type === undefined || !takesDefault({ ...value, default: fallback }, types))
    return undefined;
  const kind = typeof fallback;
  return types.some((type: string) => (type === "integer" ? "number" : type) === kind)
    ? jsonTag(fallback)
    : undefined;
}
