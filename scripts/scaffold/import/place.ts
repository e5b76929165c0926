/**
 * A value of the document together with where it stands, so that whatever is said of it can name its JSON pointer.
 *
 * @module
 */

import { ImportFailure } from "./failure.ts";

/** Any JSON of the document. It is somebody else's: nothing about its shape is known before it is looked at. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Raw = any;

/** The parsed files by their path, and how paths are shown. */
export interface Library {
  files: ReadonlyMap<string, Raw>;
  /** What stands before the `#` of a pointer into this file; nothing for the main document. */
  label(file: string): string;
  /** The path of the file that a reference names, seen from the file that holds it. */
  locate(reference: string, from: string): string;
}

export class Place {
  readonly value: Raw;
  readonly file: string;
  /** RFC 6901, without the `#`. */
  readonly path: string;
  readonly #library: Library;

  constructor(library: Library, file: string, path: string, value: Raw) {
    this.#library = library;
    this.file = file;
    this.path = path;
    this.value = value;
  }

  /** `#/components/schemas/Pet`, with its file in front where that is not the main document. */
  get pointer(): string {
    return `${this.#library.label(this.file)}#${this.path}`;
  }

  /** What is missing is undefined; it still has a pointer. */
  at(...keys: (string | number)[]): Place {
    let { value, path } = this as { value: Raw; path: string };
    for (const key of keys) {
      value = isRecord(value) || Array.isArray(value) ? own(value, key) : undefined;
      path += `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
    }
    return new Place(this.#library, this.file, path, value);
  }

  /** The same place with another value: what several schemas come to when they are taken together. */
  with(value: Raw): Place {
    return new Place(this.#library, this.file, this.path, value);
  }

  get exists(): boolean {
    return this.value !== undefined;
  }

  get isReference(): boolean {
    return isRecord(this.value) && typeof this.value.$ref === "string";
  }

  /** The root of the file. */
  get root(): Place {
    return new Place(this.#library, this.file, "", this.#library.files.get(this.file));
  }

  entries(): [key: string, place: Place][] {
    return isRecord(this.value) ? Object.keys(this.value).map((key) => [key, this.at(key)]) : [];
  }

  items(): Place[] {
    return Array.isArray(this.value) ? this.value.map((_, index) => this.at(index)) : [];
  }

  /** What the reference at this place names; the place itself where there is none. */
  follow(seen: string[] = []): Place {
    if (!this.isReference) return this;
    if (seen.includes(this.pointer))
      throw new ImportFailure(`${this.pointer}: the reference leads back to itself.`);
    return this.target().follow([...seen, this.pointer]);
  }

  /** One step of `follow`. */
  target(): Place {
    const reference: string = this.value.$ref;
    const [, address = "", fragment = ""] = /^([^#]*)#?(.*)$/s.exec(reference) ?? [];
    const file = address === "" ? this.file : this.#library.locate(address, this.file);
    let place = new Place(this.#library, file, "", this.#library.files.get(file));
    for (const key of keysOf(fragment)) place = place.at(key);
    if (!place.exists) throw new ImportFailure(`${this.pointer}: there is nothing at ${reference}.`);
    return place;
  }
}

export function isRecord(value: unknown): value is Record<string, Raw> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(value: object, key: string | number): Raw {
  return Object.hasOwn(value, key) ? (value as Raw)[key] : undefined;
}

/** The keys of a pointer in a URI's fragment. */
function keysOf(fragment: string): string[] {
  return fragment
    .split("/")
    .slice(1)
    .map((key) => decoded(key).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
