import type { Place } from "./place.ts";

/** What the import has to tell about the document. */
export interface Finding {
  /** Where in the document. */
  pointer: string;
  /** What is not carried over, and what stands in its place. */
  text: string;
}

/** Everything that is not carried over, each once. */
export class Findings {
  readonly #all = new Map<string, Finding>();

  add(pointer: string, text: string): void {
    this.#all.set(`${pointer}\n${text}`, { pointer, text });
  }

  /** What `read` adds is said of every schema that has the keyword too, where several were read as one. */
  sharedBy<T>(whole: Place, parts: readonly Place[], read: () => T): T {
    const before = this.#all.size;
    const result = read();
    for (const { pointer, text } of [...this.#all.values()].slice(before)) {
      if (!pointer.startsWith(`${whole.pointer}/`)) continue;
      const rest = pointer.slice(whole.pointer.length);
      const [, keyword = "", name] = rest.split("/");
      for (const part of parts) {
        const keyed =
          keyword === "properties" && name !== undefined
            ? part.at(keyword, unescaped(name))
            : part.at(keyword);
        if (keyed.exists) this.add(part.pointer + rest, text);
      }
    }
    return result;
  }

  all(): Finding[] {
    return [...this.#all.values()];
  }
}

function unescaped(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}
