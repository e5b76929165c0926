import type { Reader } from "../text";

/** How to read each property of an object; a list's reader stands in an array. */
export type Readers = Record<string, Reader | [Reader]>;

/** An object of texts: what has none is left out. */
export function objectOf(
  properties: Readers,
  textsOf: (name: string) => string[] | undefined,
): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, reader] of Object.entries(properties)) {
    const texts = textsOf(name) ?? [];
    if (texts.length === 0) continue;
    object[name] = Array.isArray(reader) ? texts.map(reader[0]) : reader(texts[0] ?? "");
  }
  return object;
}
