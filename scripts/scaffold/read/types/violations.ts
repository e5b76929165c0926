import type { Json, Schema } from "../../operation.ts";

/**
 * What a default violates, as its author wrote it: `@minimum 1`; undefined where all is well. Objects are not looked into.
 *
 * @param resolve the schema that a reference stands for
 */
export function violationOf(
  schema: Schema,
  value: Json,
  resolve: (schema: Schema) => Schema,
): string | undefined {
  const own = resolve(schema);
  const members = own.anyOf ?? own.oneOf;
  if (members) {
    const violations = members.map((member) => violationOf(member, value, resolve));
    return violations.includes(undefined) ? undefined : violations.at(0);
  }
  const literals = own.enum ?? (own.const === undefined ? undefined : [own.const]);
  if (literals)
    return literals.includes(value) ? undefined : literals.map((one) => JSON.stringify(one)).join(" | ");
  if (own.type !== undefined && !hasType(value, own.type)) return `the type ${own.type}`;
  const violated = Object.entries(LIMITS).find(([keyword, holds]) => {
    const limit = schema[keyword as Keyword] ?? own[keyword as Keyword];
    return limit !== undefined && !holds(value, limit as never);
  });
  if (violated) {
    const keyword = violated[0] as Keyword;
    return `@${keyword} ${schema[keyword] ?? own[keyword]}`;
  }
  const { items } = own;
  if (!Array.isArray(value) || !items) return undefined;
  return value.map((item) => violationOf(items, item, resolve)).find((violation) => violation !== undefined);
}

type Keyword = keyof typeof LIMITS;

const LIMITS = {
  minimum: (value: Json, limit: number) => typeof value !== "number" || value >= limit,
  maximum: (value: Json, limit: number) => typeof value !== "number" || value <= limit,
  exclusiveMinimum: (value: Json, limit: number) => typeof value !== "number" || value > limit,
  exclusiveMaximum: (value: Json, limit: number) => typeof value !== "number" || value < limit,
  minLength: (value: Json, limit: number) => typeof value !== "string" || [...value].length >= limit,
  maxLength: (value: Json, limit: number) => typeof value !== "string" || [...value].length <= limit,
  pattern: (value: Json, source: string) => typeof value !== "string" || new RegExp(source, "u").test(value),
  minItems: (value: Json, limit: number) => !Array.isArray(value) || value.length >= limit,
  maxItems: (value: Json, limit: number) => !Array.isArray(value) || value.length <= limit,
};

function hasType(value: Json, type: NonNullable<Schema["type"]>): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  return typeof value === type;
}
