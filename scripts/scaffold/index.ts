/**
 * The scaffolder: read → check → emit → write. Each stage knows only the one before.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BoardPage } from "./board-page.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { docsPage } from "./docs-page.ts";
import { Emitter } from "./emit/index.ts";
import { Formatter } from "./format.ts";
import type { Project } from "./operation.ts";
import { type Earlier, readProject } from "./read/index.ts";
import { type Changes, compareFolder, type Seen, writeFolder } from "./write.ts";

const FOLDER = "src/generated";

export interface Rendered {
  project: Project;
  /** Warnings too. */
  diagnostics: Diagnostic[];
  /** What `src/generated` has to hold, by path relative to the root; undefined with an error among the diagnostics. */
  files: Map<string, string | Buffer> | undefined;
}

export interface Scaffolded extends Rendered {
  /** What was written, or would be; undefined when an error kept everything as it was. */
  changes: Changes | undefined;
}

/**
 * Makes `src/generated` of the stubs in `src/handlers`, as often as it is asked to. The first time costs most: what has
 * not changed since is neither read nor written nor formatted again. One call at a time.
 */
export class Scaffolder {
  readonly #root: string;
  readonly #emitter = new Emitter();
  readonly #formatter = new Formatter();
  readonly #board: BoardPage;
  readonly #seen: Seen = new Map();
  #before: Earlier | undefined;

  /** @param root the project's folder, absolute */
  constructor(root: string) {
    this.#root = root;
    this.#board = new BoardPage(root);
  }

  /** Bring `src/generated` up to date. */
  async write(): Promise<Scaffolded> {
    const rendered = await this.#render();
    const { files } = rendered;
    return { ...rendered, changes: files && writeFolder(this.#root, FOLDER, files, this.#seen) };
  }

  /** Say what `write` would do. */
  async check(): Promise<Scaffolded> {
    const rendered = await this.#render();
    const { files } = rendered;
    return { ...rendered, changes: files && compareFolder(this.#root, FOLDER, files, this.#seen) };
  }

  async #render(): Promise<Rendered> {
    const { project, diagnostics, ...earlier } = readProject({ root: this.#root, before: this.#before });
    this.#before = earlier;
    if (diagnostics.some(({ severity }) => severity === "error"))
      return { project, diagnostics, files: undefined };
    const manifest = JSON.parse(await readFile(join(this.#root, "package.json"), "utf8"));
    const { name: title, version, description } = manifest;
    const [code, docs, board] = await Promise.all([
      this.#formatter.format(this.#emitter.emit(project, { title, version, description })),
      docsPage(this.#root),
      this.#board.files(),
    ]);
    return { project, diagnostics, files: new Map<string, string | Buffer>([...code, ...docs, ...board]) };
  }
}
