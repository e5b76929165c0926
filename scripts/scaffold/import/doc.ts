/**
 * Doc comments.
 *
 * @module
 */

export interface Tag {
  name: string;
  text: string;
}

/** The widest comment that stands on the line of its parameter. */
const BRIEF = 40;
/** The widest line of a comment that is written on one. */
const WIDTH = 90;

/** A doc comment with a line break behind it; nothing where there is nothing to say. */
export function docComment(text: string, tags: readonly Tag[], { inline = false } = {}): string {
  const prose = text === "" ? [] : proseLines(text);
  const tagLines = tags.map(({ name, text: value }) => `@${name}${value === "" ? "" : ` ${value}`}`);
  if (prose.length + tagLines.length === 0) return "";
  const short = [...prose, ...tagLines];
  if (inline && prose.length === 0 && tagLines.join(" ").length <= WIDTH)
    return `\n/** ${tagLines.join(" ")} */${tagLines.join(" ").length <= BRIEF ? " " : "\n"}`;
  if (short.length === 1 && (short[0] ?? "").length <= WIDTH) return `/** ${short[0]} */\n`;
  const lines = [...prose, ...(prose.length > 0 && tagLines.length > 0 ? [""] : []), ...tagLines];
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

/** A description in one line, for `@param` and `@throws`. */
export function oneLine(text: string): string {
  return proseLines(text).join(" ").replace(/\s+/g, " ").trim();
}

/** Prose with nothing in it that would end the comment or begin a tag. */
function proseLines(text: string): string[] {
  const lines = text
    .trim()
    .replaceAll("*/", "*\\/")
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) =>
      line
        .trimEnd()
        .replace(/(^|\s)(@[^\s`]*)/g, "$1`$2`")
        .replace(/^(\s*)\*(?=\s|$)/, "$1-"),
    );
  return lines.filter((line, index) => line !== "" || lines[index - 1] !== "");
}

/** JSON for a tag: on one line, with nothing in it that would end the comment or begin another tag. */
export function jsonTag(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("*/", "*\\/")
    .replaceAll("@", "\\u0040")
    .replaceAll("`", "\\u0060")
    .replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
}
