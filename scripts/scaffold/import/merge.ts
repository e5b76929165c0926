/**
 * `allOf` whose parts overlap, as one schema.
 *
 * @module
 */

import { isRecord, type Place, type Raw } from "./place.ts";

/**
 * The parts of a schema with `allOf`: its own keywords last. Parts of parts are parts.
 *
 * @param allowsSiblings what stands beside a reference is a part, too
 */
export function partsOf(place: Place, allowsSiblings: boolean, seen: readonly string[] = []): Place[] {
  const { allOf, ...own } = place.value;
  const parts = place
    .at("allOf")
    .items()
    .flatMap((part) => {
      const target = part.follow();
      if (seen.includes(target.pointer)) return [];
      const inner =
        isRecord(target.value) && Array.isArray(target.value.allOf)
          ? partsOf(target, allowsSiblings, [...seen, target.pointer])
          : [target];
      if (!part.isReference || !allowsSiblings) return inner;
      const { $ref, ...beside } = part.value;
      return asksForSomething(beside) ? [...inner, part.with(beside)] : inner;
    });
  return asksForSomething(own) ? [...parts, place.with(own)] : parts;
}

function asksForSomething(schema: Raw): boolean {
  return Object.keys(schema).some((key) => !ANNOTATIONS.includes(key));
}

/** What says nothing about values. */
export const ANNOTATIONS = [
  ...["description", "title", "example", "examples", "deprecated", "default", "readOnly", "writeOnly"],
  ...["nullable", "discriminator", "xml", "externalDocs"],
];

/** One schema that asks for what all of them ask for; undefined where that can't be said. */
export function merged(schemas: Raw[]): Raw | undefined {
  const result: Record<string, Raw> = {};
  for (const schema of schemas) {
    if (!isRecord(schema)) continue;
    for (const [key, value] of Object.entries(schema)) {
      const before = result[key];
      if (before === undefined || JSON.stringify(before) === JSON.stringify(value)) result[key] = value;
      else {
        const both = mergeKeyword(key, before, value);
        if (both === undefined) return undefined;
        result[key] = both;
      }
    }
  }
  return result;
}

function mergeKeyword(key: string, before: Raw, value: Raw): Raw | undefined {
  if (ANNOTATIONS.includes(key) || key.startsWith("x-")) return value;
  if (key === "required") return [...new Set([...before, ...value])];
  if (key === "properties") return mergedProperties(before, value);
  if (key === "enum") return before.filter((one: Raw) => value.includes(one));
  if (key === "allOf") return [...before, ...value];
  if (/^(min|exclusiveMin)/.test(key) && typeof before === "number") return Math.max(before, value);
  if (/^(max|exclusiveMax)/.test(key) && typeof before === "number") return Math.min(before, value);
  if (key === "additionalProperties")
    return before === false || value === false ? false : { allOf: [before, value].filter(isRecord) };
  if (key === "items") return together(before, value);
  if (key === "format") return value;
  if (key === "type")
    return typeof before === "string" &&
      typeof value === "string" &&
      NUMERIC.includes(before) &&
      NUMERIC.includes(value)
      ? "integer"
      : undefined;
  return undefined;
}

/** What both ask for, described by the later one where it says something. */
function together(before: Raw, value: Raw): Raw {
  const said: Record<string, Raw> = {};
  for (const schema of [before, value])
    for (const key of ["description", "example", "examples", "deprecated"])
      if (isRecord(schema) && schema[key] !== undefined) said[key] = schema[key];
  return { ...said, allOf: [before, value] };
}

const NUMERIC = ["integer", "number"];

function mergedProperties(before: Record<string, Raw>, value: Record<string, Raw>): Record<string, Raw> {
  const properties = { ...before };
  for (const [name, schema] of Object.entries(value)) {
    const other = Object.hasOwn(before, name) ? before[name] : undefined;
    const isSame = other === undefined || JSON.stringify(other) === JSON.stringify(schema);
    properties[name] = isSame ? schema : together(other, schema);
  }
  return properties;
}
