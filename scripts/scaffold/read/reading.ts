import type ts from "typescript";
import type { Schema } from "../operation.ts";
import type { Doc } from "./doc.ts";
import type { Reporter } from "./reporter.ts";
import type { Models } from "./types/models.ts";

/** What every reader needs: what is read from, and where findings go. */
export interface Reading {
  program: ts.Program;
  checker: ts.TypeChecker;
  root: string;
  reporter: Reporter;
  models: Models;
  /** How many objects are being read, each within the one before. */
  depth: number;
  /** The schema of a value: of a parameter, a property, an item, a result. Types contain types: this is the way back in. */
  readValue(typed: Typed, doc?: Doc): Schema;
  /** The schema of a type that may still be qualified by what is around it. */
  readType(typed: Typed): Schema;
}

/**
 * A type together with the way it is written. TypeScript erases what `type Limit = number` says in its doc comment from
 * the type, so the node is followed first, and the type is the authority on what it comes down to.
 */
export interface Typed {
  /** Without type parameters: they are filled in. */
  type: ts.Type;
  /** How it is written, where that is known. */
  node?: ts.TypeNode;
  /** What fills the type parameters that `node` mentions. */
  scope: Scope;
  /** Where to report: the nearest place in the project's own source. */
  place: ts.Node;
  /** The alias whose own definition this is, so that it is read and not referred to again. */
  expanding?: readonly ts.Symbol[];
}

export type Scope = ReadonlyMap<ts.Symbol, Typed>;

export const EMPTY_SCOPE: Scope = new Map();

/** Where to report what is wrong with a type: where it is written, if that is in the project's own source. */
export function placeOf({ node, place }: Typed): ts.Node {
  return node && !node.getSourceFile().isDeclarationFile ? node : place;
}
