/**
 * Adding to a source file without touching what is there.
 *
 * @module
 */

import { posix } from "node:path";
import ts from "#typescript";
import { formatSources } from "../format-sources.ts";

export interface Import {
  /** A package, or a path relative to the root, without extension unless the import shall have one. */
  module: string;
  name: string;
  type: boolean;
}

export interface Addition {
  imports: Import[];
  /** TypeScript, not yet formatted. */
  code: string;
}

/**
 * A file with something added: the code at its end, the imports among its own. Everything else stays as it is, byte for
 * byte; in a file that is formatted the imports take their place in the formatter's order.
 *
 * @param root the project's folder
 * @param path relative to the root
 * @param before the file's text; undefined for one that is to be created
 */
export async function extended(
  root: string,
  path: string,
  before: string | undefined,
  { imports, code }: Addition,
): Promise<string> {
  const format = async (text: string) =>
    (await formatSources(root, new Map([[path, text]]))).get(path) ?? text;
  if (before === undefined) return format(`${importing("", path, imports)}\n${code}\n`);
  const newline = before.includes("\r\n") ? "\r\n" : "\n";
  const formatted = (await format(`${code}\n`)).replaceAll("\n", newline);
  const gap = before === "" ? "" : before.endsWith("\n") ? newline : newline + newline;
  const after = importing(before, path, imports, newline) + gap + formatted;
  return (await format(before)) === before ? format(after) : after;
}

/** The text with the imports that it lacks. */
function importing(text: string, path: string, imports: Import[], newline = "\n"): string {
  const source = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest, true);
  const statements = source.statements.filter(ts.isImportDeclaration);
  const insertions: { at: number; text: string }[] = [];
  const added = new Map<string, string[]>();
  for (const one of imports) {
    const specifier = specifierOf(one.module, path);
    const same = statements.filter(({ moduleSpecifier }) => textOf(moduleSpecifier) === specifier);
    if (
      same.some((statement) =>
        namesOf(statement).some(
          (element) => element.getText() === one.name || element.name.text === one.name,
        ),
      )
    )
      continue;
    const host = same.find(({ importClause }) => {
      const isTypeOnly = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      return isTypeOnly ? one.type : !one.type;
    });
    const last = host && namesOf(host).at(-1);
    if (last) insertions.push({ at: last.end, text: `, ${one.name}` });
    else {
      const key = `import ${one.type ? "type " : ""}|${specifier}`;
      added.set(key, [...(added.get(key) ?? []), one.name]);
    }
  }
  const lines = [...added].map(([key, names]) => {
    const [keyword, specifier] = key.split("|");
    return `${keyword}{ ${names.sort().join(", ")} } from ${JSON.stringify(specifier)};`;
  });
  if (lines.length > 0) insertions.push(placed(text, statements, lines, newline));
  let result = text;
  for (const { at, text: inserted } of insertions.sort((a, b) => b.at - a.at))
    result = result.slice(0, at) + inserted + result.slice(at);
  return result;
}

/** New statements stand behind the last import, or at the top, below a comment that is about the whole file. */
function placed(text: string, statements: ts.ImportDeclaration[], lines: string[], newline: string) {
  const last = statements.at(-1);
  if (last) return { at: last.end, text: lines.map((line) => newline + line).join("") };
  const [head = ""] =
    /^(?:#!.*\r?\n)?(?:\/\*[\s\S]*?\*\/[ \t]*\r?\n(?=\r?\n)|(?:\/\/.*\r?\n)+(?=\r?\n))?/.exec(text) ?? [];
  const block = lines.join(newline) + newline;
  return head === ""
    ? { at: 0, text: block + (text === "" ? "" : newline) }
    : { at: head.length, text: newline + block };
}

function namesOf({ importClause }: ts.ImportDeclaration): readonly ts.ImportSpecifier[] {
  const bindings = importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
}

function textOf(node: ts.Expression): string {
  return ts.isStringLiteral(node) ? node.text : "";
}

function specifierOf(module: string, path: string): string {
  if (!module.startsWith("src/")) return module;
  const specifier = posix.relative(posix.dirname(path), module);
  return specifier.startsWith(".") ? specifier : `./${specifier}`;
}
