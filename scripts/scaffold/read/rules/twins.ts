/**
 * Which functions may call twins: their requests are remembered, so that the jobs know where they come from.
 *
 * @module
 */

import { join } from "node:path";
import ts from "typescript";
import type { ReadProject } from "./dependents.ts";

/** The twins are not there yet when the stubs are read for the first time, so the import is known by its text. */
const TWINS = /\bgenerated\/jobs\b/;

/** Note of each function whether its module, or one that this one imports, imports the twins. */
export function noteTwins(
  { operations, dependencies }: ReadProject,
  program: ts.Program,
  root: string,
): void {
  const callers = callersOf(program);
  const callables = [
    ...operations.map(({ operation }) => operation),
    ...dependencies.map(({ dependency }) => dependency),
  ];
  for (const callable of callables) {
    const source = program.getSourceFile(join(root, callable.place.file));
    if (source && callers.has(source)) callable.callsTwins = true;
  }
}

/** The modules that import the twins, and those that import these. */
function callersOf(program: ts.Program): Set<ts.SourceFile> {
  const own = program.getSourceFiles().filter(({ isDeclarationFile }) => !isDeclarationFile);
  const callers = new Set(own.filter(({ text }) => TWINS.test(text)));
  if (callers.size === 0) return callers;
  const importers = importersOf(own, program.getTypeChecker());
  // What is added on the way is visited, too.
  for (const caller of callers) for (const importer of importers.get(caller) ?? []) callers.add(importer);
  return callers;
}

function importersOf(
  sources: readonly ts.SourceFile[],
  checker: ts.TypeChecker,
): Map<ts.SourceFile, ts.SourceFile[]> {
  const importers = new Map<ts.SourceFile, ts.SourceFile[]>();
  for (const source of sources)
    for (const imported of importsOf(source, checker)) {
      const known = importers.get(imported);
      if (known) known.push(source);
      else importers.set(imported, [source]);
    }
  return importers;
}

function importsOf(source: ts.SourceFile, checker: ts.TypeChecker): ts.SourceFile[] {
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const symbol = statement.moduleSpecifier && checker.getSymbolAtLocation(statement.moduleSpecifier);
    return symbol?.declarations?.filter(ts.isSourceFile) ?? [];
  });
}
