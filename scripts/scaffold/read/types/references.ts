import type { Schema } from "../../operation.ts";

const PREFIX = "#/components/schemas/";

export function referenceTo(name: string): Schema {
  return { $ref: PREFIX + name };
}

export function nameOfReference(reference: string): string {
  return reference.slice(PREFIX.length);
}

/** `milk-shakes` is `MilkShakes`. */
export function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
