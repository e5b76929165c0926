/**
 * The tear-downs of a request's `async function*` dependencies: the innermost first, after the response has gone out.
 *
 * @module
 */

import { waitUntil } from "cloudflare:workers";
import { log, thrown } from "../logs/log";

export class Exits {
  readonly #open: AsyncGenerator<unknown>[] = [];
  #work = Promise.resolve();

  /**
   * Set a dependency up.
   *
   * @returns what it yields
   */
  async enter<T>(generator: AsyncGenerator<T>): Promise<T> {
    const { value, done } = await generator.next();
    if (done)
      throw new Error("A dependency that is an `async function*` must yield once; this one ended before.");
    this.#open.push(generator);
    return value;
  }

  /** Tear down only after something that lasts longer than the response. */
  after(work: Promise<void>): void {
    this.#work = work;
  }

  /** Tear everything down once the client has the whole response, or has gone away. */
  afterResponse(response: Response): Response {
    if (this.#open.length === 0) return response;
    if (response.body === null) {
      waitUntil(this.#work.then(() => this.#close()));
      return response;
    }
    const { readable, writable } = new IdentityTransformStream();
    // A client that hangs up makes the pipe fail; the tear-down runs all the same.
    const sent = response.body.pipeTo(writable).catch(() => {});
    waitUntil(sent.then(() => this.#close()));
    return new Response(readable, response);
  }

  /**
   * Tear everything down because of an error, which each dependency sees thrown at its `yield`.
   *
   * @returns the error that goes out: a dependency may throw another one in its place
   */
  async afterError(error: unknown): Promise<unknown> {
    let outgoing = error;
    for (let generator = this.#open.pop(); generator; generator = this.#open.pop()) {
      try {
        await generator.throw(outgoing);
      } catch (thrown) {
        outgoing = thrown;
      }
    }
    return outgoing;
  }

  async #close(): Promise<void> {
    for (let generator = this.#open.pop(); generator; generator = this.#open.pop()) {
      try {
        const { done } = await generator.next();
        if (!done) {
          await generator.return(undefined);
          throw new Error(
            "A dependency that is an `async function*` must yield once; this one yielded again.",
          );
        }
      } catch (error) {
        // The response has gone out: the log is the only place left.
        log("error", "tear-down failed", thrown(error));
      }
    }
  }
}
