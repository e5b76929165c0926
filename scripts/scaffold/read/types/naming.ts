/**
 * What a generic model is called, and how its arguments are written in TypeScript.
 *
 * @module
 */

import ts from "typescript";
import type { Schema } from "../../operation.ts";
import type { Reading, Typed } from "../reading.ts";
import { isPlatform, symbolOfReference } from "../symbols.ts";
import { nameOfReference, pascal } from "./models.ts";

/** The part of a generic model's name: `Burger` of `Page<Burger>`. */
export function nameOfArgument(reading: Reading, { node, type }: Typed, schema: Schema): string {
  const written = node && symbolOfReference(reading.checker, node);
  if (schema.$ref) return nameOfReference(schema.$ref);
  if (written && !isPlatform(reading, written) && !(written.flags & ts.SymbolFlags.TypeParameter))
    return written.name;
  if (schema.items) return `${nameOfSchema(schema.items)}Array`;
  return nameOfSchema(schema) || pascal(reading.checker.typeToString(type)) || "Value";
}

function nameOfSchema(schema: Schema): string {
  if (schema.$ref) return nameOfReference(schema.$ref);
  if (schema["x-date"]) return "Date";
  if (schema.items) return `${nameOfSchema(schema.items)}Array`;
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values) return values.map((value) => pascal(String(value))).join("Or");
  if (schema.anyOf) return schema.anyOf.map(nameOfSchema).join("Or");
  return pascal(schema.type ?? "");
}

type Written = { text: string; imports: { module: string; name: string; as?: string }[] };

/** A schema as a type again, for the arguments of a generic model; aliases of primitives are the primitives. */
export function typescriptOf(reading: Reading, schema: Schema): Written | undefined {
  const plain = (text: string): Written => ({ text, imports: [] });
  if (schema.$ref) return reading.models.get(nameOfReference(schema.$ref))?.typescript;
  if (schema["x-date"]) return plain("Date");
  if (schema["x-bigint"]) return plain("bigint");
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values) return plain(values.map((value) => JSON.stringify(value)).join(" | "));
  if (schema.anyOf) {
    const members = schema.anyOf.map((member) => typescriptOf(reading, member));
    if (!members.every((member) => member !== undefined)) return undefined;
    return {
      text: members.map(({ text }) => text).join(" | "),
      imports: members.flatMap(({ imports }) => imports),
    };
  }
  if (schema.type === "array" && schema.items && !schema.prefixItems) {
    const item = typescriptOf(reading, schema.items);
    return item && { ...item, text: `Array<${item.text}>` };
  }
  if (schema.type === "integer" || schema.type === "number") return plain("number");
  if (schema.type === "string" || schema.type === "boolean" || schema.type === "null")
    return plain(schema.type);
  return undefined;
}
