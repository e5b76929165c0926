/**
 * A generated module in the making: its imports, collected as its code is written.
 *
 * @module
 */

import { posix } from "node:path";

const HEADER =
  "// Written by `npm run scaffold`. Change the stub it comes from, not this file: it is written anew.";

export class Module {
  /** Relative to the project's root: `src/generated/routes/burgers.ts`. */
  readonly path: string;
  readonly #exports: Set<string>;
  readonly #code: string[] = [];
  readonly #imports = new Map<string, Map<string, { alias: string; type: boolean }>>();

  /** @param exports the names that the module will export: imports make way for them */
  constructor(path: string, exports: string[] = []) {
    this.path = path;
    this.#exports = new Set(exports);
  }

  /**
   * Use an export of another module.
   *
   * @param from a path relative to the project's root without extension, or a package's name
   * @param name the export, or `*`
   * @returns the name to use it by
   */
  use(from: string, name: string, { as = name, type = false } = {}): string {
    const names = this.#imports.get(from) ?? new Map();
    this.#imports.set(from, names);
    const alias = !this.#isItself(from) && this.#exports.has(as) ? `${as}_` : as;
    const known = names.get(name);
    names.set(name, { alias, type: type && (known?.type ?? true) });
    return alias;
  }

  /** The exports of another module, or of itself, that its code uses. */
  usesOf(from: string): string[] {
    return [...(this.#imports.get(from)?.keys() ?? [])];
  }

  add(...code: string[]): void {
    this.#code.push(...code);
  }

  /** The module's text; the formatter has still to see it. */
  text(): string {
    const others = [...this.#imports].filter(([from]) => !this.#isItself(from));
    const imports = others.map(([from, names]) => importStatement(this.#specifier(from), names));
    return `${[HEADER, imports.sort().join("\n"), ...this.#code].filter(Boolean).join("\n\n")}\n`;
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

function importStatement(specifier: string, names: Map<string, { alias: string; type: boolean }>): string {
  const from = `from ${JSON.stringify(specifier)};`;
  const namespace = names.get("*");
  if (namespace) return `import * as ${namespace.alias} ${from}`;
  const typeOnly = [...names.values()].every(({ type }) => type);
  const list = [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, { alias, type }]) =>
        `${type && !typeOnly ? "type " : ""}${name === alias ? name : `${name} as ${alias}`}`,
    );
  return `import ${typeOnly ? "type " : ""}{ ${list.join(", ")} } ${from}`;
}
