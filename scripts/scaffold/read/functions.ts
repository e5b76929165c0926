/**
 * The functions of a module: which there are, of which kind, exported under which name.
 *
 * @module
 */

import ts from "#typescript";
import type { Kind } from "../operation.ts";
import { type Doc, type DocTag, docOf, hasTag, reportDroppedDoc } from "./doc.ts";
import type { Reading } from "./reading.ts";
import { symbolAt } from "./symbols.ts";
import { isRouteTag, jobTagsOf, routeTagsOf } from "./tags.ts";

type FunctionNode = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

/** A function that others can import by name. */
export interface NamedFunction {
  name: string;
  kind: Kind;
  node: FunctionNode;
  /** Where to point at the function: its name. */
  nameNode: ts.Node;
  doc: Doc;
}

const KIND_NAMES: Record<Kind, string> = {
  async: "an async function",
  stream: "an async function*",
  plain: "a plain function",
  steps: "a function*",
};

export function kindName(kind: Kind): string {
  return KIND_NAMES[kind];
}

/** Whether the function runs on an executor: its arguments and its result cross the queue. */
export function isJob(kind: Kind): boolean {
  return kind === "plain" || kind === "steps";
}

/** The exported functions of a file that have a method tag, or one that makes a job of them, in the order of the file. */
export function stubsOf(reading: Reading, source: ts.SourceFile): { stub: NamedFunction; tag: DocTag }[] {
  const exported = exportsOf(reading, source);
  const stubs: { stub: NamedFunction; tag: DocTag }[] = [];
  for (const { declaration, host } of declarationsOf(source)) {
    reportDroppedDoc(host, reading.reporter, hasTag);
    const doc = docOf(host);
    const [tag] = [...routeTagsOf(doc), ...jobTagsOf(doc)];
    if (!tag) continue;
    const what = isRouteTag(tag.name) ? "route" : "job";
    const nameNode = declaration.name ?? host;
    const name = declaration.name?.getText() ?? "default";
    const symbol = declaration.name && reading.checker.getSymbolAtLocation(declaration.name);
    const exportedName = symbol
      ? exported.get(symbol)
      : ts.isFunctionDeclaration(declaration)
        ? "default"
        : undefined;
    const node = functionOf(declaration);
    if (!node) reading.reporter.report("SO008", nameNode, { name, tag: tag.name });
    else if (exportedName === undefined)
      reading.reporter.report("SO004", nameNode, { name, tag: tag.name, what });
    else if (exportedName === "default") reading.reporter.report("SO005", nameNode, {});
    else stubs.push({ stub: { name: exportedName, kind: kindOf(node), node, nameNode, doc }, tag });
  }
  return stubs;
}

/** The function that a symbol is; undefined if it is none that its module exports by name. */
export function namedFunctionOf(reading: Reading, symbol: ts.Symbol): NamedFunction | undefined {
  const declaration = symbol.declarations?.find(
    (one) => ts.isVariableDeclaration(one) || (ts.isFunctionDeclaration(one) && one.body !== undefined),
  );
  if (!declaration || !(ts.isVariableDeclaration(declaration) || ts.isFunctionDeclaration(declaration)))
    return undefined;
  const node = functionOf(declaration);
  const name = exportsOf(reading, declaration.getSourceFile()).get(symbol);
  if (!node || !declaration.name || name === undefined || name === "default") return undefined;
  const host = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  reportDroppedDoc(host, reading.reporter, hasTag);
  return { name, kind: kindOf(node), node, nameNode: declaration.name, doc: docOf(host) };
}

type NamedDeclaration = ts.FunctionDeclaration | ts.VariableDeclaration | ts.ClassDeclaration;

function* declarationsOf(
  source: ts.SourceFile,
): Generator<{ declaration: NamedDeclaration; host: ts.Statement }> {
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      yield { declaration: statement, host: statement };
    } else if (ts.isVariableStatement(statement)) {
      const [declaration] = statement.declarationList.declarations;
      if (declaration) yield { declaration, host: statement };
    }
  }
}

/** What a module exports of its own, and under which name. */
function exportsOf(reading: Reading, source: ts.SourceFile): Map<ts.Symbol, string> {
  const module = reading.checker.getSymbolAtLocation(source);
  const exported = new Map<ts.Symbol, string>();
  for (const symbol of module ? reading.checker.getExportsOfModule(module) : []) {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const target = isAlias ? reading.checker.getAliasedSymbol(symbol) : symbol;
    // A name says more than `default` does.
    if (exported.get(target) === undefined || exported.get(target) === "default")
      exported.set(target, symbol.name);
  }
  return exported;
}

function functionOf(declaration: NamedDeclaration): FunctionNode | undefined {
  if (ts.isFunctionDeclaration(declaration)) return declaration;
  if (ts.isClassDeclaration(declaration)) return undefined;
  let value = declaration.initializer;
  while (value && (ts.isParenthesizedExpression(value) || ts.isSatisfiesExpression(value)))
    value = value.expression;
  return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : undefined;
}

function kindOf(node: FunctionNode): Kind {
  const isAsync = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
  if (node.asteriskToken) return isAsync ? "stream" : "steps";
  return isAsync ? "async" : "plain";
}

/** Report what makes a function no single callable thing. */
export function checkSignature(reading: Reading, { name, node, nameNode }: NamedFunction): void {
  if (node.typeParameters) reading.reporter.report("SO007", nameNode, { name });
  const symbol = symbolAt(reading.checker, nameNode);
  const count = symbol?.declarations?.filter(ts.isFunctionDeclaration).length ?? 0;
  if (count > 1) reading.reporter.report("SO006", nameNode, { name });
}
