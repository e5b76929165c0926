/** Which file something is written to: never one that is a person's. */
export class Paths {
  readonly #taken: Set<string>;
  readonly #prefix: string;

  constructor(taken: Iterable<string>, prefix: string) {
    this.#taken = new Set(taken);
    this.#prefix = prefix;
  }

  /** `src/models/order`, or `src/models/petstore-order` where you have a file of that name. */
  of(folder: string, name: string): string {
    const path = `${folder}/${name}`;
    return this.#taken.has(path) ? `${folder}/${this.#prefix}-${name}` : path;
  }
}
