/**
 * Which functions may call twins: their requests are remembered, so that the jobs know where they come from.
 *
 * @module
 */

import { join } from "node:path";
import type { Sources } from "../program.ts";
import type { ReadProject } from "./dependents.ts";

/** The twins are not there yet when the stubs are read for the first time, so the import is known by its text. */
const TWINS = /\bgenerated\/jobs\b/;

/** Note of each function whether its module, or one that this one imports, imports the twins. */
export function noteTwins({ operations, dependencies }: ReadProject, sources: Sources, root: string): void {
  const own = sources.program.getSourceFiles().filter(({ isDeclarationFile }) => !isDeclarationFile);
  const users = own.filter(({ text }) => TWINS.test(text)).map(({ fileName }) => fileName);
  const callers = sources.imports.dependentsOf(users);
  const callables = [
    ...operations.map(({ operation }) => operation),
    ...dependencies.map(({ dependency }) => dependency),
  ];
  for (const callable of callables) {
    const source = sources.program.getSourceFile(join(root, callable.place.file));
    if (source && callers.has(source.fileName)) callable.callsTwins = true;
  }
}
