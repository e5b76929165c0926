/**
 * Planned modules as text.
 *
 * @module
 */

import { posix } from "node:path";
import type { Import, PlannedModule } from "./module.ts";

export function render({ path, declarations }: PlannedModule): string {
  const imports = importLines(
    path,
    declarations.flatMap((declaration) => declaration.imports),
  );
  return `${[imports.join("\n"), ...declarations.map(({ text }) => text)].filter(Boolean).join("\n\n")}\n`;
}

/** One statement a module. The formatter puts them in order. */
export function importLines(path: string, imports: readonly Import[]): string[] {
  const modules = new Map<string, Map<string, boolean>>();
  for (const { module, name, type } of imports) {
    const names = modules.get(module) ?? new Map<string, boolean>();
    names.set(name, type && (names.get(name) ?? true));
    modules.set(module, names);
  }
  return [...modules].map(([module, names]) => {
    const typeOnly = [...names.values()].every(Boolean);
    const list = [...names].map(([name, type]) => (type && !typeOnly ? `type ${name}` : name)).sort();
    return `import ${typeOnly ? "type " : ""}{ ${list.join(", ")} } from ${JSON.stringify(specifier(path, module))};`;
  });
}

function specifier(path: string, module: string): string {
  if (!module.startsWith("src/")) return module;
  const relative = posix.relative(posix.dirname(path), module);
  return relative.startsWith(".") ? relative : `./${relative}`;
}
