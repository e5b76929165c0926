/**
 * What a function throws: `@throws {404} text` is a problem, `@throws {404} {@link SoldOut} text` an answer with a body
 * of that type, as JSON unless media types stand behind the status.
 *
 * @module
 */

import ts from "#typescript";
import type { Schema, Thrown } from "../operation.ts";
import type { DocTag } from "./doc.ts";
import { type FunctionTags, MEDIA_TYPE } from "./function-tags.ts";
import { EMPTY_SCOPE, type Reading, type Typed } from "./reading.ts";
import { closest } from "./spelling.ts";
import { symbolAt } from "./symbols.ts";
import { checkBigint } from "./types/constraints.ts";
import { readAlias } from "./types/named.ts";

/** What stands in the braces, the link to a type if there is one, and the text. */
const THROWS =
  /^\{\s*(?<status>[45]\d\d|[45]XX|default)(?:\s+(?<types>[^{}]+?))?\s*\}\s*(?<link>\{@link(?:code|plain)?\s+(?![a-z]+:\/\/)[^{}]*\})?\s*(?<text>[\s\S]*)$/;

export function readThrows(reading: Reading, tags: FunctionTags): Thrown[] {
  return tags.all("throws").flatMap((tag) => readTag(reading, tags, tag) ?? []);
}

function readTag(reading: Reading, tags: FunctionTags, tag: DocTag): Thrown | undefined {
  const { status = "", types, link, text = "" } = THROWS.exec(tag.text)?.groups ?? {};
  const mediaTypes = types?.split(/\s*,\s*/) ?? [];
  if (status === "") {
    reading.reporter.report("SO107", tag.span, {});
    return undefined;
  }
  if (!mediaTypes.every((type) => MEDIA_TYPE.test(type)))
    tags.reject(tag, "media types behind the status", `{${status} text/plain} text`);
  const thrown: Thrown = {
    status: /^\d+$/.test(status) ? Number(status) : (status as "4XX" | "5XX" | "default"),
    description: text.replace(/\s*\n\s*/g, " "),
  };
  const name = link === undefined ? undefined : tag.links[0]?.name;
  if (!name && mediaTypes.length === 0) return thrown;
  const schema = name && bodyOf(reading, name);
  const all = mediaTypes.length > 0 ? mediaTypes : ["application/json"];
  return { ...thrown, content: Object.fromEntries(all.map((type) => [type, schema ?? schemaOf(type)])) };
}

/** What a media type says by itself. */
function schemaOf(mediaType: string): Schema | null {
  return /^text\/(?!json|xml)/.test(mediaType) ? { type: "string" } : null;
}

function bodyOf(reading: Reading, name: ts.EntityName | ts.JSDocMemberName): Schema {
  const { checker, reporter } = reading;
  const symbol = symbolAt(checker, name);
  if (!symbol?.declarations?.length) {
    const types = checker.getSymbolsInScope(name, ts.SymbolFlags.Type).map((one) => one.name);
    reporter.report("SO121", name, { name: name.getText(), suggestion: closest(name.getText(), types) });
    return {};
  }
  const unfit = unfitness(symbol, name.getText());
  if (unfit) {
    reporter.report("SO122", name, { name: name.getText(), ...unfit });
    return {};
  }
  const typed: Typed = { type: checker.getDeclaredTypeOfSymbol(symbol), scope: EMPTY_SCOPE, place: name };
  const schema = readAlias(reading, symbol, [], typed) ?? reading.readType(typed);
  checkBigint(reading, schema, name);
  return schema;
}

function unfitness(symbol: ts.Symbol, name: string): { reason: string; instead: string } | undefined {
  if (!(symbol.flags & ts.SymbolFlags.Type))
    return {
      reason: "is no type, but a value",
      instead: "Link a type. A link that is only to be read stands behind the text.",
    };
  const isGeneric = symbol.declarations?.some(
    (one) =>
      (ts.isTypeAliasDeclaration(one) || ts.isInterfaceDeclaration(one) || ts.isClassDeclaration(one)) &&
      one.typeParameters !== undefined,
  );
  if (!isGeneric) return undefined;
  return {
    reason: "has type parameters, which a link can't fill in",
    instead: `Give it a name with them, and link that: type Body = ${name}<…>.`,
  };
}
