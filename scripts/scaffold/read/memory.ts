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
  sources: ReadonlyMap<string, Source>;
  /** What was read, by the names of the files. */
  files: ReadonlyMap<string, ReadFile>;
}

/** A file of the program. */
interface Source {
  source: ts.SourceFile;
  /** The project's own files that it imports; none in a package. */
  imports: readonly string[];
  /** Whether it counts for files that do not import it. */
  isUniversal: boolean;
}

export function memoryOf({ program, imports }: Sources, files: ReadonlyMap<string, ReadFile>): Memory {
  const sources = program.getSourceFiles().map((source): [string, Source] => {
    const { fileName } = source;
    const isUniversal = !isOwn(fileName) || declaresForOthers(source);
    return [fileName, { source, imports: imports.get(fileName) ?? [], isUniversal }];
  });
  return { sources: new Map(sources), files };
}

/** What of an earlier reading would be read just so again. */
export function stillTrue(before: Memory, now: Sources): ReadonlyMap<string, ReadFile> {
  const { sources } = memoryOf(now, new Map());
  const changed = [...sources].filter(([file, one]) => !isSame(before.sources.get(file), one));
  const gone = [...before.sources].filter(([file]) => !sources.has(file));
  const affected = new Imports(now.imports).dependentsOf(changed.map(([file]) => file));
  const isEverywhere = [...sources].some(([file, { isUniversal }]) => isUniversal && affected.has(file));
  if (isEverywhere || [...changed, ...gone].some(([file]) => before.sources.get(file)?.isUniversal))
    return new Map();
  return new Map([...before.files].filter(([file]) => !affected.has(file)));
}

function isSame(one: Source | undefined, other: Source): boolean {
  return (
    one?.source === other.source &&
    one.imports.length === other.imports.length &&
    one.imports.every((file, index) => file === other.imports[index])
  );
}

/** Whether it declares something that others need not import. */
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
