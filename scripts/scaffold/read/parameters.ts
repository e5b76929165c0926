/**
 * Where each parameter comes from: its marker says so, else its type does.
 *
 * @module
 */

import ts from "#typescript";
import type { Parameter, Schema, Source } from "../operation.ts";
import type { Dependencies, Provider } from "./dependencies.ts";
import { docOfType, PARAM } from "./doc.ts";
import { isJob, kindName, type NamedFunction } from "./functions.ts";
import { literalOf } from "./literals.ts";
import { buriedMarkerOf, type Marked, markedBy } from "./markers.ts";
import { EMPTY_SCOPE, type Reading, type Typed } from "./reading.ts";
import { socketSource } from "./sockets.ts";
import { styled } from "./styles.ts";
import {
  bareNode,
  includesUndefined,
  isHonoContext,
  markerOf,
  platformNameOf,
  withoutUndefined,
  written,
} from "./symbols.ts";
import { checkDefault } from "./types/constraints.ts";

/** A parameter with its declaration, for the rules that look at whole operations. */
export interface ReadParameter {
  parameter: Parameter;
  node: ts.ParameterDeclaration;
  /** A scalar without a marker: it is read from the path if its name is there, else from the query. */
  unmarked: boolean;
}

/** What a function's parameters are read with. */
export interface ParameterContext {
  reading: Reading;
  fn: NamedFunction;
  /** Whether there is a request to fill parameters from; else who submits the job passes them. */
  hasRequest: boolean;
  /** The path's placeholders, where the path is known: for an operation. */
  placeholders: string[];
  dependencies: Dependencies;
  /** Media types of a raw body, from `@consumes`. */
  mediaTypes: string[];
  /** Whether what is read stays where the request is: a room's function runs in an object that outlives it. */
  leavesRequest?: boolean;
}

export function readParameters(context: ParameterContext): ReadParameter[] {
  const { fn, reading } = context;
  const parameters: ReadParameter[] = [];
  for (const node of fn.node.parameters) {
    if (!ts.isIdentifier(node.name)) reading.reporter.report("SO201", node.name, {});
    else if (node.dotDotDotToken) reading.reporter.report("SO202", node, { name: node.name.text });
    else if (node.name.text !== "this") {
      const read = readParameter(context, node, node.name.text);
      if (read) parameters.push(read);
    }
  }
  return parameters;
}

function readParameter(
  context: ParameterContext,
  node: ts.ParameterDeclaration,
  name: string,
): ReadParameter | undefined {
  const { reading, fn } = context;
  const { checker, reporter } = reading;
  if (!node.type && !node.initializer) {
    reporter.report("SO203", node.name, { name });
    return undefined;
  }
  const declared = node.type ? checker.getTypeFromTypeNode(node.type) : widened(checker, node);
  const typed: Typed = { type: declared, scope: EMPTY_SCOPE, place: node };
  if (node.type) typed.node = bareNode(node.type);
  const optional =
    node.questionToken !== undefined || node.initializer !== undefined || includesUndefined(declared);
  const before = reporter.count;
  const found = sourceOf(context, node, name, { ...typed, type: withoutUndefined(checker, declared) });
  // What is wrong with a parameter is said once, without what would follow from it.
  if (!found || reporter.count > before) return undefined;
  const source = styled(found.source, node, reporter);
  const parameter: Parameter = { name, optional, source };
  const fallback = node.initializer && literalOf(checker, node.initializer);
  if (fallback !== undefined) {
    parameter.default = fallback;
    if ("schema" in source) checkDefault(reading, source.schema, fallback, node.initializer ?? node);
  }
  const description = descriptionOf(fn, name);
  if (description !== undefined) parameter.description = description;
  if (optional && source.in === "path") reporter.report("SO206", node, { name });
  return { parameter, node, unmarked: found.unmarked };
}

interface Found {
  source: Source;
  unmarked: boolean;
}

function sourceOf(
  context: ParameterContext,
  node: ts.ParameterDeclaration,
  name: string,
  typed: Typed,
): Found | undefined {
  const { reading, fn } = context;
  const marked = markedBy(reading, typed);
  if (!context.hasRequest && reportRequest(context, node, name, typed, marked)) return undefined;
  if (!marked) {
    const buried = typed.node && buriedMarkerOf(reading, typed.node);
    if (buried) {
      reading.reporter.report("SO218", typed.node ?? node, { name, marker: buried });
      return undefined;
    }
    return unmarkedSource(context, node, name, typed);
  }
  const { marker, inner, argument, key = name } = marked;
  const found = (source: Source | undefined): Found | undefined => source && { source, unmarked: false };
  switch (marker) {
    case "Query":
      return found(textual(context, node, "query", name, key, inner));
    case "Path":
      return found(textual(context, node, "path", name, name, inner));
    case "Header":
      return found(
        textual(context, node, "header", name, marked.key?.toLowerCase() ?? kebabCase(name), inner),
      );
    case "Cookie":
      return found(textual(context, node, "cookie", name, key, inner));
    case "Body":
      return found(rawSource(context, node, name, inner) ?? bodySource(context, node, inner));
    case "Form":
      return found(fileSource(reading, key, inner) ?? formSource(context, node, key, inner));
    case "UploadedFile":
      return found({ in: "file", key: name, list: false });
    case "Depends":
      return found(dependencySource(context, node, typed, argument));
    case "Resume":
      return found(resumeSource(context, node, name, inner));
    case "Messages":
    case "SocketEvent":
    case "Room":
      return found(socketSource(reading, fn, node, marker, inner));
    default:
      reading.reporter.report("SO218", node, { name, marker });
      return undefined;
  }
}

function unmarkedSource(
  context: ParameterContext,
  node: ts.ParameterDeclaration,
  name: string,
  typed: Typed,
): Found | undefined {
  const { reading } = context;
  const special =
    contextSource(context, node, name, typed) ??
    fileSource(reading, name, typed) ??
    rawSource(context, node, name, typed);
  if (special) return { source: special, unmarked: false };
  const schema = readParameterType(context, node, typed);
  if (!schema) return undefined;
  if (context.placeholders.includes(name)) {
    const source = checkTextual(context, node, "path", name, name, schema, typed);
    return source && { source, unmarked: false };
  }
  if (context.hasRequest && isScalar(reading, schema))
    return { source: { in: "query", key: name, schema, list: false }, unmarked: true };
  return { source: { in: "body", key: name, schema }, unmarked: false };
}

/** Report a parameter that only a request can fill; false for one that can cross the queue. */
function reportRequest(
  { reading, fn }: ParameterContext,
  node: ts.ParameterDeclaration,
  name: string,
  typed: Typed,
  marked: Marked | undefined,
): boolean {
  const isPassed = marked?.marker === "UploadedFile" || marked?.marker === "Resume";
  const what = marked ? (isPassed ? undefined : `${marked.marker}<…>`) : requestName(reading, typed);
  if (what) reading.reporter.report("SO220", node, { name, what, job: fn.name });
  return what !== undefined;
}

function requestName(reading: Reading, { type }: Typed): string | undefined {
  if (isHonoContext(type)) return "Hono's Context";
  return platformNameOf(reading, type) === "Request" ? "the Request" : undefined;
}

/** Hono's `Context` and the raw `Request`. */
function contextSource(
  { reading, fn, leavesRequest }: ParameterContext,
  node: ts.ParameterDeclaration,
  name: string,
  typed: Typed,
): Source | undefined {
  const what = requestName(reading, typed);
  if (!what) return undefined;
  if (leavesRequest) reading.reporter.report("SO605", node, { name, what });
  if (isJob(fn.kind)) {
    reading.reporter.report("SO209", node, { name, what, kind: kindName(fn.kind) });
  }
  return { in: isHonoContext(typed.type) ? "context" : "request" };
}

function fileSource(reading: Reading, key: string, { type }: Typed): Source | undefined {
  const isFile = (one: ts.Type) => markerOf(one.getSymbol()) === "UploadedFile";
  if (isFile(type)) return { in: "file", key, list: false };
  if (!reading.checker.isArrayType(type)) return undefined;
  const item = reading.checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  return item && isFile(item) ? { in: "file", key, list: true } : undefined;
}

function rawSource(
  context: ParameterContext,
  node: ts.ParameterDeclaration,
  name: string,
  typed: Typed,
): Source | undefined {
  const { reading, fn, mediaTypes } = context;
  const platform = platformNameOf(reading, typed.type);
  if (platform === "Uint8Array") return { in: "bytes", stream: false, mediaTypes };
  if (platform === "ReadableStream") {
    if (isJob(fn.kind)) reading.reporter.report("SO215", node, { name, kind: kindName(fn.kind) });
    return { in: "bytes", stream: true, mediaTypes };
  }
  if (
    platform !== undefined &&
    ["ArrayBuffer", "Blob", "File", "FormData", "Buffer", "DataView"].includes(platform)
  ) {
    reading.reporter.report("SO216", node, { name, type: written(reading, typed) });
    return { in: "bytes", stream: false, mediaTypes };
  }
  return undefined;
}

function bodySource(
  context: ParameterContext,
  node: ts.ParameterDeclaration,
  inner: Typed,
): Source | undefined {
  const schema = readParameterType(context, node, inner);
  return schema && { in: "body", key: node.name.getText(), schema };
}

function formSource(
  context: ParameterContext,
  node: ts.ParameterDeclaration,
  name: string,
  inner: Typed,
): Source | undefined {
  const { reading } = context;
  const schema = readParameterType(context, node, inner);
  if (!schema) return undefined;
  const resolved = reading.models.resolve(schema);
  if (resolved.type === "object") return { in: "form", key: null, schema };
  const several = isList(reading, resolved);
  if (!several && !isScalar(reading, schema)) {
    reading.reporter.report("SO213", node, { name, where: "form", type: written(reading, inner) });
  }
  return { in: "form", key: name, schema: several ? resolved : schema };
}

function dependencySource(
  context: ParameterContext,
  node: ts.ParameterDeclaration,

  typed: Typed,
  argument: ts.TypeNode | undefined,
): Source | undefined {
  const { reading, dependencies, fn, leavesRequest = false } = context;
  const provider: Provider | undefined = dependencies.resolve(
    argument ?? typed.place,
    argument?.getText() ?? "",
  );
  if (!provider) return undefined;
  const source: Source = { in: "dependency", dependency: provider.name };
  if (!isJob(fn.kind) && !leavesRequest) return source;
  const type = withoutUndefined(reading.checker, provider.value.type);
  const isVoid = (type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) !== 0;
  if (isVoid || (!leavesRequest && platformNameOf(reading, type) === "Uint8Array")) return source;
  // Whatever is wrong with its type matters here, where it has to cross the queue.
  const before = reading.reporter.count;
  const value = reading.readValue({ ...provider.value, type, place: typed.place });
  if (reading.reporter.count > before) {
    const name = node.name.getText();
    if (leavesRequest) reading.reporter.report("SO605", node, { name, what: `what ${provider.name} gives` });
    else reading.reporter.report("SO405", node, { name, dependency: provider.name, kind: kindName(fn.kind) });
  }
  return { ...source, value };
}

function resumeSource(
  context: ParameterContext,
  node: ts.ParameterDeclaration,
  name: string,
  inner: Typed,
): Source {
  const { reading, fn } = context;
  const { reporter } = reading;
  if (fn.kind !== "steps") reporter.report("SO210", node, { name });
  if (node !== fn.node.parameters.at(-1)) reporter.report("SO211", node, { name });
  if (!node.questionToken) reporter.report("SO212", node, { name });
  return { in: "resume", checkpoint: reading.readValue(inner) };
}

type Textual = "path" | "query" | "header" | "cookie";

function textual(
  context: ParameterContext,
  node: ts.ParameterDeclaration,
  where: Textual,
  name: string,
  key: string,
  inner: Typed,
): Source | undefined {
  const schema = readParameterType(context, node, inner);
  return schema && checkTextual(context, node, where, name, key, schema, inner);
}

/** What travels as text: a scalar, or a list of scalars where several fit. */
function checkTextual(
  { reading }: ParameterContext,
  node: ts.ParameterDeclaration,
  where: Textual,
  name: string,
  key: string,
  schema: Schema,
  typed: Typed,
): Source | undefined {
  if (isScalar(reading, schema)) return { in: where, key, schema, list: false };
  const resolved = reading.models.resolve(schema);
  if (where === "query" && isFlat(reading, resolved)) return { in: "queryObject", key, schema, deep: false };
  if (!isList(reading, resolved)) {
    reading.reporter.report("SO213", node, { name, where, type: written(reading, typed) });
    return undefined;
  }
  if (where === "path" || where === "cookie") {
    reading.reporter.report("SO214", node, { name, where });
    return undefined;
  }
  return { in: where, key, schema: resolved, list: true };
}

/** Undefined where something was wrong with it: nothing follows from where such a value would have come from. */
function readParameterType(
  { reading }: ParameterContext,
  node: ts.ParameterDeclaration,
  typed: Typed,
): Schema | undefined {
  const before = reading.reporter.count;
  const { text, tags } = docOfType(node, reading.reporter);
  // A style is about the parameter, not about its type.
  const schema = reading.readValue(typed, { text, tags: tags.filter(({ name }) => name !== "style") });
  return reading.reporter.count > before ? undefined : schema;
}

/** A string, number, boolean, date, enum, or a union of these. */
function isScalar(reading: Reading, schema: Schema): boolean {
  const resolved = reading.models.resolve(schema);
  const members = resolved.anyOf ?? resolved.oneOf;
  if (members) return members.every((member) => isScalar(reading, member));
  if (resolved.enum !== undefined || resolved.const !== undefined) return true;
  return resolved.type !== undefined && resolved.type !== "object" && resolved.type !== "array";
}

function isList(reading: Reading, { type, items }: Schema): boolean {
  return type === "array" && items !== undefined && items !== false && isScalar(reading, items);
}

/** An object of which each property is a scalar, or a list of scalars. */
function isFlat(reading: Reading, { type, properties, additionalProperties }: Schema): boolean {
  return (
    type === "object" &&
    properties !== undefined &&
    !additionalProperties &&
    Object.values(properties).every(
      (property) => isScalar(reading, property) || isList(reading, reading.models.resolve(property)),
    )
  );
}

/** The type of a parameter that only has a default: `limit = 10` is a number. */
function widened(checker: ts.TypeChecker, node: ts.ParameterDeclaration): ts.Type {
  return checker.getTypeAtLocation(node.name);
}

function kebabCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3-$2").toLowerCase();
}

/** From `@param name text`, with or without a dash. */
function descriptionOf({ doc }: NamedFunction, name: string): string | undefined {
  for (const tag of doc.tags) {
    if (tag.name !== "param") continue;
    const [, named, text] = PARAM.exec(tag.text) ?? [];
    if (named === name && text) return text.trim().replace(/\s*\n\s*/g, " ");
  }
  return undefined;
}
