/** What was made, by name, and of what: it is made again when that is something else. */
export class Made<T> {
  readonly #made = new Map<string, { of: readonly unknown[]; made: T }>();

  /** @param of everything that `make` looks at: values that are compared as they are, objects by their identity */
  get(name: string, of: readonly unknown[], make: () => T): T {
    const before = this.#made.get(name);
    if (before?.of.length === of.length && of.every((one, index) => one === before.of[index]))
      return before.made;
    const made = make();
    this.#made.set(name, { of, made });
    return made;
  }
}
