/** Random schemas, and values that nearly fit them. */
import fc from "fast-check";
import type { Json, Schema } from "../../../scripts/scaffold/operation.ts";

const bounds = (min: number, max: number) =>
  fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

const optionally = <T extends object>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof(fc.constant({} as Partial<T>), arbitrary);

const propertyName = fc.constantFrom(
  "id",
  "name",
  "content-type",
  "constructor",
  "at",
  "value",
  "größe",
  "0",
);

const FORMATS = ["date", "time", "date-time", "email", "uuid", "uri", "hostname", "ipv4", "ipv6"];

export const { schema: schemas } = fc.letrec<{
  schema: Schema;
  scalar: Schema;
  array: Schema;
  object: Schema;
  union: Schema;
}>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie("scalar"),
    tie("array"),
    tie("object"),
    tie("union"),
  ),
  scalar: fc.oneof(
    fc
      .tuple(
        optionally(bounds(0, 6).map(([minLength, maxLength]) => ({ minLength, maxLength }))),
        optionally(fc.constantFrom("^[a-z]+$", "\\d", "^\\p{L}*$").map((pattern) => ({ pattern }))),
        optionally(fc.constantFrom(...FORMATS).map((format) => ({ format }))),
      )
      .map((parts) => Object.assign({ type: "string" }, ...parts) as Schema),
    fc
      .tuple(
        fc.constantFrom("number", "integer"),
        optionally(bounds(-5, 5).map(([minimum, maximum]) => ({ minimum, maximum }))),
        optionally(bounds(-5, 5).map(([a, b]) => ({ exclusiveMinimum: a, exclusiveMaximum: b }))),
        optionally(fc.constantFrom(2, 3, 0.5).map((multipleOf) => ({ multipleOf }))),
      )
      .map(([type, ...parts]) => Object.assign({ type }, ...parts) as Schema),
    fc.constantFrom<Schema>({ type: "boolean" }, { type: "null" }, {}),
    fc
      .uniqueArray(fc.constantFrom<Json>("a", "b", 1, 2, true, null), { minLength: 1 })
      .map((values): Schema => ({ enum: values })),
    fc.constantFrom<Json>("a", 0, false).map((value): Schema => ({ const: value })),
  ),
  array: fc.oneof(
    fc
      .tuple(
        tie("schema"),
        optionally(bounds(0, 3).map(([minItems, maxItems]) => ({ minItems, maxItems }))),
        fc.boolean().map((uniqueItems) => (uniqueItems ? { uniqueItems } : {})),
      )
      .map(([items, ...parts]) => Object.assign({ type: "array", items }, ...parts) as Schema),
    fc
      .tuple(fc.array(tie("schema"), { minLength: 1, maxLength: 3 }), fc.nat(3), tie("schema"), fc.boolean())
      .map(([prefixItems, required, rest, open]): Schema => {
        const minItems = Math.min(required, prefixItems.length);
        if (open) return { type: "array", prefixItems, minItems, items: rest };
        return { type: "array", prefixItems, minItems, maxItems: prefixItems.length, items: false };
      }),
  ),
  object: fc
    .tuple(
      fc.dictionary(propertyName, tie("schema"), { maxKeys: 4 }),
      fc.func(fc.boolean()),
      fc.oneof(
        fc.constant({}),
        tie("schema").map((additionalProperties) => ({ additionalProperties })),
      ),
      optionally(bounds(0, 4).map(([minProperties, maxProperties]) => ({ minProperties, maxProperties }))),
    )
    .map(([properties, isRequired, ...parts]): Schema => {
      const required = Object.keys(properties).filter((name) => isRequired(name));
      return Object.assign({ type: "object" as const, properties: { ...properties }, required }, ...parts);
    }),
  union: fc.oneof(
    fc.array(tie("schema"), { minLength: 2, maxLength: 3 }).map((anyOf): Schema => ({ anyOf })),
    tie("schema").map((schema): Schema => ({ anyOf: [schema, { type: "null" }] })),
    fc.tuple(tie("schema"), tie("schema")).map(
      ([circle, square]): Schema => ({
        oneOf: [
          { type: "object", properties: { kind: { const: "circle" }, size: circle }, required: ["kind"] },
          {
            type: "object",
            properties: { kind: { enum: ["square", "rectangle"] }, size: square },
            required: ["kind", "size"],
          },
        ],
        discriminator: { propertyName: "kind" },
      }),
    ),
  ),
}));

const samplesOfFormats: Record<string, string[]> = {
  date: ["2026-02-28", "2026-02-29", "2024-02-29", "2026-13-01", "2026-1-1"],
  time: ["10:00:00Z", "23:59:60Z", "10:00:00", "25:00:00Z", "10:00:00.5+01:30"],
  "date-time": [
    "2026-11-23T10:00:00Z",
    "2026-11-23t10:00:00.123-08:00",
    "2026-11-23",
    "2026-11-23T24:00:00Z",
  ],
  email: ["a@b.co", "a.b+c@example.org", "a@", "@b.co", "a b@c.de"],
  uuid: ["123e4567-e89b-12d3-a456-426614174000", "123e4567e89b12d3a456426614174000"],
  uri: ["https://example.org/a?b=c#d", "urn:isbn:0", "/relative", "http://exa mple.org"],
  hostname: ["example.org", "a-b.c", "-a.b", "a..b"],
  ipv4: ["127.0.0.1", "256.0.0.1", "1.2.3"],
  ipv6: ["::1", "2001:db8::1", "12345::", "1::2::3"],
};

/** Values that fit a schema, or miss it by little. */
export function valuesNear(schema: Schema, depth = 0): fc.Arbitrary<Json> {
  const wild = fc.constantFrom<Json>(null, true, 0, 1.5, "", "a", "ab3", [], {}, [1], { kind: "circle" });
  return fc.oneof({ arbitrary: valuesOf(schema, depth), weight: 12 }, { arbitrary: wild, weight: 1 });
}

function valuesOf(schema: Schema, depth: number): fc.Arbitrary<Json> {
  const inner = (part: Schema) => valuesNear(part, depth + 1);
  const members = schema.anyOf ?? schema.oneOf;
  if (members) return fc.oneof(...members.map(inner));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  switch (schema.type) {
    case "string":
      return fc.oneof(
        fc.constantFrom("", "a", "abc", "a1", "äöü", "𝒳𝒴𝒵", "seven77"),
        fc.constantFrom(...(samplesOfFormats[schema.format ?? ""] ?? ["abc"])),
      );
    case "number":
    case "integer":
      return fc.oneof(fc.integer({ min: -6, max: 6 }), fc.constantFrom(0.5, -1.5, 2.25, 1e12));
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array": {
      const first = schema.prefixItems ?? [];
      const rest = schema.items ? inner(schema.items) : fc.constant<Json>("surplus");
      return fc
        .tuple(
          fc.tuple(...first.map(inner)),
          fc.nat(first.length),
          fc.array(rest, { maxLength: schema.items ? 4 : 1 }),
        )
        .map(([items, left, more]) => (left === 0 ? [...items, ...more] : items.slice(0, left)));
    }
    case "object": {
      const known = Object.entries(schema.properties ?? {});
      const record = fc.record(Object.fromEntries(known.map(([name, part]) => [name, inner(part)])), {
        requiredKeys: known.map(([name]) => name).filter((_, i) => (i + depth) % 3 > 0),
      });
      const others =
        typeof schema.additionalProperties === "object"
          ? inner(schema.additionalProperties)
          : fc.constant<Json>("stray");
      return fc
        .tuple(
          record,
          fc.dictionary(fc.constantFrom("extra", "isPrototypeOf", "more"), others, { maxKeys: 2 }),
        )
        .map(([properties, extra]) => ({ ...extra, ...properties }) as Json);
    }
    default:
      // ajv compares items by calling these, where an object has some of its own.
      return fc
        .jsonValue({ maxDepth: 1 })
        .filter((value) => !/"(toString|valueOf)":/.test(JSON.stringify(value))) as fc.Arbitrary<Json>;
  }
}
