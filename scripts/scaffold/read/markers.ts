/**
 * Markers around a parameter's type.
 *
 * @module
 */

import ts from "#typescript";
import { EMPTY_SCOPE, type Reading, type Typed } from "./reading.ts";
import { bareNode, type Marker, markerOf, symbolOfReference, typeArgumentsOf } from "./symbols.ts";
import { bind, typeAt } from "./types/scope.ts";

export interface Marked {
  marker: Marker;
  /** The marker's type argument, or the type itself for one without. */
  inner: Typed;
  /** The argument as a node, for `Depends<typeof f>`. */
  argument: ts.TypeNode | undefined;
  /** What the parameter is called in the request, from `Query<string, "filter[name]">`. */
  key?: string;
}

/**
 * The marker of a parameter's type, also through an alias: `type CurrentCustomer = Depends<typeof currentCustomer>`.
 * The scaffolder's own rule decides where there is none.
 */
export function markedBy(reading: Reading, typed: Typed): Marked | undefined {
  if (!typed.node) return undefined;
  const node = bareNode(typed.node);
  const symbol = symbolOfReference(reading.checker, node);
  const marker = markerOf(symbol);
  if (marker) {
    const [argument, second] = typeArgumentsOf(node);
    const key = second && reading.checker.getTypeFromTypeNode(second);
    const type = argument && typeAt(reading, argument, typed.scope);
    const inner: Typed =
      argument && type
        ? { type, node: argument, scope: typed.scope, place: typed.place }
        : { ...typed, node };
    return { marker, inner, argument, ...(key?.isStringLiteral() && { key: key.value }) };
  }
  const alias = symbol?.declarations?.find(ts.isTypeAliasDeclaration);
  if (!alias || alias.getSourceFile().isDeclarationFile) return undefined;
  const scope = bind(reading, node, EMPTY_SCOPE);
  return markedBy(reading, { ...typed, node: alias.type, scope });
}

/** A marker that stands inside the type, where it says nothing. */
export function buriedMarkerOf(reading: Reading, node: ts.TypeNode): Marker | undefined {
  let found: Marker | undefined;
  const visit = (inner: ts.Node): void => {
    if (ts.isTypeReferenceNode(inner)) {
      const marker = markerOf(symbolOfReference(reading.checker, inner));
      if (marker && marker !== "UploadedFile" && marker !== "Step") found ??= marker;
    }
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}
