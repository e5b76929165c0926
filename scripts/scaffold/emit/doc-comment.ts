/** Lines as a doc comment, with the line break behind it; empty for nothing. */
export function docComment(...lines: (string | undefined)[]): string {
  const text = lines
    .filter((line) => line !== undefined)
    .join("\n")
    .trim()
    .replaceAll("*/", "*\\/");
  if (text === "") return "";
  return text.includes("\n")
    ? `/**\n${text.replace(/^/gm, " * ").replace(/ +$/gm, "")}\n */\n`
    : `/** ${text} */\n`;
}
