import type { Model, Schema } from "../../operation.ts";
import { nameOfReference } from "./references.ts";

type Written = NonNullable<Model["typescript"]>;

/** A schema as a type again, for the arguments of a generic model; aliases of primitives are the primitives. */
export function writtenAs(
  schema: Schema,
  ofModel: (name: string) => Written | undefined,
): Written | undefined {
  const plain = (text: string): Written => ({ text, imports: [] });
  if (schema.$ref) return ofModel(nameOfReference(schema.$ref));
  if (schema["x-date"]) return plain("Date");
  if (schema["x-bigint"]) return plain("bigint");
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values) return plain(values.map((value) => JSON.stringify(value)).join(" | "));
  if (schema.anyOf) {
    const members = schema.anyOf.map((member) => writtenAs(member, ofModel));
    if (!members.every((member) => member !== undefined)) return undefined;
    return {
      text: members.map(({ text }) => text).join(" | "),
      imports: members.flatMap(({ imports }) => imports),
    };
  }
  if (schema.type === "array" && schema.items && !schema.prefixItems) {
    const item = writtenAs(schema.items, ofModel);
    return item && { ...item, text: `Array<${item.text}>` };
  }
  if (schema.type === "integer" || schema.type === "number") return plain("number");
  if (schema.type === "string" || schema.type === "boolean" || schema.type === "null")
    return plain(schema.type);
  return undefined;
}
