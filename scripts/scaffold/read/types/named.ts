/**
 * Named types: aliases, interfaces, classes, enums. Those with a shape become models; an alias of a primitive stands for
 * the primitive and its constraints.
 *
 * @module
 */

import ts from "#typescript";
import type { Json, Schema } from "../../operation.ts";
import { docOfType } from "../doc.ts";
import { placeOf, type Reading, type Typed } from "../reading.ts";
import { exportedNameOf, isPlatform, markerOf, moduleOf, symbolOfReference } from "../symbols.ts";
import { withDoc } from "./constraints.ts";
import { literalSchema } from "./literal.ts";
import type { Identity } from "./models.ts";
import { nameOfArgument } from "./naming.ts";
import { readObject } from "./object.ts";
import { bindDeclaration, parametersOf } from "./scope.ts";

const { TypeFlags } = ts;

/** With arguments, a longer name than this is not a model but a type that grows with every step. */
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
    expanding: [...(typed.expanding ?? []), symbol],
  };
  const read = () =>
    withDoc(reading, reading.readType(body), docOfType(declaration, reading.reporter), () => symbol.name);
  const isRenaming = symbolOfReference(reading.checker, declaration.type) !== undefined;
  const followsProject =
    isRenaming && !isPlatform(reading, symbolOfReference(reading.checker, declaration.type));
  if (followsProject) return read();
  if (!hasShape(reading, typed.type) && !holdsItself(reading, symbol, declaration)) return read();
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
      return withDoc(reading, literalSchema(valuesOf(reading, symbol)), doc, () => symbol.name);
    }
    const scope = new Map<ts.Symbol, Typed>();
    for (const part of symbol.declarations ?? []) {
      if (ts.isInterfaceDeclaration(part) || ts.isClassDeclaration(part))
        bindDeclaration(reading, part, args, scope);
    }
    const object = { type: typed.type, scope, place: typed.place };
    return withDoc(reading, readObject(reading, object), doc, () => symbol.name);
  });
}

function readModel(
  reading: Reading,
  symbol: ts.Symbol,
  args: Typed[],
  typed: Typed,
  read: () => Schema,
): Schema {
  const schemas = args.map((argument) => reading.readValue(argument));
  const names = args.map((argument, index) => nameOfArgument(reading, argument, schemas[index] ?? {}));
  const name = names.length === 0 ? symbol.name : `${symbol.name}Of${names.join("And")}`;
  if (names.length > 0 && name.length > LONGEST_NAME) {
    reading.reporter.report("SO309", placeOf(typed), { type: symbol.name });
    return {};
  }
  const [declaration] = symbol.declarations ?? [];
  if (!declaration) return {};
  const module = moduleOf(reading, declaration);
  const exported = exportedNameOf(reading, symbol);
  const identity: Identity = {
    declaration,
    name,
    arguments: schemas,
    ...(module !== undefined && { module }),
    ...(exported !== undefined && { exported }),
  };
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

/** Whether an alias comes back to itself before it comes to a model: `type Tree = { branch?: Tree } | null`. */
function holdsItself(
  reading: Reading,
  symbol: ts.Symbol,
  { type }: ts.TypeAliasDeclaration,
  seen = new Set<ts.Symbol>(),
): boolean {
  const visit = (node: ts.Node): boolean => {
    const named = ts.isTypeReferenceNode(node) && symbolOfReference(reading.checker, node);
    if (named === symbol) return true;
    const alias = named ? named.declarations?.find(ts.isTypeAliasDeclaration) : undefined;
    if (named && alias && !seen.has(named) && !isPlatform(reading, named)) {
      seen.add(named);
      const isModel = hasShape(reading, reading.checker.getDeclaredTypeOfSymbol(named));
      if (!isModel && holdsItself(reading, symbol, alias, seen)) return true;
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(type);
}

function valuesOf(reading: Reading, symbol: ts.Symbol): Json[] {
  const members =
    symbol.declarations?.filter(ts.isEnumDeclaration).flatMap(({ members }) => [...members]) ?? [];
  return members
    .map((member) => reading.checker.getConstantValue(member))
    .filter((value) => value !== undefined);
}
