/**
 * What a reading leaves to the next one: what it read of each file of stubs. A save changes one file or two; the others
 * need not be read again, unless they import it.
 *
 * @module
 */

import ts from "#typescript";
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
  snapshot: Snapshot;
  /** What was read, by the names of the files. */
  files: ReadonlyMap<string, ReadFile>;
}

/** What was read from: each file of the program, by its name. */
export type Snapshot = ReadonlyMap<string, Source>;

interface Source {
  source: ts.SourceFile;
  /** The project's own files that it imports; none in a package. */
  imports: readonly string[];
  /** Whether it counts for files that do not import it. */
  isUniversal: boolean;
}

export function snapshotOf({ program, imports }: Sources): Snapshot {
  const files = program.getSourceFiles().map((source): [string, Source] => {
    const { fileName } = source;
    const isUniversal = !isOwn(fileName) || declaresForOthers(source);
    return [fileName, { source, imports: imports.of(fileName), isUniversal }];
  });
  return new Map(files);
}

/** What of an earlier reading would be read just so again. */
export function stillTrue(
  { snapshot: before, files }: Memory,
  now: Snapshot,
  { imports }: Sources,
): ReadonlyMap<string, ReadFile> {
  const changed = [...now].flatMap(([file, source]) => (isSame(before.get(file), source) ? [] : [file]));
  const gone = [...before.keys()].filter((file) => !now.has(file));
  const affected = imports.dependentsOf(changed);
  const isEverywhere =
    [...affected].some((file) => now.get(file)?.isUniversal) ||
    [...changed, ...gone].some((file) => before.get(file)?.isUniversal);
  if (isEverywhere) return new Map();
  return new Map([...files].filter(([file]) => !affected.has(file)));
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
