import { relative, sep } from "node:path";
import type ts from "typescript";
import type { Diagnostic } from "../diagnostic.ts";
import type { Place } from "../operation.ts";
import { CATALOGUE, type Code, type Details } from "./catalogue.ts";

/** A part of a source file, in characters. */
export interface Span {
  source: ts.SourceFile;
  start: number;
  length: number;
}

/** A part of a file, as a diagnostic has it. */
type Where = Pick<Diagnostic, "file" | "line" | "column" | "length" | "sourceLine">;

/** Collects what is wrong, all of it, each thing once. */
export class Reporter {
  readonly #root: string;
  readonly #diagnostics = new Map<string, Diagnostic>();

  constructor(root: string) {
    this.#root = root;
  }

  report<C extends Code>(code: C, at: ts.Node | Span, details: Details<C>): void {
    const span = "kind" in at ? spanOf(at) : at;
    const { line: index } = span.source.getLineAndCharacterOfPosition(span.start);
    const lineStart = span.source.getPositionOfLineAndCharacter(index, 0);
    const sourceLine = span.source.text.slice(lineStart).split(/\r?\n/, 1)[0] ?? "";
    const place = this.placeOf(span);
    const length = Math.max(1, Math.min(span.length, sourceLine.length - (place.column - 1)));
    this.#add(code, { ...place, length, sourceLine }, details);
  }

  /** For what is wrong in a file that is no TypeScript. */
  reportAt<C extends Code>(code: C, where: Where, details: Details<C>): void {
    this.#add(code, where, details);
  }

  /** For what is wrong with no line in particular. */
  reportFile<C extends Code>(code: C, file: string, details: Details<C>): void {
    this.#add(code, { file, line: 1, column: 1, length: 1, sourceLine: "" }, details);
  }

  placeOf(at: ts.Node | Span): Place {
    const span = "kind" in at ? spanOf(at) : at;
    const { line, character } = span.source.getLineAndCharacterOfPosition(span.start);
    return { file: this.fileOf(span.source), line: line + 1, column: character + 1 };
  }

  /** The file's name relative to the root, with `/`. */
  fileOf(source: ts.SourceFile): string {
    return relative(this.#root, source.fileName).split(sep).join("/");
  }

  /** How much is wrong so far. */
  get count(): number {
    return this.#diagnostics.size;
  }

  /** By file and line. */
  sorted(): Diagnostic[] {
    return [...this.#diagnostics.values()].sort(
      (a, b) =>
        (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
        a.line - b.line ||
        a.column - b.column ||
        (a.code < b.code ? -1 : 1),
    );
  }

  #add<C extends Code>(code: C, where: Where, details: Details<C>): void {
    // The row of a code and the details of the same code always fit; TypeScript can't follow that through the table.
    const row = CATALOGUE[code] as { message(d: Details<C>): string; mend(d: Details<C>): string };
    const diagnostic: Diagnostic = {
      code,
      severity: "error",
      ...where,
      message: row.message(details),
      mend: row.mend(details),
    };
    const key = `${where.file}:${where.line}:${where.column}:${code}:${diagnostic.message}`;
    this.#diagnostics.set(key, diagnostic);
  }
}

function spanOf(node: ts.Node): Span {
  const source = node.getSourceFile();
  const start = node.getStart(source);
  return { source, start, length: node.getEnd() - start };
}
