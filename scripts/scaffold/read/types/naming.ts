/**
 * What a generic model is called after.
 *
 * @module
 */

import ts from "#typescript";
import type { Schema } from "../../operation.ts";
import type { Reading, Typed } from "../reading.ts";
import { isPlatform, symbolOfReference } from "../symbols.ts";
import { nameOfReference, pascal } from "./references.ts";

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
