/**
 * Operations as a client calls them.
 *
 * @module
 */

import type { ListStyle, Operation, Project, Returns, Thrown } from "../operation.ts";
import { type Argument, argumentsOf } from "./arguments.ts";
import { docComment } from "./doc-comment.ts";
import { Module } from "./module.ts";
import { propertyKey } from "./schema.ts";
import { objectType, type WireTypes } from "./wire.ts";

const CLIENT = "src/client";

/** What `client.ts` exports beside the types of `wire.ts`, which are in one file with them once the client leaves the project. */
export const CLIENT_NAMES = [
  ...[
    "ApiError",
    "Bytes",
    "CallOptions",
    "ClientOptions",
    "Fetch",
    "Fetcher",
    "HeaderValues",
    "Issue",
    "Job",
  ],
  ...["JobOperation", "JobOptions", "NoArguments", "Operation", "Problem", "StreamOperation", "Ticket"],
  ...["Api", "createClient", "operations"],
];

/** `client.ts`: the type of each operation, and where its arguments go. */
export function emitClient(project: Project, types: WireTypes): Module {
  const module = new Module("src/generated/client.ts", CLIENT_NAMES);
  const use = (name: string) => {
    module.useAs(CLIENT, name, name, { type: name !== "clientOf" });
    return name;
  };
  // A WebSocket is no call: whoever wants one has the browser's own, or Hono's client.
  const operations = project.operations.flatMap((operation) =>
    operation.returns.type === "socket" ? [] : [{ ...operation, returns: operation.returns }],
  );
  const members = operations.map((operation) => {
    const args = argumentsOf(operation, project);
    const passed = argumentsType(args, types, module) ?? `args?: ${use("NoArguments")}`;
    const { returns } = operation;
    const answer = "schema" in returns ? types.of(returns.schema, "out", module) : ANSWERS[returns.type];
    const shape = use(
      isJob(operation) ? "JobOperation" : returns.type === "stream" ? "StreamOperation" : "Operation",
    );
    return `${docOf(operation, types, module)}${operation.name}: ${shape}<[${passed}], ${answer}>;`;
  });
  const definitions = operations.map(
    (operation) => `${operation.name}: ${definitionOf(operation, argumentsOf(operation, project))},`,
  );
  module.add(
    `export * from "../client";\nexport type * from "./wire";`,
    `/** The operations, by name. */\nexport interface Api {\n${members.join("\n\n")}\n}`,
    `/** Where their arguments go, and what comes back. */\nconst operations: Record<keyof Api, ${use("OperationDefinition")}> = {\n${definitions.join("\n")}\n};`,
    `/** A client of the API. */\nexport function createClient(options?: ${use("ClientOptions")}): Api {\n  return ${use("clientOf")}<Api>(operations, options);\n}`,
  );
  return module;
}

const ANSWERS: Record<Exclude<Returns["type"], "json" | "stream" | "socket">, string> = {
  text: "string",
  bytes: "Blob",
  response: "Response",
  empty: "void",
};

/** `args: { burgerId: number }`; undefined where there are none. */
function argumentsType(args: Argument[], types: WireTypes, module: Module): string | undefined {
  if (args.length === 0) return undefined;
  const properties = args.map((arg) => {
    const { name, optional, description } = arg;
    return `${docComment(description)}${propertyKey(name)}${optional ? "?" : ""}: ${typeOf(arg, types, module)};`;
  });
  return `args${args.every(({ optional }) => optional) ? "?" : ""}: ${objectType(properties)}`;
}

function typeOf({ source }: Argument, types: WireTypes, module: Module): string {
  switch (source.in) {
    case "file":
      return source.list ? "Blob[]" : "Blob";
    case "bytes":
      module.useAs(CLIENT, "Bytes", "Bytes", { type: true });
      return "Bytes";
    default:
      return types.of(source.schema, "in", module);
  }
}

function docOf(operation: Operation, types: WireTypes, module: Module): string {
  const { summary, description, throws, deprecated, method, path, place } = operation;
  const route = `\`${method.toUpperCase()} ${path}\`, ${place.file}`;
  const tags = [
    ...throws.map((thrown) => {
      const bodies = bodyTypesOf(thrown, types, module).map((name) => `{@link ${name}}`);
      return `@throws {ApiError} ${[thrown.status, ...bodies].join(", ")}: ${thrown.description}`.trimEnd();
    }),
    ...(deprecated ? ["@deprecated"] : []),
  ];
  const paragraphs = [summary, description, route, tags.join("\n")].filter(Boolean);
  return docComment(paragraphs.join("\n\n"));
}

/** The named types that `ApiError.body` may have. */
function bodyTypesOf({ content = {} }: Thrown, types: WireTypes, module: Module): string[] {
  const names = Object.values(content).flatMap((schema) =>
    schema?.$ref === undefined ? [] : [types.of(schema, "out", module)],
  );
  return [...new Set(names)];
}

/** An `OperationDefinition`. */
function definitionOf(operation: Operation, args: Argument[]): string {
  const { method, path, returns } = operation;
  const placements = args.map((arg) => {
    // TypeScript takes the type of such a property from every object's own.
    const literal = arg.name in Object.prototype ? " as const" : "";
    return `${propertyKey(arg.name)}: ${JSON.stringify(placementOf(arg))}${literal}`;
  });
  const fields = [
    `method: ${JSON.stringify(method.toUpperCase())}`,
    `path: ${JSON.stringify(path)}`,
    `answer: ${JSON.stringify(returns.type)}`,
    ...(isJob(operation) ? ["job: true"] : []),
    ...(placements.length > 0 ? [`arguments: { ${placements.join(", ")} }`] : []),
  ];
  return `{ ${fields.join(", ")} }`;
}

/** A `Placement`. */
function placementOf({ name, source }: Argument): string {
  const called = (place: string, key: string) => (key === name ? place : `${place} ${key}`);
  switch (source.in) {
    case "body":
      return source.key === null ? "body" : called("field", source.key);
    case "form":
      return source.key === null ? "form" : called("part", source.key);
    case "file":
      return called("part", source.key);
    case "bytes": {
      const [type, ...others] = source.mediaTypes;
      return type !== undefined && others.length === 0 && !type.includes("*") ? `bytes ${type}` : "bytes";
    }
    case "queryObject":
      return source.deep ? called("deep", source.key) : "properties";
    default:
      return called("style" in source && source.style ? DELIMITERS[source.style] : source.in, source.key);
  }
}

/** What stands between the items of a list that is one text. */
const DELIMITERS: Record<ListStyle, string> = {
  commaDelimited: "commas",
  spaceDelimited: "spaces",
  pipeDelimited: "pipes",
};

function isJob({ kind }: Operation): boolean {
  return kind === "plain" || kind === "steps";
}
