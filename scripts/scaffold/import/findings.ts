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
  #all = new Map<string, Finding>();

  add(pointer: string, text: string): void {
    this.#all.set(`${pointer}\n${text}`, { pointer, text });
  }

  /**
   * What `read` adds is said of every schema that has it, where several were read as one: in place of what it is said
   * of, where that is nowhere in the document.
   */
  sharedBy<T>(whole: Place, parts: readonly Place[], read: () => T): T {
    const before = this.#all;
    this.#all = new Map();
    const result = read();
    const added = this.all();
    this.#all = before;
    for (const { pointer, text } of added) {
      if (!pointer.startsWith(`${whole.pointer}/`)) {
        this.add(pointer, text);
        continue;
      }
      const path = pointer
        .slice(whole.pointer.length + 1)
        .split("/")
        .map(unescaped);
      const places = parts.flatMap((part) =>
        [path, withoutAllOf(path)].map((keys) => part.at(...keys)).filter((place) => isThere(place)),
      );
      for (const place of places) this.add(place.pointer, text);
      if (places.length === 0 || isThere(whole.root.at(...keysOf(whole.path), ...path)))
        this.add(pointer, text);
    }
    return result;
  }

  all(): Finding[] {
    return [...this.#all.values()];
  }
}

/** Whether the document has the value, or what it would be a keyword of. */
function isThere(place: Place): boolean {
  return place.exists || place.root.at(...keysOf(place.path).slice(0, -1)).exists;
}

/** Properties that several schemas have are put together by an `allOf` that the document does not have. */
function withoutAllOf(path: string[]): string[] {
  return path.filter((key, index) => key !== "allOf" && path[index - 1] !== "allOf");
}

function keysOf(path: string): string[] {
  return path.split("/").slice(1).map(unescaped);
}

function unescaped(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}
