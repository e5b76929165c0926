/**
 * What a user would write without a queue: Durable Objects that store.
 *
 * @module
 */

import { DurableObject } from "cloudflare:workers";

/** One insert a call. */
export class Rows extends DurableObject {
  readonly #sql = this.ctx.storage.sql;

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env as never);
    this.#sql.exec("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
  }

  insert(bytes: Uint8Array): void {
    this.#sql.exec("INSERT INTO rows (bytes) VALUES (?)", bytes);
  }
}

/** The results of a queue's consumer, and who waits for them. */
export class Results extends DurableObject {
  readonly #sql = this.ctx.storage.sql;
  readonly #waiting = new Map<string, () => void>();

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env as never);
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS results (id TEXT PRIMARY KEY, result TEXT NOT NULL) WITHOUT ROWID",
    );
  }

  /** Store the results of a batch, in one commit. */
  store(results: { id: string; result: string }[]): void {
    for (const { id, result } of results)
      this.#sql.exec("INSERT OR REPLACE INTO results (id, result) VALUES (?, ?)", id, result);
    for (const { id } of results) this.#waiting.get(id)?.();
  }

  /** The result as it is stored, as soon as it is. */
  async read(id: string): Promise<string> {
    const find = () =>
      this.#sql.exec<{ result: string }>("SELECT result FROM results WHERE id = ?", id).next().value?.result;
    const found = find();
    if (found !== undefined) return found;
    await new Promise<void>((resolve) => this.#waiting.set(id, resolve));
    this.#waiting.delete(id);
    return find() as string;
  }
}
