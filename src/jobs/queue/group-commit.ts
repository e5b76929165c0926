/**
 * Group commit: what arrives alone is written at once, and what arrives while that goes to disk is written together,
 * next.
 *
 * @module
 */

interface Entry {
  act: () => unknown;
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}

export class GroupCommit {
  readonly #after: () => void;
  readonly #written: () => Promise<void>;
  #waiting: Entry[] = [];
  #writing = false;

  /**
   * @param after does what follows from a group's acts, in the same commit
   * @param written returns when all of that is on disk
   */
  constructor(after: () => void, written: () => Promise<void>) {
    this.#after = after;
    this.#written = written;
  }

  /**
   * Do it now, or together with others as soon as the disk is free. An act that throws fails alone: it must undo what
   * it wrote.
   *
   * @param act writes to storage, without waiting for anything
   * @returns what `act` returns
   */
  add<R>(act: () => R): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ act, resolve, reject });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    try {
      while (this.#waiting.length > 0) {
        const group = this.#waiting;
        this.#waiting = [];
        for (const { act, resolve, reject } of group) {
          try {
            resolve(act() as never);
          } catch (error) {
            reject(error);
          }
        }
        this.#after();
        await this.#written();
      }
    } finally {
      this.#writing = false;
    }
  }
}
