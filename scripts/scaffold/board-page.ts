import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** Where the page's sources are, and where a browser finds what became of them: both relative to their roots. */
const SOURCES = "src/pages/jobs";
const ASSETS = "src/generated/assets/jobs/board";

const AS_THEY_ARE = ["index.html", "icon.svg"];

type Files = Map<string, string | Buffer>;

/**
 * The job board as static assets. Its scripts and styles are bundled when they have changed, and not each time that a
 * stub is saved.
 */
export class BoardPage {
  readonly #root: string;
  #built: { version: string; files: Files } | undefined;

  /** @param root the project's folder */
  constructor(root: string) {
    this.#root = root;
  }

  /** @returns contents by path relative to the root */
  async files(): Promise<Files> {
    const folder = join(this.#root, SOURCES);
    const version = await versionOf(folder);
    if (this.#built?.version !== version) this.#built = { version, files: await bundle(folder) };
    return this.#built.files;
  }
}

/** Another one whenever a file has changed. */
async function versionOf(folder: string): Promise<string> {
  const names = (await readdir(folder)).sort();
  const times = names.map(async (name) => `${name} ${(await stat(join(folder, name))).mtimeMs}`);
  return (await Promise.all(times)).join("\n");
}

async function bundle(folder: string): Promise<Files> {
  // It takes longer to load than a stub to read, and most of the time nobody needs it.
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: { board: join(folder, "main.tsx"), style: join(folder, "board.css") },
    outdir: folder,
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: ["es2023", "chrome120", "firefox121", "safari17.2"],
    jsx: "automatic",
    jsxImportSource: "preact",
    tsconfigRaw: {},
    legalComments: "none",
  });
  const files: Files = new Map();
  for (const name of AS_THEY_ARE) files.set(`${ASSETS}/${name}`, await readFile(join(folder, name)));
  for (const { path, contents } of outputFiles)
    files.set(`${ASSETS}/${path.slice(folder.length + 1)}`, Buffer.from(contents));
  return files;
}
