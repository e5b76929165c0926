/**
 * What a name in a stub stands for: a marker, a type of the platform, a declaration of the project.
 *
 * @module
 */

import { relative } from "node:path";
import ts from "#typescript";
import type { Reading } from "./reading.ts";

/** The markers of the stub language, `src/operations/markers.ts`. */
export const MARKERS = [
  "Query",
  "Path",
  "Header",
  "Cookie",
  "Body",
  "Form",
  "UploadedFile",
  "Depends",
  "Steps",
  "Step",
  "Resume",
  "Messages",
  "SocketEvent",
  "Room",
] as const;
export type Marker = (typeof MARKERS)[number];

/** The symbol that a name stands for, through imports and re-exports. */
export function symbolAt(checker: ts.TypeChecker, name: ts.Node): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The symbol of `Name<…>` or `import("…").Name<…>`. */
export function symbolOfReference(checker: ts.TypeChecker, node: ts.TypeNode): ts.Symbol | undefined {
  if (ts.isTypeReferenceNode(node)) return symbolAt(checker, node.typeName);
  if (ts.isExpressionWithTypeArguments(node)) return symbolAt(checker, node.expression);
  if (ts.isImportTypeNode(node) && node.qualifier && !node.isTypeOf) return symbolAt(checker, node.qualifier);
  return undefined;
}

export function typeArgumentsOf(node: ts.TypeNode): readonly ts.TypeNode[] {
  if (ts.isTypeReferenceNode(node) || ts.isImportTypeNode(node) || ts.isExpressionWithTypeArguments(node)) {
    return node.typeArguments ?? [];
  }
  return [];
}

/** The marker that a symbol is: one that `src/operations/markers.ts` declares, whatever name it was imported under. */
export function markerOf(symbol: ts.Symbol | undefined): Marker | undefined {
  const file = symbol?.declarations?.[0]?.getSourceFile().fileName;
  if (!file?.endsWith("/src/operations/markers.ts")) return undefined;
  return MARKERS.find((marker) => marker === symbol?.name);
}

/** A type of the platform: of the language, of Workers or of Node, not of the project or of a package. */
export function isPlatform(reading: Reading, symbol: ts.Symbol | undefined): boolean {
  const source = symbol?.declarations?.[0]?.getSourceFile();
  if (!source?.isDeclarationFile) return false;
  return (
    reading.program.isSourceFileDefaultLibrary(source) ||
    /\/node_modules\/(@cloudflare\/workers-types|@types|undici-types|typescript)\//.test(source.fileName)
  );
}

/** The platform type's name of a type: `Promise`, `Date`, `Response`. */
export function platformNameOf(reading: Reading, type: ts.Type): string | undefined {
  const symbol = type.getSymbol();
  return symbol && isPlatform(reading, symbol) ? symbol.name : undefined;
}

/** Hono's `Context`. */
export function isHonoContext(type: ts.Type): boolean {
  const symbol = type.getSymbol();
  const file = symbol?.declarations?.[0]?.getSourceFile().fileName ?? "";
  return symbol?.name === "Context" && /\/hono\//.test(file);
}

/** A module of the project, relative to its root and without extension; undefined for what lies in packages. */
export function moduleOf(reading: Reading, node: ts.Node): string | undefined {
  const { fileName, isDeclarationFile } = node.getSourceFile();
  if (isDeclarationFile || fileName.includes("/node_modules/")) return undefined;
  return relative(reading.root, fileName)
    .replaceAll("\\", "/")
    .replace(/\.[cm]?ts$/, "");
}

/** The name under which a symbol's own module exports it. */
export function exportedNameOf(reading: Reading, symbol: ts.Symbol): string | undefined {
  const source = symbol.declarations?.[0]?.getSourceFile();
  const module = source && reading.checker.getSymbolAtLocation(source);
  if (!module) return undefined;
  const names = reading.checker
    .getExportsOfModule(module)
    .filter((exported) => target(reading.checker, exported) === symbol)
    .map(({ name }) => name);
  return names.includes(symbol.name) ? symbol.name : names.find((name) => name !== "default");
}

function target(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** A type as a person would write it. */
export function written(reading: Reading, { type, node }: { type: ts.Type; node?: ts.TypeNode }): string {
  const text = node?.getText() ?? reading.checker.typeToString(type);
  return text.includes("\n") || text.length > 60 ? reading.checker.typeToString(type) : text;
}

/** Without `undefined`, as far as TypeScript can say that; readers of unions skip what is left of it. */
export function withoutUndefined(checker: ts.TypeChecker, type: ts.Type): ts.Type {
  if (!type.isUnion()) return type;
  const isUndefined = (member: ts.Type) =>
    (member.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0;
  if (!type.types.some(isUndefined)) return type;
  const rest = type.types.filter((member) => !isUndefined(member));
  if (rest.length === 1 && rest[0]) return rest[0];
  return rest.some((member) => member.flags & ts.TypeFlags.Null) ? type : checker.getNonNullableType(type);
}

export function includesUndefined(type: ts.Type): boolean {
  const members = type.isUnion() ? type.types : [type];
  return members.some((member) => (member.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0);
}

/** A type that could not be resolved. TypeScript represents it by an `any` of this name. */
export function isErrorType(type: ts.Type): boolean {
  return (
    (type.flags & ts.TypeFlags.Any) !== 0 && (type as { intrinsicName?: string }).intrinsicName === "error"
  );
}

/** Without parentheses and, for a union, without `undefined`: `(Header<string>) | undefined` is `Header<string>`. */
export function bareNode(node: ts.TypeNode): ts.TypeNode {
  if (ts.isParenthesizedTypeNode(node)) return bareNode(node.type);
  if (ts.isUnionTypeNode(node)) {
    const rest = node.types.filter((member) => member.kind !== ts.SyntaxKind.UndefinedKeyword);
    if (rest.length === 1 && rest[0]) return bareNode(rest[0]);
  }
  return node;
}
