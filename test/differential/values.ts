/** Values of a schema, and mutants of them. */
import fc from "fast-check";
import type { Json, Schema } from "../../scripts/scaffold/operation.ts";

type Models = Record<string, Schema>;

const WILD: Json[] = [
  ...[null, true, false, 0, 1, -3, 2.5, 10, "", "a", "b", "circle", "id-1", "2026-02-28", [], {}, [1], ["a"]],
  ...[{ kind: "circle" }, { a: "x" }, { a: 1 }, { constructor: "x" }],
];

/** From here on, a value comes to its end. */
const DEEP = 5;

/** Values that fit, and values that one or two changes keep from fitting, or do not. */
export function valuesOf(schema: Schema, models: Models): fc.Arbitrary<Json> {
  const fitting = fittingOf(schema, models, 0);
  return fc.oneof(
    { arbitrary: fitting, weight: 2 },
    { arbitrary: fitting.chain((value) => mutantsOf(value)), weight: 3 },
    { arbitrary: fitting.chain((value) => mutantsOf(value)).chain((value) => mutantsOf(value)), weight: 1 },
    { arbitrary: fc.constantFrom(...WILD), weight: 1 },
  );
}

function fittingOf(schema: Schema, models: Models, depth: number): fc.Arbitrary<Json> {
  const inner = (part: Schema) => fittingOf(part, models, depth + 1);
  if (schema.$ref) return inner(models[schema.$ref.split("/").at(-1) ?? ""] ?? {});
  const members = schema.anyOf ?? schema.oneOf;
  if (members) {
    // Deep down, what ends soonest.
    const some = depth >= DEEP ? [...members].sort((a, b) => weight(a) - weight(b)).slice(0, 1) : members;
    return fc.oneof(...some.map(inner));
  }
  if (schema.allOf)
    return fc.tuple(...schema.allOf.map(inner)).map((parts) => Object.assign({}, ...parts) as Json);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  switch (schema.type) {
    case "string":
      return stringsOf(schema);
    case "number":
    case "integer":
      return fc
        .oneof(fc.integer({ min: -12, max: 12 }), fc.constantFrom(0.5, 2.25))
        .map((value) => (schema.type === "integer" ? Math.round(value) : value));
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return listsOf(schema, inner, depth);
    case "object":
      return objectsOf(schema, inner, depth);
    default:
      return fc.constantFrom(...WILD);
  }
}

function weight({ $ref, type }: Schema): number {
  if ($ref || type === "object") return 2;
  return type === "array" ? 1 : 0;
}

const FORMATS: Record<string, string[]> = {
  "date-time": ["2026-11-23T10:00:00Z", "2026-11-23T10:00:00.123-08:00"],
  date: ["2026-02-28", "2024-02-29"],
  uuid: ["123e4567-e89b-12d3-a456-426614174000"],
  ipv4: ["127.0.0.1"],
};

function stringsOf({ pattern, format }: Schema): fc.Arbitrary<Json> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, "u"), { maxLength: 8 });
  return fc.constantFrom(...(FORMATS[format ?? ""] ?? ["", "a", "ab", "abc", "1", "äöü"]));
}

function listsOf(
  schema: Schema,
  inner: (part: Schema) => fc.Arbitrary<Json>,
  depth: number,
): fc.Arbitrary<Json> {
  const first = schema.prefixItems ?? [];
  const minLength = first.length > 0 ? 0 : (schema.minItems ?? 0);
  const rest =
    schema.items && (depth < DEEP || minLength > 0)
      ? fc.array(inner(schema.items), { minLength, maxLength: 3 })
      : fc.constant<Json[]>([]);
  return fc
    .tuple(
      fc.tuple(...first.map(inner)),
      fc.integer({ min: schema.minItems ?? 0, max: first.length || (schema.minItems ?? 0) }),
      rest,
    )
    .map(([items, length, more]) => (length < items.length ? items.slice(0, length) : [...items, ...more]));
}

function objectsOf(
  schema: Schema,
  inner: (part: Schema) => fc.Arbitrary<Json>,
  depth: number,
): fc.Arbitrary<Json> {
  const known = Object.entries(schema.properties ?? {}).filter(
    ([name]) => depth < DEEP || schema.required?.includes(name),
  );
  const record = fc.record(Object.fromEntries(known.map(([name, part]) => [name, inner(part)])), {
    requiredKeys: known.map(([name]) => name).filter((name) => schema.required?.includes(name)),
  });
  const others = schema.additionalProperties;
  if (!others || depth >= DEEP) return record as fc.Arbitrary<Json>;
  const extra = fc.dictionary(fc.constantFrom("x", "y", "more"), inner(others === true ? {} : others), {
    maxKeys: 2,
  });
  return fc.tuple(record, extra).map(([own, more]) => ({ ...more, ...own }) as Json);
}

/** The value with one change somewhere in it. */
function mutantsOf(value: Json): fc.Arbitrary<Json> {
  const replaced = fc.constantFrom(...WILD);
  if (Array.isArray(value)) {
    const added = fc.constantFrom(...WILD).map((one): Json => [...value, one]);
    if (value.length === 0) return fc.oneof(added, replaced);
    const index = fc.nat(value.length - 1);
    return fc.oneof(
      added,
      replaced,
      index.map((at): Json => value.filter((_, i) => i !== at)),
      index.chain((at) =>
        mutantsOf(value[at] ?? null).map((one): Json => value.map((item, i) => (i === at ? one : item))),
      ),
    );
  }
  if (typeof value === "object" && value !== null) {
    const added = fc
      .tuple(fc.constantFrom("extra", "a", "kind", "b", "ok"), fc.constantFrom(...WILD))
      .map(([name, one]): Json => ({ ...value, [name]: one }));
    const names = Object.keys(value);
    if (names.length === 0) return fc.oneof(added, replaced);
    const name = fc.constantFrom(...names);
    return fc.oneof(
      added,
      replaced,
      name.map((one): Json => Object.fromEntries(Object.entries(value).filter(([key]) => key !== one))),
      name.chain((one) => mutantsOf(value[one] ?? null).map((other): Json => ({ ...value, [one]: other }))),
    );
  }
  if (typeof value === "string")
    return fc.oneof(replaced, fc.constantFrom(`${value}x`, value.slice(1), value.toUpperCase(), ` ${value}`));
  return replaced;
}
