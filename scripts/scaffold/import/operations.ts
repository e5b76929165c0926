/**
 * Operations as stubs.
 *
 * @module
 */

import type { Method } from "../operation.ts";
import { isReserved } from "../read/rules/conflicts.ts";
import { bodyOf } from "./bodies.ts";
import { docComment, oneLine, type Tag } from "./doc.ts";
import type { Findings } from "./findings.ts";
import { type Declaration, Draft } from "./module.ts";
import { camel, isIdentifier, kebab, Names, variable } from "./names.ts";
import { type Argument, argumentOf, type ParameterContext } from "./parameters.ts";
import type { Paths } from "./paths.ts";
import { isRecord, type Place } from "./place.ts";
import { answersOf } from "./responses.ts";
import type { Security } from "./security.ts";
import type { Types } from "./types.ts";

const METHODS = ["get", "put", "post", "patch", "delete", "head", "options"];
/** Fields of a path item that are no operations, and that are looked at elsewhere or say nothing here. */
const OTHER_FIELDS = ["parameters", "summary", "description", "$ref"];

interface Context {
  types: Types;
  findings: Findings;
  security: Security;
  paths: Paths;
  /** Names of functions. */
  names: Names;
}

/** A stub and the types that only it needs, and the file that they belong to. */
export interface Stub {
  path: string;
  declarations: Declaration[];
}

export function* stubsOf(root: Place, context: Context): Generator<Stub> {
  const routes = new Set<string>();
  const crowded = crowdedRoutesOf(root);
  for (const [path, at] of root.at("paths").entries()) {
    if (path.startsWith("x-")) continue;
    const item = at.follow();
    for (const [field, place] of item.entries()) {
      if (OTHER_FIELDS.includes(field) || field.startsWith("x-")) continue;
      if (!METHODS.includes(field)) {
        context.findings.add(
          place.pointer,
          field === "servers" ? "servers of its own" : `${field} is no method of a stub`,
        );
        continue;
      }
      const route = routeOf(field, path);
      const why =
        (crowded.has(route) ? reasonAgainstEnd(path) : undefined) ??
        reasonAgainst(field as Method, routePathOf(path)) ??
        (routes.has(route) ? "the same route as an operation before it" : undefined);
      if (why) {
        context.findings.add(place.pointer, `${NO_ROUTE}: ${why}`);
        continue;
      }
      routes.add(route);
      yield stubOf(field, path, place, item.at("parameters").items(), context);
    }
  }
}

/** How findings of whole operations begin. */
export const NO_ROUTE = "the operation is no route";
const FRAGMENT =
  "what stands behind # in its path never reaches a server, which tells such operations apart by a header or a field: write one stub for the path before it";
const QUERY =
  "a query in its path chooses no route: write one stub for the path before ?, with what is in the query as parameters";

/** Two templates that differ in the names of their placeholders, or behind `?` or `#`, are one route. */
export function routeOf(method: string, path: string): string {
  return `${method} ${routePathOf(path).replace(/\{[^{}]*\}/g, "{}")}`;
}

/** What a router sees of a path. */
function routePathOf(path: string): string {
  return path.replace(/[?#].*$/s, "");
}

/** The routes that several operations of the document would have. */
function crowdedRoutesOf(root: Place): Set<string> {
  const seen = new Set<string>();
  const crowded = new Set<string>();
  for (const [path, item] of root.at("paths").entries())
    for (const [method] of item.follow().entries()) {
      const route = routeOf(method, path);
      (seen.has(route) ? crowded : seen).add(route);
    }
  return crowded;
}

/** Why an operation is not told apart from others of its route. */
function reasonAgainstEnd(path: string): string | undefined {
  if (path.includes("#")) return FRAGMENT;
  return path.includes("?") ? QUERY : undefined;
}

function reasonAgainst(method: Method, path: string): string | undefined {
  if (!path.startsWith("/")) return "its path does not begin with /";
  if (/\s/.test(path)) return "its path holds a space";
  if (/(^|\/)[:*]/.test(path))
    return "a segment of its path begins with : or *: placeholders are written as {id}";
  if (path.includes("}{")) return "two placeholders in its path have nothing between them";
  if (/[{}]/.test(path.replace(/\{[^{}]*\}/g, ""))) return "its path has an unmatched brace";
  const names = [...path.matchAll(/\{[^{}]*\}/g)].map(([name]) => name);
  if (new Set(names).size < names.length) return "a placeholder stands in its path twice";
  if (isReserved({ method, path })) return "the template serves this path itself: give it another";
  return undefined;
}

function stubOf(method: string, path: string, place: Place, shared: Place[], context: Context): Stub {
  const { findings, types, security } = context;
  const operation = place.value;
  const tags: string[] = Array.isArray(operation.tags)
    ? operation.tags.filter((tag: unknown) => typeof tag === "string" && tag.trim() !== "")
    : [];
  const file = kebab(tags[0] ?? firstWordOf(path)) || "root";
  const draft = new Draft(context.paths.of("src/handlers", file));
  const name = context.names.take(nameOf(operation.operationId, method, path));
  if (operation.operationId !== undefined && operation.operationId !== name)
    findings.add(
      place.at("operationId").pointer,
      `the name ${operation.operationId}: the function is called ${name}`,
    );
  noteRest(place, findings);

  const names = new Names(["input", name, ...security.namesFor(place)].map((one) => one.toLowerCase()));
  const routePath = routePathOf(path);
  const placeholders = new Map(
    [...routePath.matchAll(/\{([^{}]*)\}/g)].map(([, key = ""]) => [
      key,
      names.take(variable(key || "value")),
    ]),
  );
  const template = routePath.replace(/\{([^{}]*)\}/g, (_, key: string) => `{${placeholders.get(key)}}`);
  if (routePath !== path) findings.add(place.pointer, `the end of its path: ${path} is ${template}`);
  else if (template !== path)
    findings.add(place.pointer, `the names of placeholders: ${path} is ${template}`);
  const inputs: ParameterContext = { draft, types, findings, names, operation: name };
  const parameters: Argument[] = [];
  for (const parameter of parametersOf(place, shared)) {
    const { name: key, in: where } = parameter.follow().value;
    const isStray = where === "path" && !placeholders.has(key);
    const isInQuery = isStray && path.includes(`{${key}}`);
    if (isInQuery)
      findings.add(parameter.pointer, `{${key}} is not in the path before ?: taken from the query`);
    if (isStray && !isInQuery) findings.add(parameter.pointer, `the path has no {${key}}`);
    else {
      const argument = argumentOf(parameter, inputs, placeholders);
      if (argument) parameters.push(argument);
    }
  }
  for (const [key, variableName] of placeholders) {
    if (parameters.some((one) => one.name === variableName)) continue;
    findings.add(place.pointer, `there is no parameter for {${key}}: taken as text`);
    parameters.unshift({ name: variableName, text: `${variableName}: string`, optional: false });
  }
  const body = bodyOf(place.at("requestBody"), method, inputs);
  const guards = security.of(place, draft, names);
  const answers = answersOf(place.at("responses"), { draft, types, findings, operation: name });

  const given = [...parameters, ...body.parameters, ...guards.parameters];
  const ordered = [...given.filter(({ optional }) => !optional), ...given.filter(({ optional }) => optional)];
  const docTags: Tag[] = [
    { name: method, text: template },
    ...(tags.length > 1 || (tags[0] !== undefined && `src/handlers/${tags[0]}` !== draft.path)
      ? tags.map((tag) => ({ name: "tag", text: oneLine(tag) }))
      : []),
    ...(operation.deprecated === true ? [{ name: "deprecated", text: "" }] : []),
    ...body.tags,
    ...guards.tags,
    ...ordered.flatMap((one) =>
      one.description === undefined ? [] : [{ name: "param", text: `${one.name} ${one.description}` }],
    ),
    ...answers.tags,
  ];
  const summary = typeof operation.summary === "string" ? operation.summary.trim() : "";
  const description = typeof operation.description === "string" ? operation.description.trim() : "";
  const text = [
    /[.!?]$/.test(summary) || summary === "" ? summary : `${summary}.`,
    description === summary ? "" : description,
  ]
    .filter(Boolean)
    .join("\n\n");
  const exception = draft.use("hono/http-exception", "HTTPException", { type: false });
  const declaration: Declaration = {
    name,
    text: `${docComment(text, docTags)}export async function ${name}(\n${ordered.map((one) => one.text.trimStart()).join(",\n")}): Promise<${answers.type}> {\n  throw new ${exception}(501);\n}`,
    route: routeOf(method, path),
    pointer: place.pointer,
    imports: draft.imports,
  };
  return { path: draft.path, declarations: [...draft.beside, declaration] };
}

/** The operation's own, and those of its path that it does not replace. */
function parametersOf(place: Place, shared: Place[]): Place[] {
  const found = new Map<string, Place>();
  for (const parameter of [...shared, ...place.at("parameters").items()]) {
    const { name, in: where } = parameter.follow().value;
    found.set(`${where} ${name}`, parameter);
  }
  return [...found.values()];
}

function nameOf(operationId: unknown, method: string, path: string): string {
  const wanted = typeof operationId === "string" && operationId.trim() !== "" ? operationId : undefined;
  if (wanted !== undefined && isIdentifier(wanted) && /^[a-z]/.test(wanted)) return wanted;
  const name = wanted === undefined ? camel(method, path.replace(/[{}]/g, " ")) : camel(wanted);
  return variable(name);
}

function firstWordOf(path: string): string {
  return path.split("/").find((segment) => segment !== "" && !segment.startsWith("{")) ?? "root";
}

function noteRest(place: Place, findings: Findings): void {
  for (const [name, callback] of place.at("callbacks").entries())
    findings.add(callback.pointer, `the callback ${name}: a request that the API sends`);
  if (place.at("servers").items().length > 0) findings.add(place.at("servers").pointer, "servers of its own");
  if (isRecord(place.value.externalDocs))
    findings.add(place.at("externalDocs").pointer, "a link to other documentation");
}
