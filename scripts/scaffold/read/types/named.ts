/**
 * Named types: aliases, interfaces, classes, enums. Those with a shape become models; an alias of a primitive stands for
 * the primitive and its constraints.
 *
 * @module
 */

import ts from "typescript";
import type { Json, Schema } from "../../operation.ts";
import { docOfType } from "../doc.ts";
import { placeOf, type Reading, type Scope, type Typed } from "../reading.ts";
import {
  exportedNameOf,
  isPlatform,
  markerOf,
  moduleOf,
  symbolAt,
  symbolOfReference,
  typeArgumentsOf,
} from "../symbols.ts";
import { withDoc } from "./constraints.ts";
import { type Identity, nameOfReference, pascal } from "./models.ts";
import { readObject } from "./object.ts";
import { literalSchema, readType, readValue } from "./schema.ts";

const { TypeFlags } = ts;

/** A longer name than this is not a model but a type that grows with every step. */
const LONGEST_NAME = 200;

/** `undefined` if the symbol is no alias that could be followed. */
export function readAlias(
  reading: Reading,
  symbol: ts.Symbol,
  args: Typed[],
  typed: Typed,
): Schema | undefined {
  const declaration = symbol.declarations?.find(ts.isTypeAliasDeclaration);
  if (!declaration) return undefined;
  const scope = parametersOf(reading, declaration.typeParameters, args);
  const body: Typed = {
    type: typed.type,
    node: declaration.type,
    scope,
    place: typed.place,
    expanding: symbol,
  };
  const read = () =>
    withDoc(reading, readType(reading, body), docOfType(declaration, reading.reporter), symbol.name);
  const isRenaming = symbolOfReference(reading.checker, declaration.type) !== undefined;
  const followsProject =
    isRenaming && !isPlatform(reading, symbolOfReference(reading.checker, declaration.type));
  if (followsProject || !hasShape(reading, typed.type)) return read();
  return readModel(reading, symbol, args, typed, read);
}

/** An interface, a class or an enum. */
export function readNamed(reading: Reading, symbol: ts.Symbol, args: Typed[], typed: Typed): Schema {
  const declaration = symbol.declarations?.[0];
  if (!declaration) return {};
  if (markerOf(symbol) === "UploadedFile") {
    reading.reporter.report("SO307", placeOf(typed), {});
    return {};
  }
  return readModel(reading, symbol, args, typed, () => {
    const doc = docOfType(declaration, reading.reporter);
    if (ts.isEnumDeclaration(declaration)) {
      return withDoc(reading, literalSchema(valuesOf(reading, symbol)), doc, symbol.name);
    }
    const scope = new Map<ts.Symbol, Typed>();
    for (const part of symbol.declarations ?? []) {
      if (ts.isInterfaceDeclaration(part) || ts.isClassDeclaration(part))
        bindDeclaration(reading, part, args, scope);
    }
    const object = { type: typed.type, scope, place: typed.place };
    return withDoc(reading, readObject(reading, object), doc, symbol.name);
  });
}

function readModel(
  reading: Reading,
  symbol: ts.Symbol,
  args: Typed[],
  typed: Typed,
  read: () => Schema,
): Schema {
  const schemas = args.map((argument) => readValue(reading, argument));
  const names = args.map((argument, index) => nameOfArgument(reading, argument, schemas[index] ?? {}));
  const name = names.length === 0 ? symbol.name : `${symbol.name}Of${names.join("And")}`;
  if (name.length > LONGEST_NAME) {
    reading.reporter.report("SO309", placeOf(typed), { type: symbol.name });
    return {};
  }
  const declaration = symbol.declarations?.[0];
  const identity: Identity = { symbol, name, arguments: schemas };
  const module = declaration && moduleOf(reading, declaration);
  if (module !== undefined) identity.module = module;
  const exported = exportedNameOf(reading, symbol);
  if (exported !== undefined) {
    const write = (local: string) => {
      const parts = schemas.map((schema) => typescriptOf(reading, schema));
      if (!parts.every((part) => part !== undefined)) return undefined;
      const list = parts.length === 0 ? "" : `<${parts.map(({ text }) => text).join(", ")}>`;
      return { text: local + list, imports: parts.flatMap(({ imports }) => imports) };
    };
    identity.typescript = { exported, write };
  }
  return reading.models.refer(identity, read);
}

/** Whether an alias of this type becomes a model: objects, lists, unions; not primitives, nor these or null. */
function hasShape(reading: Reading, type: ts.Type): boolean {
  if (type.isUnion()) {
    const isNothing = ({ flags }: ts.Type) =>
      (flags & (TypeFlags.Null | TypeFlags.Undefined | TypeFlags.Void)) !== 0;
    const members = type.types.filter((member) => !isNothing(member));
    const isBoolean = members.every(({ flags }) => flags & TypeFlags.BooleanLiteral);
    return members.length > 1 && !isBoolean;
  }
  if (type.isIntersection()) return type.types.every(({ flags }) => (flags & TypeFlags.Object) !== 0);
  if (!(type.flags & TypeFlags.Object)) return false;
  const isList = reading.checker.isArrayType(type) || reading.checker.isTupleType(type);
  const isData = !type.isClassOrInterface() || !isPlatform(reading, type.getSymbol());
  return isList || (isData && type.getCallSignatures().length === 0);
}

function valuesOf(reading: Reading, symbol: ts.Symbol): Json[] {
  const members =
    symbol.declarations?.filter(ts.isEnumDeclaration).flatMap(({ members }) => [...members]) ?? [];
  return members
    .map((member) => reading.checker.getConstantValue(member))
    .filter((value) => value !== undefined);
}

/**
 * The type of a node in a scope; undefined where the node mentions a type parameter in its middle, which only the
 * checker could fill in.
 */
export function typeAt(reading: Reading, node: ts.TypeNode, scope: Scope): ts.Type | undefined {
  if (ts.isTypeReferenceNode(node)) {
    const symbol = symbolAt(reading.checker, node.typeName);
    if (symbol && symbol.flags & ts.SymbolFlags.TypeParameter) return scope.get(symbol)?.type;
  }
  return mentionsParameter(reading, node, node) ? undefined : reading.checker.getTypeFromTypeNode(node);
}

function mentionsParameter(reading: Reading, node: ts.Node, within: ts.Node): boolean {
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
    const symbol = reading.checker.getSymbolAtLocation(node.typeName);
    const declaration = symbol?.declarations?.[0];
    const isParameter = symbol && symbol.flags & ts.SymbolFlags.TypeParameter;
    if (isParameter && declaration && (declaration.pos < within.pos || declaration.end > within.end))
      return true;
  }
  return ts.forEachChild(node, (child) => mentionsParameter(reading, child, within)) ?? false;
}

/** A scope with the type parameters of everything that the node is made of: of its bases, of what `Partial<…>` holds. */
export function bind(reading: Reading, node: ts.TypeNode, scope: Scope): Scope {
  const bound = new Map(scope);
  bindNode(reading, node, bound);
  return bound;
}

function bindNode(reading: Reading, node: ts.TypeNode, scope: Map<ts.Symbol, Typed>): void {
  if (ts.isParenthesizedTypeNode(node)) bindNode(reading, node.type, scope);
  if (ts.isIntersectionTypeNode(node)) for (const member of node.types) bindNode(reading, member, scope);
  const symbol = symbolOfReference(reading.checker, node);
  if (!symbol) return;
  const nodes = typeArgumentsOf(node);
  if (isPlatform(reading, symbol)) {
    for (const argument of nodes) bindNode(reading, argument, scope);
    return;
  }
  const args = nodes.map((argument): Typed | undefined => {
    const type = typeAt(reading, argument, scope);
    return type && { type, node: argument, scope: new Map(scope), place: argument };
  });
  for (const declaration of symbol.declarations ?? []) {
    if (ts.isTypeAliasDeclaration(declaration)) {
      if (bindParameters(reading, declaration.typeParameters, args, scope))
        bindNode(reading, declaration.type, scope);
    } else if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) {
      bindDeclaration(reading, declaration, args, scope);
    }
  }
}

function bindDeclaration(
  reading: Reading,
  declaration: ts.InterfaceDeclaration | ts.ClassDeclaration,
  args: readonly (Typed | undefined)[],
  scope: Map<ts.Symbol, Typed>,
): void {
  if (!bindParameters(reading, declaration.typeParameters, args, scope)) return;
  for (const clause of declaration.heritageClauses ?? []) {
    for (const base of clause.types) bindNode(reading, base, scope);
  }
}

function parametersOf(
  reading: Reading,
  parameters: ts.NodeArray<ts.TypeParameterDeclaration> | undefined,
  args: readonly Typed[],
): Scope {
  const scope = new Map<ts.Symbol, Typed>();
  bindParameters(reading, parameters, args, scope);
  return scope;
}

/** False if the parameters are bound already: a type that contains itself. */
function bindParameters(
  reading: Reading,
  parameters: ts.NodeArray<ts.TypeParameterDeclaration> | undefined,
  args: readonly (Typed | undefined)[],
  scope: Map<ts.Symbol, Typed>,
): boolean {
  for (const [index, parameter] of (parameters ?? []).entries()) {
    const symbol = reading.checker.getSymbolAtLocation(parameter.name);
    if (!symbol) continue;
    if (scope.has(symbol)) return false;
    const argument = args[index];
    const fallback = parameter.default && typeAt(reading, parameter.default, scope);
    if (argument) scope.set(symbol, argument);
    else if (fallback && parameter.default) {
      scope.set(symbol, { type: fallback, node: parameter.default, scope: new Map(scope), place: parameter });
    }
  }
  return true;
}

/** The part of a generic model's name: `Burger` of `Page<Burger>`. */
function nameOfArgument(reading: Reading, { node, type }: Typed, schema: Schema): string {
  const written = node && symbolOfReference(reading.checker, node);
  if (schema.$ref) return nameOfReference(schema.$ref);
  if (written && !isPlatform(reading, written) && !(written.flags & ts.SymbolFlags.TypeParameter))
    return written.name;
  if (schema.items) return `${nameOfSchema(schema.items)}Array`;
  return nameOfSchema(schema) || pascal(reading.checker.typeToString(type)) || "Value";
}

function nameOfSchema(schema: Schema): string {
  if (schema.$ref) return nameOfReference(schema.$ref);
  if (schema["x-date"]) return "Date";
  if (schema.items) return `${nameOfSchema(schema.items)}Array`;
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values) return values.map((value) => pascal(String(value))).join("Or");
  if (schema.anyOf) return schema.anyOf.map(nameOfSchema).join("Or");
  return pascal(schema.type ?? "");
}

type Written = { text: string; imports: { module: string; name: string; as?: string }[] };

/** A schema as a type again, for the arguments of a generic model; aliases of primitives are the primitives. */
function typescriptOf(reading: Reading, schema: Schema): Written | undefined {
  const plain = (text: string): Written => ({ text, imports: [] });
  if (schema.$ref) return reading.models.get(nameOfReference(schema.$ref))?.typescript;
  if (schema["x-date"]) return plain("Date");
  if (schema["x-bigint"]) return plain("bigint");
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values) return plain(values.map((value) => JSON.stringify(value)).join(" | "));
  if (schema.anyOf) {
    const members = schema.anyOf.map((member) => typescriptOf(reading, member));
    if (!members.every((member) => member !== undefined)) return undefined;
    return {
      text: members.map(({ text }) => text).join(" | "),
      imports: members.flatMap(({ imports }) => imports),
    };
  }
  if (schema.type === "array" && schema.items && !schema.prefixItems) {
    const item = typescriptOf(reading, schema.items);
    return item && { ...item, text: `Array<${item.text}>` };
  }
  if (schema.type === "integer" || schema.type === "number") return plain("number");
  if (schema.type === "string" || schema.type === "boolean" || schema.type === "null")
    return plain(schema.type);
  return undefined;
}
