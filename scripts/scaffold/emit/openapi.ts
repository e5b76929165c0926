/**
 * The record as an OpenAPI document.
 *
 * @module
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */

import type { Json, Operation, Parameter, Project, Returns, Schema, Source } from "../operation.ts";
import { Made } from "./made.ts";
import {
  type BuiltIns,
  builtInSchemas,
  builtInsOf,
  freeOperation,
  jobAnswer,
  problemAnswer,
} from "./openapi-built-in.ts";
import { healthPath } from "./openapi-health.ts";
import { jobPaths, jobWebhooks, OPERATORS_SCHEME } from "./openapi-jobs.ts";
import { dependenciesOf, readsBody } from "./route.ts";
import { type Models, modelName } from "./schema.ts";

/** What the document says of the API as a whole; from package.json. */
export interface Info {
  title: string;
  version: string;
  description?: string;
}

type Node = { [key: string]: unknown };

/** An operation in the document, and the models that it refers to. */
export interface PathOperation {
  object: Node;
  models: Set<string>;
}

export function emitOpenApi(project: Project, info: Info, made = new Made<PathOperation>()): Json {
  const names = builtInsOf(project);
  const surroundings = [project.dependencies, project.securitySchemes, names.problem, names.job];
  const paths: Record<string, Node> = {};
  const models = new Set<string>();
  for (const operation of project.operations) {
    const { path, method, name } = operation;
    const emitted = made.get(name, [operation, ...surroundings], () =>
      pathOperation(operation, project, names),
    );
    paths[path] = { ...paths[path], [method]: emitted.object };
    for (const model of emitted.models) models.add(model);
  }
  const runsJobs = project.jobs.length > 0 || project.operations.some(runsOnExecutor);
  const tags = new Set(project.operations.flatMap((operation) => operation.tags));
  for (const tag of runsJobs ? ["jobs", "operators", "health"] : ["health"]) tags.add(tag);
  const builtIn = {
    ...(runsJobs && jobPaths(project, names)),
    ...healthPath(freeOperation(project)("checkHealth")),
  };
  const document = {
    openapi: "3.1.1",
    info,
    tags: [...tags].map((name) => ({ name })),
    paths: merged(builtIn, paths),
    ...(runsJobs && { webhooks: jobWebhooks(project, names) }),
    components: {
      schemas: { ...schemasOf(models, project.models), ...builtInSchemas(names, runsJobs) },
      ...((Object.keys(project.securitySchemes).length > 0 || runsJobs) && {
        securitySchemes: {
          ...project.securitySchemes,
          ...(runsJobs && { [names.scheme]: OPERATORS_SCHEME }),
        },
      }),
    },
  };
  return document as unknown as Json;
}

/** A stub may have a path of those that are built in, with another method or in place of it. */
function merged(builtIn: Record<string, Node>, paths: Record<string, Node>): Record<string, Node> {
  const all: Record<string, Node> = { ...paths };
  for (const [path, item] of Object.entries(builtIn)) all[path] = { ...item, ...paths[path] };
  return all;
}

/** Models and what they refer to, in the order of their names. */
function schemasOf(wanted: Set<string>, models: Models): Record<string, unknown> {
  const found = new Set(wanted);
  // What is added on the way is visited, too.
  for (const name of found) noteModels(models[name]?.schema, models, found);
  return Object.fromEntries([...found].sort().map((name) => [name, withoutInternals(models[name]?.schema)]));
}

/** Note the names of the models that a part of the document refers to. Checkpoints are in none. */
function noteModels(node: unknown, models: Models, found: Set<string>): void {
  if (!isNode(node)) return;
  for (const key in node) {
    const value = node[key];
    const name = key === "$ref" && typeof value === "string" ? modelName(value) : undefined;
    if (name !== undefined && Object.hasOwn(models, name)) found.add(name);
    else noteModels(value, models, found);
  }
}

function pathOperation(operation: Operation, project: Project, names: BuiltIns): PathOperation {
  const object = operationObject(operation, project, names);
  const models = new Set<string>();
  noteModels(object, project.models, models);
  return { object: withoutInternals(object) as Node, models };
}

function operationObject(operation: Operation, project: Project, names: BuiltIns): Node {
  // A parameter that several functions read is one parameter of the request.
  const parameters = new Map<string, Node>();
  const bodies: Parameter[] = [];
  const credentials = credentialsOf(operation, project);
  for (const callable of dependenciesOf(operation, project)) {
    for (const parameter of callable.parameters) {
      const { source } = parameter;
      if ("schema" in source && source.in !== "body" && source.in !== "form") {
        const object = parameterObject(parameter, source);
        const key = `${source.in} ${source.key}`;
        // What a dependency reads of the scheme that it stands for is said by the scheme.
        const isSaid = callable !== operation && credentials.has(key.toLowerCase());
        if (!isSaid && (source.in !== "header" || !IGNORED_HEADERS.includes(source.key)))
          parameters.set(key, readTwice(parameters.get(key), object));
      } else if (["body", "form", "file", "bytes"].includes(source.in)) bodies.push(parameter);
    }
  }
  for (const header of runsOnExecutor(operation) ? JOB_HEADERS : [])
    parameters.set(`header ${header.name.toLowerCase()}`, header);
  return compact({
    operationId: operation.name,
    tags: operation.tags,
    summary: operation.summary,
    description: operation.description,
    deprecated: operation.deprecated || undefined,
    parameters: parameters.size > 0 ? [...parameters.values()] : undefined,
    requestBody: bodies.length > 0 ? requestBody(bodies) : undefined,
    responses: responses(operation, names, {
      hasInput: parameters.size > 0 || bodies.length > 0,
      hasBody: readsBody(operation, project),
    }),
    "x-websocket": operation.returns.type === "socket" ? socketObject(operation.returns) : undefined,
    security: operation.security.length > 0 ? operation.security : undefined,
  });
}

/** Where the operation's API keys are, `header x-api-key`. */
function credentialsOf({ security }: Operation, { securitySchemes }: Project): Set<string> {
  const schemes = security.flatMap((way) => Object.keys(way)).map((name) => securitySchemes[name]);
  return new Set(
    schemes.flatMap((scheme) =>
      scheme?.type === "apiKey" ? [`${scheme.in} ${scheme.name}`.toLowerCase()] : [],
    ),
  );
}

/** One function may do without what another one needs. */
function readTwice(before: Node | undefined, parameter: Node): Node {
  if (!before) return parameter;
  return before.required === undefined && parameter.required ? { ...before, required: true } : before;
}

/** What a client may say of the job that answers it (RFC 7240; draft-ietf-httpapi-idempotency-key-header). */
const JOB_HEADERS = [
  {
    name: "Prefer",
    in: "header",
    description:
      "`wait=N`: how many seconds to wait for the result, 30 at most. `respond-async`: not to wait.",
    schema: { type: "string" },
  },
  {
    name: "Idempotency-Key",
    in: "header",
    description: "Sent again with the same arguments, it gets the same job.",
    schema: { type: "string", minLength: 1, maxLength: 255 },
  },
  {
    name: "Webhook-Url",
    in: "header",
    description: "Where the end of the job is announced: an https URL of the public Internet.",
    schema: { type: "string", format: "uri" },
  },
];

/** OpenAPI has other words for these: a parameter of that name is ignored (3.1.1, Parameter Object, `name`). */
const IGNORED_HEADERS = ["accept", "content-type", "authorization"];

function parameterObject(
  parameter: Parameter,
  source: Extract<Parameter["source"], { in: "path" | "query" | "header" | "cookie" | "queryObject" }>,
): Node {
  return compact({
    name: source.key,
    in: source.in === "queryObject" ? "query" : source.in,
    ...styleOf(source),
    required: source.in === "path" || !parameter.optional || undefined,
    description: parameter.description ?? source.schema.description,
    deprecated: source.schema.deprecated,
    schema: withDefault(source.schema, parameter.default),
  });
}

/** How several values stand in the query, where that is not one key each. */
function styleOf(source: Source): Node {
  if (source.in === "queryObject") return source.deep ? { style: "deepObject", explode: true } : {};
  if (!("style" in source)) return {};
  return { style: source.style === "commaDelimited" ? "form" : source.style, explode: false };
}

function requestBody(bodies: Parameter[]): Node {
  const required = bodies.some(({ optional }) => !optional);
  const first = bodies[0] as Parameter;
  const { source } = first;
  if (source.in === "bytes") {
    const types = source.mediaTypes.length > 0 ? source.mediaTypes : ["application/octet-stream"];
    return compact({
      description: first.description,
      required,
      content: Object.fromEntries(types.map((type) => [type, {}])),
    });
  }
  const isForm = source.in === "form" || source.in === "file";
  const whole = bodies.find((parameter) => "key" in parameter.source && parameter.source.key === null);
  const schema =
    whole && "schema" in whole.source
      ? withDefault(whole.source.schema, whole.default)
      : fieldsObject(bodies);
  const hasFiles = bodies.some(({ source: { in: place } }) => place === "file");
  const types = !isForm
    ? ["application/json"]
    : hasFiles
      ? ["multipart/form-data"]
      : ["application/x-www-form-urlencoded", "multipart/form-data"];
  return compact({
    description: whole?.description,
    required: required || undefined,
    content: Object.fromEntries(types.map((type) => [type, { schema }])),
  });
}

/** Several parameters that share a body: an object keyed by their names. */
function fieldsObject(bodies: Parameter[]): Schema {
  const properties: Record<string, Schema> = {};
  for (const { source, default: fallback, description } of bodies) {
    if (source.in === "file") {
      const file: Schema & Node = { type: "string", contentMediaType: "application/octet-stream" };
      properties[source.key] = compact({
        ...(source.list ? { type: "array", items: file } : file),
        description,
      });
    } else if ("key" in source && source.key !== null) {
      properties[source.key] = compact({ ...withDefault(source.schema, fallback), description });
    }
  }
  const required = bodies.flatMap(({ optional, source }) =>
    optional || !("key" in source) || source.key === null ? [] : [source.key],
  );
  return { type: "object", properties, ...(required.length > 0 && { required }) };
}

function responses(
  operation: Operation,
  names: BuiltIns,
  { hasInput, hasBody }: { hasInput: boolean; hasBody: boolean },
): Node {
  const { status, returns, throws, security } = operation;
  const problem = (description: string) => problemAnswer(names, description);
  const answers: Record<string, Node> = { [status]: success(returns, operation) };
  if (runsOnExecutor(operation)) {
    answers["202"] = {
      ...jobAnswer(names, "The job is not done yet: the ticket to follow it by."),
      headers: {
        Location: { description: "The job.", schema: { type: "string" } },
        "Retry-After": { description: "Seconds.", schema: { type: "integer" } },
      },
    };
    answers["503"] = problem("The queue is full, or takes no jobs now.");
  }
  if (hasBody) {
    answers["413"] = problem("The body is too large.");
    answers["415"] = problem("The body has another media type.");
  }
  if (operation.returns.type === "socket") {
    answers["403"] = problem("The page is one of another site.");
    answers["426"] = problem("It is a WebSocket, and the request does not ask for one.");
  }
  if (hasInput) answers["422"] = problem("The request does not fit this operation.");
  // Not worth a line of their own, but a stub may name them too.
  const unsaid = ["4XX", "500", "5XX", "default"];
  if (hasBody || runsOnExecutor(operation)) unsaid.push("400");
  if (runsOnExecutor(operation)) unsaid.push("504");
  for (const { status: thrown, description, content } of throws) {
    const before = answers[thrown] ?? (unsaid.includes(String(thrown)) ? problem("") : undefined);
    const answer = content ? { description, content: contentOf(content) } : problem(description);
    answers[thrown] = before ? either(before, answer) : answer;
  }
  if (answers["401"] && security.length > 0)
    answers["401"].headers = {
      "WWW-Authenticate": { description: "How to sign in.", schema: { type: "string" } },
    };
  const { default: others = problem("Anything else that went wrong."), ...named } = answers;
  return { ...named, default: others };
}

function contentOf(content: Record<string, Schema | null>): Node {
  return Object.fromEntries(
    Object.entries(content).map(([type, schema]) => [type, schema === null ? {} : { schema }]),
  );
}

/** Two answers of one status. */
function either(one: Node, other: Node): Node {
  const content = { ...(one.content as Record<string, Node>) };
  for (const [type, media] of Object.entries(other.content as Record<string, Node>)) {
    const schemas = [content[type]?.schema, media.schema].filter((schema) => schema !== undefined);
    const isSame = JSON.stringify(schemas[0]) === JSON.stringify(schemas[1]);
    content[type] =
      schemas.length < 2 || isSame ? { ...content[type], ...media } : { schema: { anyOf: schemas } };
  }
  const description = [one.description, other.description].filter(Boolean).join(" ");
  return { ...one, description, content };
}

function success(returns: Returns, operation: Operation): Node {
  switch (returns.type) {
    case "json":
      return { description: "Success.", content: { "application/json": { schema: returns.schema } } };
    case "text":
      return { description: "Success.", content: { [returns.mediaType]: { schema: { type: "string" } } } };
    case "bytes":
      return { description: "Success.", content: { [returns.mediaType]: {} } };
    case "response":
      return { description: `What \`${operation.name}\` answers.` };
    case "empty":
      return { description: "Success." };
    case "stream":
      return {
        description: "Items, one after another.",
        content: {
          "text/event-stream": { schema: returns.schema },
          "application/jsonl": { schema: returns.schema },
        },
      };
    case "socket":
      return { description: "A WebSocket (RFC 6455)." };
  }
}

/** OpenAPI has no word for what goes over a WebSocket: schemas, where they are of JSON. */
function socketObject({ receives, sends }: Extract<Returns, { type: "socket" }>): Node {
  const shown = (payload: typeof receives) =>
    payload?.type === "bytes" ? { contentMediaType: "application/octet-stream" } : payload?.schema;
  return compact({ receives: shown(receives), sends: shown(sends) });
}

function runsOnExecutor({ kind }: Operation): boolean {
  return kind === "plain" || kind === "steps";
}

function withDefault(schema: Schema, fallback: Json | undefined): Schema {
  return fallback === undefined ? schema : { ...schema, default: fallback };
}

function compact<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

const INTERNAL = ["x-date", "x-bigint", "x-branded"];

/** A part of the document without the words that only the scaffolder knows. What has none of them is not copied. */
function withoutInternals(node: unknown): unknown {
  if (!isNode(node)) return node;
  let copy: Node | undefined;
  for (const key in node) {
    const value = node[key];
    const isInternal = value === true && INTERNAL.includes(key);
    const kept = withoutInternals(value);
    if (!isInternal && kept === value) continue;
    copy ??= (Array.isArray(node) ? [...node] : { ...node }) as Node;
    if (isInternal) delete copy[key];
    else copy[key] = kept;
  }
  return copy ?? node;
}

/** An object or a list. */
function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}
