import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeFolders } from "./write.ts";

interface Known {
  raw: string;
  formatted: string;
}

/**
 * The project's formatter. It remembers what it was given last and what became of it, file by file: only what has changed
 * since is formatted.
 */
export class Formatter {
  readonly #root: string;
  readonly #command: string[];
  #known = new Map<string, Known>();

  /** @param imports what becomes of the imports: put in order, which takes as long again, or left as they are */
  constructor(root: string, imports: "organized" | "as they are") {
    this.#root = root;
    this.#command = imports === "organized" ? ["check", "--linter-enabled=false"] : ["format"];
  }

  /**
   * @param files texts by their path relative to the root; what is not TypeScript stays as it is
   * @throws when a file is no TypeScript
   */
  async format(files: Map<string, string>): Promise<Map<string, string>> {
    const code = [...files].filter(([path]) => path.endsWith(".ts"));
    const changed = code.filter(([path, text]) => {
      const known = this.#known.get(path);
      return text !== known?.raw && text !== known?.formatted;
    });
    const fresh = changed.length > 0 ? await this.#run(changed) : new Map<string, string>();
    const known = new Map<string, Known>();
    for (const [path, raw] of code) {
      const formatted = fresh.get(path) ?? this.#known.get(path)?.formatted;
      if (formatted !== undefined) known.set(path, { raw, formatted });
    }
    this.#known = known;
    return new Map([...files].map(([path, text]) => [path, known.get(path)?.formatted ?? text]));
  }

  async #run(files: [path: string, text: string][]): Promise<Map<string, string>> {
    // Within the project, so that its configuration counts; git knows nothing of this folder.
    const folder = join(this.#root, ".wrangler");
    await mkdir(folder, { recursive: true });
    const staging = await mkdtemp(join(folder, "format-"));
    try {
      await makeFolders(staging, new Map(files));
      await Promise.all(files.map(([path, text]) => writeFile(join(staging, path), text)));
      await this.#biome(staging);
      const formatted = files.map(
        async ([path]) => [path, await readFile(join(staging, path), "utf8")] as const,
      );
      return new Map(await Promise.all(formatted));
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  async #biome(folder: string): Promise<void> {
    const [program, ...args] = biome();
    // A module of many models is longer than the megabyte that biome stops at.
    const size = "--files-max-size=100000000";
    const config = ["--config-path", this.#root, "--vcs-enabled=false", size, "--log-level=error"];
    await promisify(execFile)(program, [...args, ...this.#command, "--write", ...config, folder]);
  }
}

/** The command that starts biome: its own program where it is in the usual place, which saves starting a Node. */
function biome(): [program: string, ...args: string[]] {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("@biomejs/biome/package.json"));
  const suffix = process.platform === "win32" ? ".exe" : "";
  try {
    return [resolve(`@biomejs/cli-${process.platform}-${process.arch}/biome${suffix}`)];
  } catch {
    return [process.execPath, resolve("@biomejs/biome/bin/biome")];
  }
}
