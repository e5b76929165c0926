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
  const checker = program.getTypeChecker();
  const reaches = (source: ts.SourceFile | undefined, seen: Set<ts.SourceFile>): boolean => {
    if (!source || source.isDeclarationFile || seen.has(source)) return false;
    seen.add(source);
    return TWINS.test(source.text) || importsOf(source, checker).some((imported) => reaches(imported, seen));
  };
  const callables = [
    ...operations.map(({ operation }) => operation),
    ...dependencies.map(({ dependency }) => dependency),
  ];
  for (const callable of callables)
    if (reaches(program.getSourceFile(join(root, callable.place.file)), new Set()))
      callable.callsTwins = true;
}

function importsOf(source: ts.SourceFile, checker: ts.TypeChecker): (ts.SourceFile | undefined)[] {
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const symbol = statement.moduleSpecifier && checker.getSymbolAtLocation(statement.moduleSpecifier);
    return symbol?.declarations?.filter(ts.isSourceFile) ?? [];
  });
}
