import type ts from "typescript";
import type { Json, Schema } from "../../operation.ts";

/** One literal, or one of several. */
export function literalSchema(values: Json[]): Schema {
  const kinds = new Set(values.map((value) => typeof value));
  const [kind] = kinds;
  const type =
    kinds.size === 1 && (kind === "string" || kind === "number" || kind === "boolean") ? { type: kind } : {};
  return values.length === 1 && values[0] !== undefined
    ? { ...type, const: values[0] }
    : { ...type, enum: values };
}

export function isTrue(checker: ts.TypeChecker, type: ts.Type): boolean {
  return checker.typeToString(type) === "true";
}
