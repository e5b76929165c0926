/**
 * What the import wants to write, declaration by declaration, so that a file can hold a person's beside them.
 *
 * @module
 */

/** An exported function, interface or alias with its doc comment. */
export interface Declaration {
  name: string;
  /** TypeScript, not yet formatted. */
  text: string;
  /** For a stub: its route as it is compared, `get /pets/{}`. */
  route?: string;
  /** For a stub: where the document has it. */
  pointer: string;
  imports: Import[];
}

export interface Import {
  /** A package, or a path relative to the root without extension. */
  module: string;
  name: string;
  type: boolean;
}

/** A file of handlers, dependencies or models. */
export interface PlannedModule {
  /** Relative to the root, with `/` and without extension. */
  path: string;
  declarations: Declaration[];
}

/** The imports of a declaration in the making, and the types that are written beside it. */
export class Draft {
  readonly path: string;
  readonly imports: Import[] = [];
  readonly beside: Declaration[] = [];

  constructor(path: string) {
    this.path = path;
  }

  use(module: string, name: string, { type = true } = {}): string {
    const known = this.imports.some((one) => one.module === module && one.name === name);
    if (module !== this.path && !known) this.imports.push({ module, name, type });
    return name;
  }
}
