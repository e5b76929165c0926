/**
 * What a function gives back, and so what the response carries.
 *
 * @module
 */

import ts from "#typescript";
import type { Returns } from "../operation.ts";
import { type DocTag, lineOf } from "./doc.ts";
import { isJob, type NamedFunction } from "./functions.ts";
import { EMPTY_SCOPE, type Reading, type Typed } from "./reading.ts";
import {
  bareNode,
  includesUndefined,
  isPlatform,
  markerOf,
  platformNameOf,
  symbolOfReference,
  typeArgumentsOf,
  withoutUndefined,
  written,
} from "./symbols.ts";

const GENERATORS = ["Generator", "Iterator", "Iterable", "IterableIterator", "IteratorObject"];
const ASYNC_GENERATORS = [
  "AsyncGenerator",
  "AsyncIterator",
  "AsyncIterable",
  "AsyncIterableIterator",
  "AsyncIteratorObject",
];

/** What the caller ends up with: awaited, the items of a stream, the result of the steps. */
export function valueTypeOf(reading: Reading, fn: NamedFunction): Typed {
  const declared = declaredReturn(reading, fn);
  switch (fn.kind) {
    case "async":
      return unwrapped(reading, declared, ["Promise", "PromiseLike"], 0);
    case "stream":
      return unwrapped(reading, declared, ASYNC_GENERATORS, 0);
    case "steps":
      return unwrapped(reading, declared, GENERATORS, 1);
    case "plain":
      return declared;
  }
}

/** How an operation (or a plain dependency, whose result crosses the queue) answers. */
export function readReturns(reading: Reading, fn: NamedFunction, produces?: DocTag): Returns {
  const { reporter } = reading;
  if (fn.kind === "plain" && !checkPlain(reading, fn)) return { type: "empty" };
  const value = valueTypeOf(reading, fn);
  const mediaType = produces && lineOf(produces);
  const unfit = (returned: string) => {
    if (produces && mediaType && !/^application\/json\b/.test(mediaType)) {
      reporter.report("SO113", produces.span, { mediaType, returned });
    }
  };
  if (fn.kind === "stream") {
    unfit("a stream of items");
    return { type: "stream", schema: reading.readValue(value) };
  }
  if (!value.node && value.type.flags & ts.TypeFlags.Any) {
    reporter.report("SO325", fn.nameNode, { name: fn.name });
    return { type: "json", schema: {} };
  }
  const members = value.type.isUnion() ? value.type.types : [value.type];
  const responses = members.filter((member) => isResponse(reading, member));
  if (responses.length > 0) {
    if (responses.length < members.length) reporter.report("SO321", value.node ?? fn.nameNode, {});
    return { type: "response" };
  }
  const { Void, Undefined, Never, StringLike } = ts.TypeFlags;
  if (value.type.flags & (Void | Undefined | Never)) return { type: "empty" };
  if (includesUndefined(value.type)) reporter.report("SO322", value.node ?? fn.nameNode, {});
  const type = withoutUndefined(reading.checker, value.type);
  const platform = platformNameOf(reading, type);
  if (platform === "Uint8Array" || platform === "Blob" || platform === "ReadableStream") {
    if (isJob(fn.kind) && platform !== "Uint8Array") {
      reporter.report("SO323", value.node ?? fn.nameNode, { type: written(reading, value) });
    }
    return { type: "bytes", mediaType: mediaType || "application/octet-stream" };
  }
  const isText = members.every(({ flags }) => (flags & StringLike) !== 0);
  if (isText && mediaType && !/^application\/(json|[^;]*\+json)\b/.test(mediaType))
    return { type: "text", mediaType };
  unfit("JSON");
  return { type: "json", schema: reading.readValue({ ...value, type }) };
}

/** What a `function*` leaves to resume from; undefined if it leaves nothing. */
export function readCheckpoint(reading: Reading, fn: NamedFunction): Typed | undefined {
  const { checker, reporter } = reading;
  const declared = declaredReturn(reading, fn);
  const step = unwrapped(reading, declared, GENERATORS, 0).type;
  const properties = checker.getPropertiesOfType(step).map(({ name }) => name);
  const isStep = (step.flags & ts.TypeFlags.Object) !== 0 || step.isUnion();
  if (!isStep || properties.some((name) => name !== "progress" && name !== "checkpoint")) {
    if (!(step.flags & ts.TypeFlags.Never)) {
      const type = checker.typeToString(step);
      const expected = "a Step: { progress, checkpoint }";
      reporter.report("SO324", declared.node ?? fn.nameNode, { name: fn.name, type, expected });
    }
    return undefined;
  }
  const property = checker.getPropertyOfType(step, "checkpoint");
  if (!property) return undefined;
  const type = withoutUndefined(checker, checker.getTypeOfSymbolAtLocation(property, fn.node));
  if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Never)) return undefined;
  const [node] =
    declared.node && markerOf(symbolOfReference(checker, declared.node)) === "Steps"
      ? typeArgumentsOf(declared.node)
      : [];
  const checkpoint: Typed = { type, scope: EMPTY_SCOPE, place: fn.nameNode };
  return node ? { ...checkpoint, node, place: node } : checkpoint;
}

/** False, and reported, for a plain function that returns what another kind of function gives. */
function checkPlain(reading: Reading, fn: NamedFunction): boolean {
  const declared = declaredReturn(reading, fn);
  const platform = platformNameOf(reading, declared.type);
  const instead =
    platform === "Promise" || platform === "PromiseLike"
      ? `async function ${fn.name}, which runs on the edge and may await; or return the value itself`
      : platform && ASYNC_GENERATORS.includes(platform)
        ? `async function* ${fn.name}, which streams its items`
        : platform && GENERATORS.includes(platform)
          ? `function* ${fn.name}, which yields its steps`
          : undefined;
  if (!instead) return true;
  const type = written(reading, declared);
  reading.reporter.report("SO320", declared.node ?? fn.nameNode, { name: fn.name, type, instead });
  return false;
}

function declaredReturn({ checker }: Reading, { node, nameNode }: NamedFunction): Typed {
  const signature = checker.getSignatureFromDeclaration(node);
  const type = signature ? checker.getReturnTypeOfSignature(signature) : checker.getAnyType();
  if (!node.type) return { type, scope: EMPTY_SCOPE, place: nameNode };
  return { type, node: bareNode(node.type), scope: EMPTY_SCOPE, place: node.type };
}

/** The type argument of `Promise<T>` and the like; `Steps<C, R>` has its result in the same place as `Generator<S, R>`. */
function unwrapped(reading: Reading, typed: Typed, names: string[], index: number): Typed {
  const { checker } = reading;
  const platform = platformNameOf(reading, typed.type);
  if (!platform || !names.includes(platform)) return typed;
  const type = checker.getTypeArguments(typed.type as ts.TypeReference)[index] ?? checker.getAnyType();
  const symbol = typed.node && symbolOfReference(checker, typed.node);
  const isWritten =
    symbol && (markerOf(symbol) === "Steps" || (isPlatform(reading, symbol) && names.includes(symbol.name)));
  const node = isWritten && typed.node ? typeArgumentsOf(typed.node)[index] : undefined;
  const inner: Typed = { type, scope: typed.scope, place: typed.place };
  return node ? { ...inner, node: ts.isParenthesizedTypeNode(node) ? node.type : node } : inner;
}

/** `Response`, or Hono's typed one, which is a `Response &` its types. */
function isResponse(reading: Reading, type: ts.Type): boolean {
  if (type.isIntersection()) return type.types.some((member) => isResponse(reading, member));
  return platformNameOf(reading, type) === "Response";
}
