/**
 * Objects: their properties and index signatures, whichever way the type came about (an interface and its bases, an
 * intersection, `Partial<…>`, a class).
 *
 * @module
 */

import ts from "#typescript";
import type { Schema } from "../../operation.ts";
import { docOfType } from "../doc.ts";
import { placeOf, type Reading, type Scope, type Typed } from "../reading.ts";
import { includesUndefined, withoutUndefined, written } from "../symbols.ts";
import { insteadOf } from "./platform.ts";
import { bind, typeAt } from "./scope.ts";

/** So many objects within each other come to no end: nobody writes that by hand. */
const DEEPEST = 100;

interface Hints {
  /** How the values of the index signature are written, where the type itself no longer knows. */
  index?: ts.TypeNode;
}

export function readObject(reading: Reading, typed: Typed, hints: Hints = {}): Schema {
  if (reading.depth === DEEPEST) {
    reading.reporter.report("SO309", placeOf(typed), { type: written(reading, typed) });
    return {};
  }
  reading.depth++;
  const schema = readMembers(reading, typed, hints);
  reading.depth--;
  return schema;
}

function readMembers(reading: Reading, typed: Typed, { index }: Hints): Schema {
  const { checker } = reading;
  if (typed.type.getCallSignatures().length > 0 || typed.type.getConstructSignatures().length > 0) {
    reading.reporter.report("SO302", placeOf(typed), { what: written(reading, typed) });
    return {};
  }
  const scope = typed.node ? bind(reading, typed.node, typed.scope) : typed.scope;
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  for (const property of checker.getPropertiesOfType(typed.type)) {
    const type = checker.getTypeOfSymbol(property);
    if (!isData(reading, property, type, typed.place)) continue;
    const name = property.getName();
    const schema = readProperty(reading, property, type, { ...typed, scope });
    const isComputed = isGetter(property);
    properties[name] = isComputed ? { ...schema, readOnly: true } : schema;
    if (isComputed) continue;
    if (!(property.flags & ts.SymbolFlags.Optional) && !includesUndefined(type)) required.push(name);
  }
  const schema: Schema = { type: "object" };
  if (Object.keys(properties).length > 0) schema.properties = properties;
  if (required.length > 0) schema.required = required;
  for (const info of checker.getIndexInfosOfType(typed.type)) {
    const node = index ?? info.declaration?.type;
    const hint = node && typeAt(reading, node, scope);
    const value = hint
      ? { node, type: info.type, scope, place: typed.place }
      : { type: info.type, scope, place: typed.place };
    schema.additionalProperties = reading.readValue(value);
    if (!(info.keyType.flags & ts.TypeFlags.String))
      schema.propertyNames = keysOf(reading, info.keyType, typed);
  }
  return schema;
}

/** Whether a class computes the property: an answer has it, and a request may leave it out. */
function isGetter(property: ts.Symbol): boolean {
  return (
    (property.flags & ts.SymbolFlags.GetAccessor) !== 0 && (property.flags & ts.SymbolFlags.SetAccessor) === 0
  );
}

/** Whether a property is carried: methods of classes are not, nor what is private or named by a symbol. */
function isData(reading: Reading, property: ts.Symbol, type: ts.Type, place: ts.Node): boolean {
  const name = property.escapedName as string;
  if (name.startsWith("__@") || name.startsWith("__#")) return false;
  const declaration = property.valueDeclaration ?? property.declarations?.[0];
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  if (declaration && ts.getCombinedModifierFlags(declaration) & hidden) return false;
  if (declaration && ts.isMethodDeclaration(declaration) && ts.isClassLike(declaration.parent)) return false;
  if (type.getCallSignatures().length > 0) {
    reportFunction(reading, property, declaration, place);
    return false;
  }
  // `name?: never` says that a property is absent.
  return !(withoutUndefined(reading.checker, type).flags & (ts.TypeFlags.Never | ts.TypeFlags.Undefined));
}

function readProperty(reading: Reading, property: ts.Symbol, type: ts.Type, owner: Typed): Schema {
  const declaration = property.declarations?.find(isWritten);
  if (!declaration) return reading.readValue({ type, scope: owner.scope, place: owner.place });
  const place = declaration.getSourceFile().isDeclarationFile ? owner.place : declaration;
  const doc = docOfType(declaration, reading.reporter);
  const { type: node } = declaration;
  if (node && isAsWritten(reading, node, type, owner)) {
    return reading.readValue({ type, node, scope: owner.scope, place }, doc);
  }
  // A mapped type gave it another type, so that its constraints need not fit any more; its description does.
  const isSame = node === undefined;
  return reading.readValue({ type, scope: owner.scope, place }, isSame ? doc : { text: doc.text, tags: [] });
}

function isAsWritten(reading: Reading, node: ts.TypeNode, type: ts.Type, owner: Typed): boolean {
  const declared = typeAt(reading, node, owner.scope);
  const isMapped =
    (owner.type.flags & ts.TypeFlags.Object) !== 0 &&
    ((owner.type as ts.ObjectType).objectFlags & ts.ObjectFlags.Mapped) !== 0;
  if (!declared) return !isMapped;
  // An optional property's type includes `undefined`, which its node does not say.
  const { checker } = reading;
  const members = (type.isUnion() ? type.types : [type]).filter(
    (member) => !(member.flags & ts.TypeFlags.Undefined),
  );
  return (
    checker.isTypeAssignableTo(withoutUndefined(checker, declared), type) &&
    members.every((member) => checker.isTypeAssignableTo(member, declared))
  );
}

type Written =
  | ts.PropertySignature
  | ts.PropertyDeclaration
  | ts.ParameterDeclaration
  | ts.GetAccessorDeclaration;

function isWritten(node: ts.Declaration): node is Written {
  return (
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isGetAccessor(node)
  );
}

function reportFunction(
  reading: Reading,
  property: ts.Symbol,
  declaration: ts.Declaration | undefined,
  place: ts.Node,
): void {
  if (declaration && !declaration.getSourceFile().isDeclarationFile) {
    const at = ts.getNameOfDeclaration(declaration) ?? declaration;
    reading.reporter.report("SO302", at, { what: property.getName() });
    return;
  }
  // A class of a package is no data as a whole: one diagnostic says it, not one for each of its methods.
  const type = declaration?.parent && (declaration.parent as { name?: ts.Node }).name?.getText();
  reading.reporter.report("SO303", place, {
    type: type ?? property.getName(),
    instead: insteadOf(type ?? ""),
  });
}

/** The schema of the keys of an index signature that does not take every string. */
function keysOf(reading: Reading, type: ts.Type, typed: { scope: Scope; place: ts.Node }): Schema {
  if (type.flags & ts.TypeFlags.Number) return { type: "string", pattern: "^-?\\d+(?:\\.\\d+)?$" };
  return reading.readType({ type, scope: typed.scope, place: typed.place });
}
