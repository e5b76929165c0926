/**
 * Doc comments: the text, the tags, and the one that TypeScript drops.
 *
 * @module
 */

import ts from "#typescript";
import type { Reporter, Span } from "./reporter.ts";

export interface Doc {
  text: string;
  tags: DocTag[];
}

export interface DocTag {
  name: string;
  /** Everything after the tag's name, without the stars of the comment. */
  text: string;
  /** Where `@name` stands. */
  span: Span;
  /** Where the text stands, on its first line. */
  valueSpan: Span;
  /** Each `{@link Name}` in the text. */
  links: JSDocLink[];
}

type JSDocLink = ts.JSDocLink | ts.JSDocLinkCode | ts.JSDocLinkPlain;

/** The doc comment of a declaration. An `export const f = …` has it on the whole statement. */
export function docOf(node: ts.Node): Doc {
  const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1);
  if (!comment) return { text: "", tags: [] };
  return {
    text: (ts.getTextOfJSDocComment(comment.comment) ?? "").trim(),
    tags: (comment.tags ?? []).map(tagOf),
  };
}

/** The doc comment of a type or a property. A package's tags are its own business. */
export function docOfType(node: ts.Node, reporter: Reporter): Doc {
  const doc = docOf(node);
  if (node.getSourceFile().isDeclarationFile) return { ...doc, tags: [] };
  reportDroppedDoc(node, reporter);
  return doc;
}

/** The one line of a tag that takes a single value. */
export function lineOf(tag: DocTag): string {
  return (tag.text.split("\n", 1)[0] ?? "").trim();
}

function tagOf(tag: ts.JSDocTag): DocTag {
  const source = tag.getSourceFile();
  // The raw text: TypeScript takes types and names out of the tags that it knows, such as @throws {404}.
  const raw = source.text.slice(tag.tagName.end, tag.end);
  const start = tag.tagName.getStart(source) - 1;
  const firstLine = raw.split(/\r?\n/, 1)[0] ?? "";
  const value = firstLine.trim();
  return {
    name: tag.tagName.text,
    text: raw.replace(/\r?\n[ \t]*\*?[ \t]?/g, "\n").trim(),
    span: { source, start, length: tag.tagName.end - start },
    valueSpan:
      value === ""
        ? { source, start, length: tag.tagName.end - start }
        : { source, start: tag.tagName.end + firstLine.indexOf(value), length: value.length },
    links: typeof tag.comment === "object" ? tag.comment.filter(isLink) : [],
  };
}

function isLink(part: ts.JSDocComment): part is JSDocLink {
  return part.kind !== ts.SyntaxKind.JSDocText;
}

/**
 * Report a doc comment that TypeScript drops: it takes a comment on the same line as the previous token for that
 * token's, so `{ /** @minimum 1 *\/ id: number }` has no constraint. Parameters are not affected. `matters` leaves out
 * comments whose loss changes nothing.
 */
export function reportDroppedDoc(
  node: ts.Node,
  reporter: Reporter,
  matters: (comment: string) => boolean = () => true,
): void {
  const source = node.getSourceFile();
  if (node.pos === 0 || source.isDeclarationFile || ts.isParameter(node)) return;
  for (const { pos, end } of ts.getTrailingCommentRanges(source.text, node.pos) ?? []) {
    const comment = source.text.slice(pos, end);
    if (/^\/\*\*[^/*]/.test(comment) && matters(comment)) {
      reporter.report("SO002", { source, start: pos, length: end - pos }, {});
    }
  }
}

/** The first sentence of the text, and the rest. */
export function summaryOf(text: string): { summary?: string; description?: string } {
  if (text === "") return {};
  const [paragraph = "", ...others] = text.split(/\n[ \t]*\n/);
  // A full stop ends a sentence when what follows could begin one: "e.g. this" does not.
  const sentence = /^[\s\S]*?[.!?](?=\s+[^\sa-z]|\s*$)/.exec(paragraph)?.[0] ?? paragraph;
  const rest = [paragraph.slice(sentence.length).trim(), ...others]
    .filter((part) => part !== "")
    .join("\n\n");
  const summary = sentence.replace(/\s+/g, " ").trim();
  return rest === "" ? { summary } : { summary, description: rest };
}

/** For functions: a remark behind the statement before may well be about that statement. */
export function hasTag(comment: string): boolean {
  return /\s@[a-z]/i.test(comment);
}

/** What stands behind `@param`: `name text`, `name - text`, `{type} [name=default] text`. */
export const PARAM = /^(?:\{[^}]*\}\s*)?\[?([\w$]+)[^\s\]]*\]?\s*(?:-\s*)?([\s\S]*)$/;
