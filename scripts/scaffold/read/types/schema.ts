/**
 * Types to JSON Schema. A type is followed as it is written for as long as that says more than the type itself (an alias
 * of a primitive with its constraints, a name), and from there on as the checker knows it.
 *
 * @module
 */

import ts from "#typescript";
import type { Schema } from "../../operation.ts";
import { type Doc, docOfType } from "../doc.ts";
import { EMPTY_SCOPE, placeOf, type Reading, type Typed } from "../reading.ts";
import {
  isErrorType,
  isPlatform,
  platformNameOf,
  symbolOfReference,
  typeArgumentsOf,
  withoutUndefined,
  written,
} from "../symbols.ts";
import { checkBigint, withDoc } from "./constraints.ts";
import { isTrue, literalSchema } from "./literal.ts";
import { readAlias, readNamed } from "./named.ts";
import { readObject } from "./object.ts";
import { BYTES, insteadOf } from "./platform.ts";
import { bind, typeAt } from "./scope.ts";
import { readUnion } from "./union.ts";

const { TypeFlags } = ts;

/** The schema of a value: of a parameter, a property, an item, a result. */
export function readValue(reading: Reading, typed: Typed, doc?: Doc): Schema {
  const schema = readType(reading, typed);
  const documented = doc ? withDoc(reading, schema, doc, () => written(reading, typed)) : schema;
  checkBigint(reading, documented, placeOf(typed));
  return documented;
}

/** The schema of a type that may still be qualified by what is around it. */
export function readType(reading: Reading, typed: Typed): Schema {
  const narrowed = { ...typed, type: withoutUndefined(reading.checker, typed.type) };
  const fromNode = typed.node && readNode(reading, { ...narrowed, node: typed.node });
  return fromNode ?? readResolved(reading, narrowed);
}

/** By the way it is written; undefined where that says no more than the type. */
function readNode(reading: Reading, typed: Typed & { node: ts.TypeNode }): Schema | undefined {
  const { node } = typed;
  const at = placeOf(typed);
  const follow = (inner: ts.TypeNode) => readType(reading, { ...typed, node: inner, place: at });
  if (ts.isParenthesizedTypeNode(node)) return follow(node.type);
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword)
    return follow(node.type);
  if (ts.isArrayTypeNode(node)) return readArray(reading, { ...typed, place: at }, node.elementType);
  if (ts.isUnionTypeNode(node)) {
    const members = membersOf(reading, node, typed);
    return members && readUnion(reading, { ...typed, place: at }, members);
  }
  if (ts.isIntersectionTypeNode(node)) return readIntersection(reading, { ...typed, place: at }, node.types);
  if (ts.isIndexedAccessTypeNode(node)) return readIndexedAccess(reading, { ...typed, node, place: at });
  if (ts.isTypeReferenceNode(node) || ts.isImportTypeNode(node))
    return readReference(reading, { ...typed, place: at });
  return undefined;
}

function readReference(reading: Reading, typed: Typed & { node: ts.TypeNode }): Schema | undefined {
  const { node, scope, place } = typed;
  const symbol = symbolOfReference(reading.checker, node);
  if (!symbol?.declarations?.length) {
    if (ts.isImportTypeNode(node) && symbol) return undefined;
    reading.reporter.report("SO301", placeOf(typed), { type: written(reading, typed) });
    return {};
  }
  if (symbol.flags & ts.SymbolFlags.TypeParameter) {
    const bound = scope.get(symbol);
    return bound && readType(reading, { ...bound, place });
  }
  const nodes = typeArgumentsOf(node);
  if (isPlatform(reading, symbol)) {
    const [first, second] = nodes;
    if ((symbol.name === "Array" || symbol.name === "ReadonlyArray") && first)
      return readArray(reading, typed, first);
    if (symbol.name === "Record" && second) return readObject(reading, typed, { index: second });
    return undefined;
  }
  const filled = filledArgumentsOf(reading, symbol, typed.type);
  const args = nodes.map((argument, index): Typed | undefined => {
    const type = typeAt(reading, argument, scope) ?? filled[index];
    return type && { type, node: argument, scope, place };
  });
  if (!args.every((argument) => argument !== undefined)) return undefined;
  if (symbol.flags & ts.SymbolFlags.TypeAlias) return readAlias(reading, symbol, args, typed);
  if (
    symbol.flags &
    (ts.SymbolFlags.Interface | ts.SymbolFlags.Class | ts.SymbolFlags.RegularEnum | ts.SymbolFlags.ConstEnum)
  ) {
    return readNamed(reading, symbol, args, typed);
  }
  return undefined;
}

/** The arguments with which the checker has filled a generic type. */
function filledArgumentsOf({ checker }: Reading, symbol: ts.Symbol, type: ts.Type): readonly ts.Type[] {
  if (type.aliasSymbol === symbol) return type.aliasTypeArguments ?? [];
  return type.getSymbol() === symbol && isReference(type) ? checker.getTypeArguments(type) : [];
}

/** `Burger["price"]`: the property's own type and constraints. */
function readIndexedAccess(
  reading: Reading,
  typed: Typed & { node: ts.IndexedAccessTypeNode },
): Schema | undefined {
  const { checker } = reading;
  const { objectType, indexType } = typed.node;
  const object = typeAt(reading, objectType, typed.scope);
  const index = typeAt(reading, indexType, typed.scope);
  if (!object || !index?.isStringLiteral()) return undefined;
  const declaration = checker.getPropertyOfType(object, index.value)?.valueDeclaration;
  if (
    !declaration ||
    !(ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration)) ||
    !declaration.type
  ) {
    return undefined;
  }
  const node = declaration.type;
  const scope = bind(reading, objectType, typed.scope);
  if (!typeAt(reading, node, scope)) return undefined;
  return readValue(
    reading,
    { type: typed.type, node, scope, place: typed.place },
    docOfType(declaration, reading.reporter),
  );
}

/** By what the checker knows. */
function readResolved(reading: Reading, typed: Typed): Schema {
  const { checker, reporter } = reading;
  const { type, place } = typed;
  const { flags } = type;
  const text = () => checker.typeToString(type);
  if (isErrorType(type)) {
    // Without a node there is no name to blame: it is a part of what an expression gives.
    const what = typed.node ? written(reading, typed) : "of a part of it";
    reporter.report("SO301", placeOf(typed), { type: what });
    return {};
  }
  if (flags & (TypeFlags.Any | TypeFlags.Unknown)) return {};
  const named = readByName(reading, typed);
  if (named) return named;
  if (type.isStringLiteral() || type.isNumberLiteral()) return literalSchema([type.value]);
  if (flags & TypeFlags.BooleanLiteral) return literalSchema([isTrue(checker, type)]);
  if (flags & TypeFlags.TemplateLiteral)
    return { type: "string", pattern: patternOf(type as ts.TemplateLiteralType), "x-branded": true };
  if (flags & TypeFlags.StringLike) return { type: "string" };
  if (flags & TypeFlags.NumberLike && !type.isUnion()) return { type: "number" };
  if (flags & TypeFlags.Boolean) return { type: "boolean" };
  if (flags & TypeFlags.Null) return { type: "null" };
  if (flags & TypeFlags.BigIntLike) return { type: "string", pattern: "^-?\\d+$", "x-bigint": true };
  if (type.isUnion()) {
    return readUnion(
      reading,
      typed,
      type.types.map((member) => ({ type: member, scope: EMPTY_SCOPE, place })),
    );
  }
  if (type.isIntersection()) return readIntersection(reading, typed);
  if (flags & TypeFlags.NonPrimitive) return { type: "object", additionalProperties: true };
  if (flags & TypeFlags.Object) return readObjectType(reading, typed);
  if (flags & (TypeFlags.Undefined | TypeFlags.Void | TypeFlags.Never | TypeFlags.ESSymbolLike)) {
    reporter.report("SO305", placeOf(typed), { type: text() });
  } else {
    reporter.report("SO308", placeOf(typed), { type: text() });
  }
  return {};
}

/** A type that the checker still knows by a name. */
function readByName(reading: Reading, typed: Typed): Schema | undefined {
  const { type, place } = typed;
  const alias = type.aliasSymbol;
  const argument = (one: ts.Type): Typed => ({ type: one, scope: EMPTY_SCOPE, place });
  if (alias && !typed.expanding?.includes(alias) && !isPlatform(reading, alias)) {
    const declared = readAlias(reading, alias, (type.aliasTypeArguments ?? []).map(argument), typed);
    if (declared) return declared;
  }
  const symbol = type.getSymbol();
  const isEnum = type.flags & TypeFlags.EnumLike && symbol && symbol.flags & ts.SymbolFlags.Enum;
  if (symbol && !isPlatform(reading, symbol) && (isEnum || type.isClassOrInterface() || isReference(type))) {
    if (!(symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class | ts.SymbolFlags.Enum)))
      return undefined;
    const args = isReference(type) ? reading.checker.getTypeArguments(type) : [];
    const count = isReference(type) ? (type.target.typeParameters?.length ?? 0) : 0;
    return readNamed(reading, symbol, args.slice(0, count).map(argument), typed);
  }
  return undefined;
}

function readObjectType(reading: Reading, typed: Typed): Schema {
  const { checker, reporter } = reading;
  const { type } = typed;
  const at = placeOf(typed);
  if (checker.isTupleType(type)) return readTuple(reading, typed);
  if (checker.isArrayType(type)) return readArray(reading, typed);
  const platform = platformNameOf(reading, type);
  if (platform === "Date") return { type: "string", format: "date-time", "x-date": true };
  if (platform !== undefined && isDeclaredType(type)) {
    const name = written(reading, typed);
    if (BYTES.includes(platform)) reporter.report("SO306", at, { type: name });
    else reporter.report("SO303", at, { type: name, instead: insteadOf(platform) });
    return {};
  }
  return readObject(reading, typed);
}

function readArray(reading: Reading, typed: Typed, node?: ts.TypeNode): Schema {
  const items = reading.checker.getIndexTypeOfType(typed.type, ts.IndexKind.Number);
  const known = node && typeAt(reading, node, typed.scope);
  const type = known ?? items;
  if (!type) return { type: "array" };
  return {
    type: "array",
    items: readValue(
      reading,
      node ? { type, node, scope: typed.scope, place: typed.place } : { ...bare(typed), type },
    ),
  };
}

function readTuple(reading: Reading, typed: Typed): Schema {
  const type = typed.type as ts.TupleTypeReference;
  const written = tupleNodeOf(typed.node);
  const prefixItems: Schema[] = [];
  const rest: Schema[] = [];
  let minItems = 0;
  for (const [index, element] of reading.checker.getTypeArguments(type).entries()) {
    const flag = type.target.elementFlags[index] ?? ts.ElementFlags.Required;
    const node = written?.elements[index] && elementNodeOf(written.elements[index]);
    const isHint = node && typeAt(reading, node, typed.scope);
    const { scope, place } = typed;
    const schema = readValue(reading, { ...(isHint ? { node, scope, place } : bare(typed)), type: element });
    if (flag & ts.ElementFlags.Variable || rest.length > 0) rest.push(schema);
    else prefixItems.push(schema);
    if (flag & ts.ElementFlags.Required) minItems++;
  }
  const schema: Schema = { type: "array", prefixItems, minItems };
  if (rest.length === 0) return { ...schema, maxItems: prefixItems.length, items: false };
  return { ...schema, items: rest.length === 1 && rest[0] ? rest[0] : { anyOf: rest } };
}

function tupleNodeOf(node: ts.TypeNode | undefined): ts.TupleTypeNode | undefined {
  if (node && ts.isTypeOperatorNode(node)) return tupleNodeOf(node.type);
  return node && ts.isTupleTypeNode(node) ? node : undefined;
}

function elementNodeOf(node: ts.TypeNode | ts.NamedTupleMember): ts.TypeNode {
  const inner =
    ts.isNamedTupleMember(node) || ts.isOptionalTypeNode(node) || ts.isRestTypeNode(node) ? node.type : node;
  const isRest =
    ts.isRestTypeNode(node) || (ts.isNamedTupleMember(node) && node.dotDotDotToken !== undefined);
  return isRest && ts.isArrayTypeNode(inner) ? inner.elementType : inner;
}

/** Objects are merged; a branded primitive or list, `string & { __brand: "id" }`, is what it brands. */
function readIntersection(reading: Reading, typed: Typed, nodes?: readonly ts.TypeNode[]): Schema {
  const { type, scope, place } = typed;
  if (type.isUnion())
    return readUnion(
      reading,
      typed,
      type.types.map((one) => ({ type: one, scope: EMPTY_SCOPE, place })),
    );
  const primitive =
    TypeFlags.StringLike | TypeFlags.NumberLike | TypeFlags.BooleanLike | TypeFlags.BigIntLike;
  for (const node of nodes ?? []) {
    const member = typeAt(reading, node, scope);
    if (member && member.flags & primitive)
      return branded(readType(reading, { type: member, node, scope, place }));
  }
  const { checker } = reading;
  const isList = (one: ts.Type) => checker.isArrayType(one) || checker.isTupleType(one);
  const member = type.isIntersection() && type.types.find((one) => one.flags & primitive || isList(one));
  if (member && isList(member)) return readType(reading, { ...bare(typed), type: member });
  if (member) return branded(readType(reading, { ...bare(typed), type: member }));
  return readObject(reading, typed);
}

function branded(schema: Schema): Schema {
  return schema.type === undefined ? schema : { ...schema, "x-branded": true };
}

/** The members of a union as they are written; undefined where the type of one can't be told. */
function membersOf(
  reading: Reading,
  node: ts.UnionTypeNode,
  { type: union, scope, place }: Typed,
): Typed[] | undefined {
  const members: Typed[] = [];
  for (const member of node.types) {
    const type = typeAt(reading, member, scope) ?? constituentOf(reading, member, union);
    if (!type) return undefined;
    members.push({ type, node: member, scope, place: placeOf({ type, node: member, scope, place }) });
  }
  return members;
}

/** `Page<T>` in `Page<T> | null`: the checker has filled in the argument of what is called so. */
function constituentOf(reading: Reading, node: ts.TypeNode, union: ts.Type): ts.Type | undefined {
  const symbol = symbolOfReference(reading.checker, node);
  const named = (union.isUnion() ? union.types : [union]).filter((type) =>
    ts.isArrayTypeNode(node)
      ? reading.checker.isArrayType(type)
      : symbol !== undefined && (type.aliasSymbol ?? type.getSymbol()) === symbol,
  );
  return named.length === 1 ? named[0] : undefined;
}

function patternOf({ texts, types }: ts.TemplateLiteralType): string {
  const placeholder = (type: ts.Type): string => {
    if (type.flags & TypeFlags.Number) return "-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?";
    if (type.flags & TypeFlags.BigInt) return "-?\\d+";
    if (type.flags & TypeFlags.TemplateLiteral) return patternOf(type as ts.TemplateLiteralType).slice(1, -1);
    return "[\\s\\S]*";
  };
  const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return `^${texts.map((text, index) => escaped(text) + (types[index] ? placeholder(types[index]) : "")).join("")}$`;
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return (
    (type.flags & TypeFlags.Object) !== 0 &&
    ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0
  );
}

/** A class or interface, not a mapped type of the platform such as `Partial<Burger>`, which is the project's own data. */
function isDeclaredType(type: ts.Type): boolean {
  return type.isClassOrInterface() || isReference(type);
}

/** The same type, without a word about how it is written. */
function bare({ type, place }: Typed): Typed {
  return { type, scope: EMPTY_SCOPE, place };
}
