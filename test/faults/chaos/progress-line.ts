/**
 * How far the run is, at the terminal: one line that changes, or a line now and then where lines do not change.
 *
 * @module
 */
import type { ChaosOptions } from "./options.ts";
import type { Progress } from "./run.ts";

const BAR_WIDTH = 24;
/** Redrawn this often at most. */
const REDRAW_MS = 100;
/** Without a terminal, a line for each of so many parts of the run. */
const PARTS = 10;

export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #options: ChaosOptions;
  readonly #startedAt = performance.now();
  #drawnAt = Number.NEGATIVE_INFINITY;
  #part = 0;

  constructor(stream: NodeJS.WriteStream, options: ChaosOptions) {
    this.#stream = stream;
    this.#options = options;
  }

  draw(progress: Progress): void {
    if (!this.#stream.isTTY) {
      this.#log(progress);
      return;
    }
    const now = performance.now();
    if (now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    const done = Math.floor((progress.finished / this.#options.jobs) * BAR_WIDTH);
    this.#stream.cursorTo(0);
    this.#stream.write(`${"█".repeat(done).padEnd(BAR_WIDTH, "░")}  ${this.#text(progress)}`);
    this.#stream.clearLine(1);
  }

  /** Leave the terminal as it was. */
  clear(): void {
    if (!this.#stream.isTTY) return;
    this.#stream.cursorTo(0);
    this.#stream.clearLine(0);
  }

  #log(progress: Progress): void {
    const part = Math.floor((progress.finished / this.#options.jobs) * PARTS);
    if (part <= this.#part) return;
    this.#part = part;
    this.#stream.write(`${this.#text(progress)}\n`);
  }

  #text({ finished, kills, doing }: Progress): string {
    const seconds = Math.round((performance.now() - this.#startedAt) / 1000);
    const { jobs, kills: planned } = this.#options;
    return `${finished}/${jobs} jobs · ${kills}/${planned} kills · ${seconds} s${doing === null ? "" : ` · ${doing}`}`;
  }
}
