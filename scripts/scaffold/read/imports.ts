/** The project's own files, and which of them import which. */
export class Imports {
  readonly #imports: ReadonlyMap<string, readonly string[]>;
  readonly #importers = new Map<string, string[]>();

  /** @param imports what each file imports, by its name */
  constructor(imports: ReadonlyMap<string, readonly string[]>) {
    this.#imports = imports;
    for (const [file, imported] of imports) {
      for (const one of imported) {
        const importers = this.#importers.get(one);
        if (importers) importers.push(file);
        else this.#importers.set(one, [file]);
      }
    }
  }

  /** What a file imports. */
  of(file: string): readonly string[] {
    return this.#imports.get(file) ?? [];
  }

  /** These files and those that import one of them, directly or not. */
  dependentsOf(files: Iterable<string>): Set<string> {
    const found = new Set(files);
    // What is added on the way is visited, too.
    for (const file of found) for (const importer of this.#importers.get(file) ?? []) found.add(importer);
    return found;
  }
}
