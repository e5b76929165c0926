/**
 * How a parameter of several values stands in the query: `@style`, on the parameter.
 *
 * @module
 * @see https://spec.openapis.org/oas/v3.1.1.html#style-values
 */

import type ts from "typescript";
import type { ListStyle, Source } from "../operation.ts";
import { docOf, lineOf } from "./doc.ts";
import type { Reporter } from "./reporter.ts";

const LIST_STYLES: readonly string[] = [
  "commaDelimited",
  "spaceDelimited",
  "pipeDelimited",
] satisfies ListStyle[];

/** The source with what the parameter's `@style` says of it. */
export function styled(source: Source, node: ts.ParameterDeclaration, reporter: Reporter): Source {
  const tag = docOf(node).tags.find(({ name }) => name === "style");
  if (!tag) return source;
  const style = lineOf(tag);
  if (style === "deepObject") {
    if (source.in === "queryObject") return { ...source, deep: true };
  } else if (!isListStyle(style)) {
    const expected = `${LIST_STYLES.join(", ")} or deepObject`;
    reporter.report("SO310", tag.valueSpan, { tag: tag.name, text: style, expected });
    return source;
  } else if (source.in === "query" && source.list) return { ...source, style };
  const fits = style === "deepObject" ? "an object" : "a list";
  reporter.report("SO222", tag.span, { name: node.name.getText(), style, fits });
  return source;
}

function isListStyle(text: string): text is ListStyle {
  return LIST_STYLES.includes(text);
}
