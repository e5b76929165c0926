/**
 * What a reading leaves to the next one: what it read of each file of stubs. A save changes one file or two; the others
 * need not be read again, unless they import it.
 *
 * @module
 */

import ts from "typescript";
import { Imports } from "./imports.ts";
import type { ReadJobFunction } from "./job-functions.ts";
import type { ReadOperation } from "./operations.ts";
import { isOwn, type Sources } from "./program.ts";
import type { Step } from "./trail.ts";

/** What was read of a file of stubs. */
export interface ReadFile {
  operations: ReadOperation[];
  jobs: ReadJobFunction[];
  /** What it led to in other files. */
  trail: Step[];
}

/** A reading in which nothing was wrong with any file. */
export interface Memory {
  sources: Sources;
  /** By the names of the files. */
  files: Map<string, ReadFile>;
}

/** What of an earlier reading would be read just so again. */
export function stillTrue({ sources: before, files }: Memory, now: Sources): Map<string, ReadFile> {
  if (!isSame(universalOf(before.program), universalOf(now.program))) return new Map();
  const changed = now.program
    .getSourceFiles()
    .filter((source) => {
      const { fileName } = source;
      if (!isOwn(fileName)) return false;
      const isKnown = before.program.getSourceFile(fileName) === source;
      return !isKnown || !isSame(before.imports.get(fileName), now.imports.get(fileName));
    })
    .map(({ fileName }) => fileName);
  const affected = new Imports(now.imports).dependentsOf(changed);
  return new Map([...files].filter(([file]) => !affected.has(file)));
}

/** The files that count without being imported: of packages, and those that declare something for all others. */
function universalOf(program: ts.Program): ts.SourceFile[] {
  return program.getSourceFiles().filter((source) => !isOwn(source.fileName) || declaresForOthers(source));
}

function declaresForOthers(source: ts.SourceFile): boolean {
  if (!ts.isExternalModule(source)) return true;
  // `declare global`, `declare module "…"`
  return source.statements.some(
    (statement) =>
      ts.isModuleDeclaration(statement) && (ts.isStringLiteral(statement.name) || isGlobal(statement)),
  );
}

function isGlobal({ flags }: ts.ModuleDeclaration): boolean {
  return (flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}

function isSame<T>(one: readonly T[] = [], other: readonly T[] = []): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
