import { availableParallelism } from "node:os";
import { type FormatOptions, format } from "oxfmt";

/** What biome makes of code with the template's own settings; a generated file is the same in every project. */
const STYLE: FormatOptions = { printWidth: 110, embeddedLanguageFormatting: "off" };

interface Known {
  raw: string;
  formatted: string;
}

/**
 * The formatter of generated code. It works within this process, and remembers what became of each file's last text: only
 * what has changed since is formatted.
 */
export class Formatter {
  #known = new Map<string, Known>();

  /**
   * @param files paths and texts, which are asked for as the work goes on; what is not TypeScript stays as it is
   * @throws when a file is no TypeScript
   */
  async format(files: Iterable<[path: string, text: string]>): Promise<Map<string, string>> {
    const known = new Map<string, Known>();
    const rest = Iterator.from(files);
    // All at once would cost twice as much: each of them gets a thread.
    const lanes = Array.from({ length: 2 * availableParallelism() }, async () => {
      for (const [path, raw] of rest) {
        const before = this.#known.get(path);
        const file = before?.raw === raw ? before : { raw, formatted: raw };
        known.set(path, file);
        if (file !== before && path.endsWith(".ts")) file.formatted = await formatGenerated(path, raw);
      }
    });
    await Promise.all(lanes);
    this.#known = known;
    return new Map([...known].map(([path, { formatted }]) => [path, formatted]));
  }
}

/** One file of generated code. @throws when it is no TypeScript */
export async function formatGenerated(path: string, text: string): Promise<string> {
  const { code, errors } = await format(path, text, STYLE);
  if (errors.length > 0)
    throw new Error(errors.map(({ codeframe, message }) => codeframe ?? `${path}: ${message}`).join("\n"));
  return code;
}
