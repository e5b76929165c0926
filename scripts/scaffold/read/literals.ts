import ts from "#typescript";
import type { Json } from "../operation.ts";
import { symbolAt } from "./symbols.ts";

/** The value of an expression that is a JSON literal, or names a constant that is one; undefined for any other. */
export function literalOf(
  checker: ts.TypeChecker,
  node: ts.Expression,
  seen: ts.Node[] = [],
): Json | undefined {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)) {
    return literalOf(checker, node.expression, seen);
  }
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isPrefixUnaryExpression(node)) {
    const value = literalOf(checker, node.operand, seen);
    if (typeof value !== "number") return undefined;
    if (node.operator === ts.SyntaxKind.MinusToken) return -value;
    return node.operator === ts.SyntaxKind.PlusToken ? value : undefined;
  }
  if (ts.isArrayLiteralExpression(node)) {
    const items = node.elements.map((element) => literalOf(checker, element, seen));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (ts.isObjectLiteralExpression(node)) return objectOf(checker, node, seen);
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)
    ? constantOf(checker, node, seen)
    : undefined;
}

function objectOf(
  checker: ts.TypeChecker,
  node: ts.ObjectLiteralExpression,
  seen: ts.Node[],
): Json | undefined {
  const object: { [key: string]: Json } = {};
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property)) return undefined;
    const { name } = property;
    const key = ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
    const value = literalOf(checker, property.initializer, seen);
    if (key === undefined || value === undefined) return undefined;
    object[key] = value;
  }
  return object;
}

/** `Color.Red`, or `const DEFAULT_LIMIT = 10`, also when imported. */
function constantOf(checker: ts.TypeChecker, node: ts.Expression, seen: ts.Node[]): Json | undefined {
  const declaration = symbolAt(checker, node)?.valueDeclaration;
  if (declaration && ts.isEnumMember(declaration)) return checker.getConstantValue(declaration);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  // A constant that is made of itself is an error of TypeScript's, but must not hang the reader.
  if (seen.includes(declaration) || !(ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const))
    return undefined;
  return literalOf(checker, declaration.initializer, [...seen, declaration]);
}
