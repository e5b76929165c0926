/** What was made last, by name, and of what: it is made again when that is something else. */
export class Made<T> {
  #before = new Map<string, { of: readonly unknown[]; made: T }>();
  #now = new Map<string, { of: readonly unknown[]; made: T }>();

  /** @param of everything that `make` looks at: values that are compared as they are, objects by their identity */
  get(name: string, of: readonly unknown[], make: () => T): T {
    const before = this.#before.get(name);
    const isSame = before?.of.length === of.length && of.every((one, index) => one === before.of[index]);
    const known = isSame ? before : { of, made: make() };
    this.#now.set(name, known);
    return known.made;
  }

  /** Forget what was not asked for since the last call. */
  settle(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }
}
