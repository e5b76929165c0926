/**
 * The parameters and the return type of an operation that is to be written.
 *
 * @module
 */

import type { Project } from "../operation.ts";
import { placeholdersOf } from "../read/paths.ts";
import { closest } from "../read/spelling.ts";
import { subjectOf } from "./names.ts";
import { Refusal } from "./refusal.ts";
import { namesIn, type Types } from "./types.ts";
import { declared, type Wish } from "./wish.ts";

export interface WrittenParameter {
  /** `limit: Limit = 10`. */
  text: string;
  type: string;
  optional: boolean;
}

export interface Signature {
  parameters: WrittenParameter[];
  /** What the client gets: without the `Promise` around it. */
  returns: string;
  /** Types of bodies that nobody has declared yet. */
  missing: string[];
}

export function signatureOf(wish: Wish, types: Types, project: Project): Signature {
  const missing = new Set<string>();
  const { known, object } = readers(types, missing);
  const inPath = placeholdersOf(wish.path);
  const given = new Map(wish.placeholders.map(declared).map((one) => [one.name, one.type]));
  const stray = [...given.keys()].find((name) => !inPath.includes(name));
  if (stray !== undefined) throw new Refusal(`There is no {${stray}} in ${wish.path}.`);

  const parameters: WrittenParameter[] = inPath.map((name) => {
    const type = known(given.get(name) ?? typeElsewhere(name, types, project) ?? "string");
    if (types.shapeOf(type) === "object" || types.shapeOf(type) === "list")
      throw new Refusal(`{${name}} can't be ${type}: what is in the path is a string, a number or the like.`);
    return { text: `${name}: ${type}`, type, optional: false };
  });
  if (wish.body !== undefined) parameters.push(bodyOf(wish, object, types, inPath));
  parameters.push(...wish.query.map((text) => textual("Query", text, known, types)));
  parameters.push(...wish.headers.map((text) => textual("Header", text, known, types)));
  parameters.sort((a, b) => Number(a.optional) - Number(b.optional));
  if (wish.checkpoint !== undefined) {
    if (wish.kind !== "steps") throw new Refusal("--checkpoint goes with --steps.");
    const type = `Resume<${object(wish.checkpoint)}>`;
    parameters.push({ text: `resume?: ${type}`, type, optional: true });
  }
  const names = parameters.map(({ text }) => /^[\w$]+/.exec(text)?.[0] ?? "");
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Refusal(`There are two parameters named ${twice}.`);
  const returns =
    wish.returns === undefined
      ? RETURNS_NOTHING.includes(wish.method)
        ? "void"
        : "unknown"
      : object(wish.returns);
  return { parameters, returns, missing: [...missing] };
}

const RETURNS_NOTHING = ["delete", "head", "options"];

/** Checks of a type's text: `known` takes declared ones only, `object` notes those that are to be created. */
function readers(types: Types, missing: Set<string>) {
  const unknown = (text: string) => {
    const names = namesIn(text);
    if (!names) throw new Refusal(`"${text}" is no TypeScript type.`);
    return names.filter((name) => types.moduleOf(name) === undefined);
  };
  const known = (text: string): string => {
    const [name] = unknown(text);
    if (name === undefined) return text;
    const suggestion = closest(name, types.names());
    const hint = suggestion ? ` Did you mean ${suggestion}?` : "";
    throw new Refusal(`No file of src/models exports a type ${name}.${hint}`);
  };
  const object = (text: string): string => {
    for (const name of unknown(text)) missing.add(name);
    return text;
  };
  return { known, object };
}

/** The type that another function has for a placeholder of that name. */
function typeElsewhere(
  name: string,
  types: Types,
  { operations, dependencies }: Project,
): string | undefined {
  for (const { name: owner, place, parameters } of [...operations, ...dependencies]) {
    if (!parameters.some(({ name: other, source }) => other === name && source.in === "path")) continue;
    const text = types.parameterType(place.file, owner, name);
    if (text !== undefined && namesIn(text)?.every((one) => types.moduleOf(one) !== undefined)) return text;
  }
  return undefined;
}

function bodyOf(
  { body = "", method }: Wish,
  object: (text: string) => string,
  types: Types,
  inPath: string[],
): WrittenParameter {
  if (method === "get" || method === "head")
    throw new Refusal(`${method.toUpperCase()} has no body: use --query, or another method.`);
  const [, name, written = body] = /^\s*([a-z_$][\w$]*)\s*:\s*(.+)$/s.exec(body) ?? [];
  const type = object(written.trim());
  const isName = /^[A-Z][\w$]*$/.test(type);
  const subject = isName ? subjectOf(type) : "body";
  const called = name ?? (inPath.includes(subject) ? "body" : subject);
  const isScalar = types.shapeOf(type) === "scalar";
  return { text: `${called}: ${isScalar ? `Body<${type}>` : type}`, type, optional: false };
}

function textual(
  marker: "Query" | "Header",
  text: string,
  known: (text: string) => string,
  types: Types,
): WrittenParameter {
  const { name, optional, type: given, default: fallback } = declared(text);
  const type = known(given ?? "string");
  const shape = types.shapeOf(type);
  if (shape === "object")
    throw new Refusal(
      `${name} can't be ${type}: what is not in the body is a string, a number or the like, or a list of these.`,
    );
  const written = marker === "Header" || shape === "list" ? `${marker}<${type}>` : type;
  if (fallback === undefined)
    return { text: `${name}${optional ? "?" : ""}: ${written}`, type: written, optional };
  return {
    text: `${name}: ${written} = ${literal(fallback, types.sampleOf(type))}`,
    type: written,
    optional: true,
  };
}

/** A default as TypeScript writes it: a string may stand without quotes. */
function literal(text: string, sample: string): string {
  return /^["']/.test(sample) && !/^["'`]/.test(text) ? JSON.stringify(text) : text;
}
