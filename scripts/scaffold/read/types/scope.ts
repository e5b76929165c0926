/**
 * Type parameters and what fills them, so that a type can be followed as it is written.
 *
 * @module
 */

import ts from "#typescript";
import type { Reading, Scope, Typed } from "../reading.ts";
import { isPlatform, symbolAt, symbolOfReference, typeArgumentsOf } from "../symbols.ts";

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

export function bindDeclaration(
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

export function parametersOf(
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
