/**
 * A generated module in the making: its imports, collected as its code is written.
 *
 * @module
 */

import { posix } from "node:path";
import { compareNames, compareSpecifiers } from "./import-order.ts";

const HEADER =
  "// Written by `npm run scaffold`. Change the stub it comes from, not this file: it is written anew.";

/** Words that the language keeps for itself: a file of handlers may be called so, a variable may not. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...["arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default"],
  ...[
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
  ],
  ...["implements", "import", "in", "instanceof", "interface", "let", "new", "null", "package", "private"],
  ...["protected", "public", "return", "static", "super", "switch", "this", "throw", "true", "try", "typeof"],
  ...["undefined", "var", "void", "while", "with", "yield"],
]);

export class Module {
  /** Relative to the project's root: `src/generated/routes/burgers.ts`. */
  readonly path: string;
  readonly #taken: Set<string>;
  readonly #code: string[] = [];
  readonly #imports = new Map<string, Map<string, { alias: string; type: boolean }>>();
  #text: string | undefined;

  /** @param reserved names that are spoken for, such as what the module exports: imports and functions make way */
  constructor(path: string, reserved: Iterable<string> = []) {
    this.path = path;
    this.#taken = new Set([...KEYWORDS, ...reserved]);
  }

  /**
   * Use an export of another module.
   *
   * @param from a path relative to the project's root without extension, or a package's name
   * @param name the export, or `*`
   * @param as what it is best called here
   * @returns the name to use it by
   */
  use(from: string, name: string, { as = name, type = false } = {}): string {
    const known = this.#imports.get(from)?.get(name);
    const alias = known?.alias ?? (this.#isItself(from) ? as : this.declare(as));
    this.useAs(from, name, alias, { type });
    return alias;
  }

  /** Use an export of another module by a name that was reserved for it. */
  useAs(from: string, name: string, alias: string, { type = false } = {}): void {
    this.#text = undefined;
    const names = this.#imports.get(from) ?? new Map();
    this.#imports.set(from, names);
    names.set(name, { alias, type: type && (names.get(name)?.type ?? true) });
  }

  /** Take a name for something in this module: the one that is wanted, or one like it that is free. */
  declare(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.#taken.has(name); n++) name = `${wanted}${n}`;
    this.#taken.add(name);
    return name;
  }

  /** The exports of another module, or of itself, that its code uses. */
  usesOf(from: string): string[] {
    return [...(this.#imports.get(from)?.keys() ?? [])];
  }

  add(...code: string[]): void {
    this.#text = undefined;
    this.#code.push(...code);
  }

  /** The module's text; the formatter has still to see it. */
  text(): string {
    this.#text ??= this.#write();
    return this.#text;
  }

  #write(): string {
    const imports = [...this.#imports]
      .filter(([from]) => !this.#isItself(from))
      .map(([from, names]) => ({ specifier: this.#specifier(from), names }))
      .sort((a, b) => compareSpecifiers(a.specifier, b.specifier))
      .flatMap(({ specifier, names }) => importStatements(specifier, names));
    // A file that neither imports nor exports is no module, and could not be imported.
    const code = this.#code.length > 0 ? this.#code : ["export {};"];
    return `${[HEADER, imports.join("\n"), ...code].filter(Boolean).join("\n\n")}\n`;
  }

  #isItself(from: string): boolean {
    return `${from}.ts` === this.path;
  }

  #specifier(from: string): string {
    if (!from.startsWith("src/")) return from;
    const relative = posix.relative(posix.dirname(this.path), from);
    return relative.startsWith(".") ? relative : `./${relative}`;
  }
}

function importStatements(specifier: string, names: Map<string, { alias: string; type: boolean }>): string[] {
  const from = `from ${JSON.stringify(specifier)};`;
  const named = [...names]
    .filter(([name]) => name !== "*")
    .sort(([, a], [, b]) => compareNames(a.alias, b.alias));
  const namespace = names.get("*");
  const statements = namespace ? [`import * as ${namespace.alias} ${from}`] : [];
  if (named.length === 0) return statements;
  const typeOnly = named.every(([, { type }]) => type);
  const list = named.map(
    ([name, { alias, type }]) =>
      `${type && !typeOnly ? "type " : ""}${name === alias ? name : `${name} as ${alias}`}`,
  );
  const statement = `import ${typeOnly ? "type " : ""}{ ${list.join(", ")} } ${from}`;
  return typeOnly ? [statement, ...statements] : [...statements, statement];
}
