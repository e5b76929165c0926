import { ApiError } from "./api-error";
import { sleep } from "./sleep";

/** Waits between the attempts to reach the API again, in milliseconds. After the last one it is given up. */
const WAITS = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000];

/** Comes back to the API after lost connections, so long as there is an answer in between. */
export class Persistence {
  readonly #signal: AbortSignal | undefined;
  #losses = 0;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** The API has answered. */
  reached(): void {
    this.#losses = 0;
  }

  /**
   * Wait before the next attempt.
   * @throws the error, when it is the API's own, the caller's wish, or the last of too many
   */
  async lost(error: unknown): Promise<void> {
    this.#signal?.throwIfAborted();
    const wait = WAITS[this.#losses++];
    if (error instanceof ApiError || wait === undefined) throw error;
    await sleep(wait, this.#signal);
  }
}
