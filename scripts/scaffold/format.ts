import { availableParallelism } from "node:os";
import { type FormatOptions, format } from "oxfmt";

/** What biome makes of code with the template's own settings; a generated file is the same in every project. */
const STYLE: FormatOptions = { printWidth: 110, embeddedLanguageFormatting: "off" };

/**
 * The formatter of generated code. It works within this process, and remembers what became of each file's last text: only
 * what has changed since is formatted.
 */
export class Formatter {
  readonly #known = new Map<string, { raw: string; formatted: string }>();

  /**
   * @param files texts by their path; what is not TypeScript stays as it is
   * @throws when a file is no TypeScript
   */
  async format(files: Map<string, string>): Promise<Map<string, string>> {
    const code = [...files].filter(([path]) => path.endsWith(".ts"));
    const rest = code.filter(([path, raw]) => this.#known.get(path)?.raw !== raw).values();
    // More at a time than there are cores would cost twice as much: each of them gets a thread.
    const lanes = Array.from({ length: 2 * availableParallelism() }, async () => {
      for (const [path, raw] of rest) this.#known.set(path, { raw, formatted: await formatted(path, raw) });
    });
    await Promise.all(lanes);
    return new Map([...files].map(([path, text]) => [path, this.#known.get(path)?.formatted ?? text]));
  }
}

async function formatted(path: string, text: string): Promise<string> {
  const { code, errors } = await format(path, text, STYLE);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join("; ")}`);
  return code;
}
