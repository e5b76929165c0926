/**
 * Operations as Hono's own client has them.
 *
 * @module
 */

import type { Operation, Project, Returns, Schema, Thrown } from "../operation.ts";
import { type Argument, argumentsOf } from "./arguments.ts";
import { Module } from "./module.ts";
import { honoPath } from "./paths.ts";
import { readsBody } from "./route.ts";
import { propertyKey, resolve } from "./schema.ts";
import { objectType, type WireTypes } from "./wire.ts";

/** `hono.ts`: the type of the routes. */
export function emitHonoSchema(project: Project, types: WireTypes): Module {
  const module = new Module("src/generated/hono.ts", ["Routes"]);
  const paths = new Map<string, string[]>();
  for (const operation of project.operations) {
    const path = honoPath(operation.path);
    const methods = paths.get(path) ?? [];
    methods.push(`$${operation.method}: ${endpointOf(operation, project, types, module)};`);
    paths.set(path, methods);
  }
  const routes = [...paths].map(([path, methods]) => `${JSON.stringify(path)}: {\n${methods.join("\n")}\n};`);
  module.add(
    `/** What the routes take and give, for \`hc<AppType>\`. */\nexport type Routes = {\n${routes.join("\n")}\n};`,
  );
  return module;
}

function endpointOf(operation: Operation, project: Project, types: WireTypes, module: Module): string {
  const args = argumentsOf(operation, project);
  const input = inputOf(args, project, types, module);
  if (operation.returns.type === "socket")
    return `${module.use("src/client/hono", "SocketEndpoint", { type: true })}<${input}>`;
  const runsAsJob = operation.kind === "plain" || operation.kind === "steps";
  const endpoint = module.use("src/client/hono", runsAsJob ? "JobEndpoint" : "Endpoint", { type: true });
  const { returns } = operation;
  const [output, format] =
    returns.type === "json" ? [types.of(returns.schema, "out", module), "json"] : OUTPUTS[returns.type];
  const status = returns.type === "response" ? "number" : operation.status;
  const refused = new Set([
    ...operation.throws.flatMap(({ status, content }) =>
      typeof status === "number" && content === undefined ? [status] : [],
    ),
    ...(args.length > 0 ? [422] : []),
    ...(readsBody(operation, project) ? [400, 413, 415] : []),
    ...(runsAsJob ? [503] : []),
    500,
  ]);
  const statuses = [...refused].sort((a, b) => a - b).join(" | ");
  return [
    `${endpoint}<${input}, ${output}, ${JSON.stringify(format)}, ${status}, ${statuses}>`,
    ...operation.throws.flatMap((thrown) => thrownAnswers(thrown, input, types, module)),
  ].join(" | ");
}

/** What is thrown with a body of its own. */
function thrownAnswers(
  { status, content = {} }: Thrown,
  input: string,
  types: WireTypes,
  module: Module,
): string[] {
  return Object.entries(content).map(([mediaType, schema]) => {
    const answer = module.use("src/client/hono", "Answer", { type: true });
    const isJson = /^application\/([^;]*\+)?json\b/.test(mediaType);
    const format = isJson ? "json" : /^text\//.test(mediaType) ? "text" : "body";
    const output = isJson ? types.of(schema ?? {}, "out", module) : format === "text" ? "string" : "unknown";
    return `${answer}<${input}, ${output}, ${JSON.stringify(format)}, ${statusType(status, module)}>`;
  });
}

function statusType(status: Thrown["status"], module: Module): string {
  const use = (name: string) => module.use("hono/utils/http-status", name, { type: true });
  if (status === "4XX") return use("ClientErrorStatusCode");
  if (status === "5XX") return use("ServerErrorStatusCode");
  if (status === "default") return `${use("ClientErrorStatusCode")} | ${use("ServerErrorStatusCode")}`;
  return String(status);
}

/** Type and format of what is no JSON. */
const OUTPUTS: Record<Exclude<Returns["type"], "json" | "socket">, [output: string, format: string]> = {
  text: ["string", "text"],
  bytes: ["unknown", "body"],
  response: ["unknown", "body"],
  empty: ["null", "body"],
  stream: ["unknown", "body"],
};

/** By Hono's names of the places. A raw body has none: it goes into `init`. */
function inputOf(args: Argument[], project: Project, types: WireTypes, module: Module): string {
  const places = new Map<string, { whole: string[]; properties: string[]; optional: boolean }>();
  for (const { source, optional } of args) {
    if (source.in === "bytes") continue;
    const mark = optional ? "?" : "";
    const place = PLACES[source.in];
    const part = places.get(place) ?? { whole: [], properties: [], optional: true };
    places.set(place, part);
    part.optional &&= optional;
    if (source.in === "queryObject")
      part.properties.push(...propertiesOf(source, optional, project, types, module));
    else if (source.key === null) part.whole.push(`(${typeOf(source, project, types, module)})`);
    else
      part.properties.push(`${propertyKey(source.key)}${mark}: ${typeOf(source, project, types, module)};`);
  }
  const parts = [...places].map(([place, { whole, properties, optional }]) => {
    const named = properties.length > 0 ? [objectType(properties)] : [];
    return `${place}${optional ? "?" : ""}: ${[...whole, ...named].join(" & ")};`;
  });
  return parts.length === 0 ? "object" : objectType(parts);
}

const PLACES = {
  path: "param",
  query: "query",
  queryObject: "query",
  header: "header",
  cookie: "cookie",
  body: "json",
  form: "form",
  file: "form",
} as const;

type QueryObject = Extract<Argument["source"], { in: "queryObject" }>;

/** Each has a key of its own in the query. */
function propertiesOf(
  { key, schema, deep }: QueryObject,
  optional: boolean,
  project: Project,
  types: WireTypes,
  module: Module,
): string[] {
  const { properties = {}, required = [] } = resolve(schema, project.models);
  return Object.entries(properties).map(([name, property]) => {
    const mark = optional || !required.includes(name) ? "?" : "";
    return `${propertyKey(deep ? `${key}[${name}]` : name)}${mark}: ${textType(property, project, types, module)};`;
  });
}

type Named = Exclude<Argument["source"], { in: "bytes" | "queryObject" }>;

/** Hono writes nothing but JSON: what stands elsewhere is text, or a list of texts. */
function typeOf(source: Named, project: Project, types: WireTypes, module: Module): string {
  if (source.in === "file") return source.list ? "Blob[]" : "Blob";
  const { schema } = source;
  if (source.in === "body" || source.key === null) return types.of(schema, "in", module);
  if (source.in === "header" || ("style" in source && source.style)) return "string";
  return textType(schema, project, types, module);
}

function textType(schema: Schema, project: Project, types: WireTypes, module: Module): string {
  const { type, items } = resolve(schema, project.models);
  const isList = type === "array";
  const value = isList ? items || {} : schema;
  const isText = resolve(value, project.models).enum?.every((member) => typeof member === "string");
  const text = isText ? types.of(value, "in", module) : "string";
  return isList ? `(${text})[]` : text;
}
