/**
 * Doc tags that constrain a type, as JSON Schema keywords.
 *
 * @module
 */

import type ts from "typescript";
import type { Json, Schema } from "../../operation.ts";
import { type Doc, type DocTag, lineOf } from "../doc.ts";
import type { Reading } from "../reading.ts";
import type { Span } from "../reporter.ts";
import { closest } from "../spelling.ts";
import { checkTags } from "../tags.ts";
import { violationOf } from "./violations.ts";

type Category = "number" | "string" | "array" | "object";

const FITS: Record<Category, string> = {
  number: "a number",
  string: "a string",
  array: "a list",
  object: "an object",
};

/** A tag's value as its keyword takes it; undefined when it does not. */
interface Constraint {
  on: Category;
  expected: string;
  read: (text: string) => Schema | undefined;
}

const numeric = (keyword: "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum"): Constraint => ({
  on: "number",
  expected: "a number",
  read: (text) => whenNumber(text, Number.isFinite, (value) => ({ [keyword]: value })),
});

const counting = (
  on: Category,
  keyword: "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties",
): Constraint => ({
  on,
  expected: "a whole number, 0 or more",
  read: (text) =>
    whenNumber(
      text,
      (value) => Number.isInteger(value) && value >= 0,
      (value) => ({ [keyword]: value }),
    ),
});

const CONSTRAINTS: Record<string, Constraint> = {
  minimum: numeric("minimum"),
  maximum: numeric("maximum"),
  exclusiveMinimum: numeric("exclusiveMinimum"),
  exclusiveMaximum: numeric("exclusiveMaximum"),
  multipleOf: {
    on: "number",
    expected: "a number above 0",
    read: (text) =>
      whenNumber(
        text,
        (value) => value > 0,
        (multipleOf) => ({ multipleOf }),
      ),
  },
  asType: {
    on: "number",
    expected: "integer",
    read: (text) => (text === "integer" ? { type: "integer" } : undefined),
  },
  minLength: counting("string", "minLength"),
  maxLength: counting("string", "maxLength"),
  pattern: {
    on: "string",
    expected: "a regular expression without slashes around it",
    read: (text) => (isRegex(text) ? { pattern: text } : undefined),
  },
  minItems: counting("array", "minItems"),
  maxItems: counting("array", "maxItems"),
  uniqueItems: {
    on: "array",
    expected: "nothing, true or false",
    read: (text) => (/^(true|false)?$/.test(text) ? { uniqueItems: text !== "false" } : undefined),
  },
  minProperties: counting("object", "minProperties"),
  maxProperties: counting("object", "maxProperties"),
};

/** The formats that the generated validators check, and those that OpenAPI gives to numbers and secrets. */
const STRING_FORMATS = [
  ...[
    "date",
    "time",
    "date-time",
    "iso-time",
    "iso-date-time",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
  ],
  ...[
    "uri",
    "uri-reference",
    "uri-template",
    "url",
    "uuid",
    "regex",
    "json-pointer",
    "relative-json-pointer",
  ],
  ...["byte", "binary", "password"],
];
const INTEGER_FORMATS = ["int32", "int64"];
const NUMBER_FORMATS = ["float", "double"];

/** A schema with what the doc comment of its type, property or parameter adds. */
export function withDoc(reading: Reading, schema: Schema, doc: Doc, type: () => string): Schema {
  if (doc.text === "" && doc.tags.length === 0) return schema;
  checkTags(doc, "type", reading.reporter);
  let result: Schema = doc.text === "" ? schema : { ...schema, description: doc.text };
  for (const tag of doc.tags) {
    const constraint = CONSTRAINTS[tag.name];
    if (constraint) result = constrain(reading, result, tag, constraint, type);
    else if (tag.name === "format") result = format(reading, result, tag, type);
    else result = annotate(reading, result, tag);
  }
  checkBounds(reading, result, doc);
  const fallback = doc.tags.find(({ name }) => name === "default");
  if (fallback && result.default !== undefined)
    checkDefault(reading, result, result.default, fallback.valueSpan);
  return result;
}

function constrain(
  reading: Reading,
  schema: Schema,
  tag: DocTag,
  { on, expected, read }: Constraint,
  type: () => string,
): Schema {
  const text = lineOf(tag);
  const keywords = read(text);
  if (!keywords) {
    reading.reporter.report("SO310", tag.valueSpan, { tag: tag.name, text, expected });
    return schema;
  }
  const constrained = addTo(reading, schema, on, keywords);
  if (!constrained) reportUnfit(reading, schema, tag, tag.name, on, type);
  return constrained ?? schema;
}

function reportUnfit(
  reading: Reading,
  schema: Schema,
  { span }: DocTag,
  tag: string,
  on: Category,
  type: () => string,
): void {
  const { items } = reading.models.resolve(schema);
  const ofItems = items ? addTo(reading, items, on, {}) !== undefined : false;
  reading.reporter.report("SO311", span, { tag, fits: FITS[on], type: type(), ofItems });
}

/** `keywords` on the part of the schema that they are about: in `number | null`, on the number. */
function addTo(reading: Reading, schema: Schema, on: Category, keywords: Schema): Schema | undefined {
  if (schema.$ref !== undefined)
    return fits(reading.models.resolve(schema), on) ? { ...schema, ...keywords } : undefined;
  if (schema.anyOf) {
    const members = schema.anyOf.map((member) => addTo(reading, member, on, keywords));
    if (!members.some((member) => member !== undefined)) return undefined;
    return { ...schema, anyOf: schema.anyOf.map((member, index) => members[index] ?? member) };
  }
  return fits(schema, on) ? { ...schema, ...keywords } : undefined;
}

function fits({ type, enum: values, const: value, "x-date": date }: Schema, on: Category): boolean {
  if (values !== undefined || value !== undefined || date) return false;
  return type === on || (type === "integer" && on === "number");
}

function format(reading: Reading, schema: Schema, tag: DocTag, type: () => string): Schema {
  const name = lineOf(tag);
  const known = [...STRING_FORMATS, ...INTEGER_FORMATS, ...NUMBER_FORMATS];
  if (!known.includes(name)) {
    reading.reporter.report("SO313", tag.valueSpan, { format: name, suggestion: closest(name, known) });
    return schema;
  }
  const isString = STRING_FORMATS.includes(name);
  const bigint = name === "int64" && schema["x-bigint"] === true;
  if (bigint) return { ...schema, format: name };
  const keywords: Schema = INTEGER_FORMATS.includes(name)
    ? { type: "integer", format: name }
    : { format: name };
  const on: Category = isString ? "string" : "number";
  const formatted = addTo(reading, schema, on, keywords);
  if (!formatted) reportUnfit(reading, schema, tag, `format ${name}`, on, type);
  return formatted ?? schema;
}

function annotate(reading: Reading, schema: Schema, tag: DocTag): Schema {
  switch (tag.name) {
    case "title":
      return { ...schema, title: tag.text };
    case "deprecated":
      return { ...schema, deprecated: true };
    case "readonly":
      return { ...schema, readOnly: true };
    case "writeonly":
      return { ...schema, writeOnly: true };
    case "default": {
      const value = jsonOf(reading, schema, tag);
      return value === undefined ? schema : { ...schema, default: value };
    }
    case "example": {
      const value = jsonOf(reading, schema, tag);
      return value === undefined ? schema : { ...schema, examples: [...(schema.examples ?? []), value] };
    }
    case "examples": {
      const values = parseJson(tag.text);
      if (Array.isArray(values)) return { ...schema, examples: [...(schema.examples ?? []), ...values] };
      reading.reporter.report("SO310", tag.valueSpan, {
        tag: tag.name,
        text: lineOf(tag),
        expected: "a JSON array",
      });
      return schema;
    }
    default:
      return schema;
  }
}

/** The value of a tag: JSON, and for a string its text as it is. */
function jsonOf(reading: Reading, schema: Schema, tag: DocTag): Json | undefined {
  const isText = reading.models.resolve(schema).type === "string";
  // Most text is no JSON, and it takes long to fail at reading it.
  if (isText && !/^\s*"/.test(tag.text)) return tag.text;
  const value = parseJson(tag.text);
  if (isText) return typeof value === "string" ? value : tag.text;
  if (value === undefined) {
    reading.reporter.report("SO310", tag.valueSpan, {
      tag: tag.name,
      text: lineOf(tag),
      expected: "a JSON value",
    });
  }
  return value;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function checkBounds(reading: Reading, schema: Schema, doc: Doc): void {
  const pairs = [
    ["minimum", "maximum"],
    ["minLength", "maxLength"],
    ["minItems", "maxItems"],
    ["minProperties", "maxProperties"],
  ] as const;
  for (const [low, high] of pairs) {
    const [least, most] = [schema[low], schema[high]];
    if (least === undefined || most === undefined || least <= most) continue;
    const tag = doc.tags.find(({ name }) => name === low) ?? doc.tags.find(({ name }) => name === high);
    if (tag)
      reading.reporter.report("SO312", tag.span, { lower: `@${low} ${least}`, upper: `@${high} ${most}` });
  }
}

/** A default that a client could not send would be an exception from the rule that nobody sees. */
export function checkDefault(reading: Reading, schema: Schema, value: Json, at: ts.Node | Span): void {
  const violated = violationOf(schema, value, (one) => reading.models.resolve(one));
  if (violated) reading.reporter.report("SO314", at, { text: JSON.stringify(value), violated });
}

function whenNumber(
  text: string,
  accepts: (value: number) => boolean,
  then: (value: number) => Schema,
): Schema | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return accepts(value) ? then(value) : undefined;
}

function isRegex(text: string): boolean {
  try {
    // Validators compile patterns with this flag, as JSON Schema asks.
    new RegExp(text, "u");
    return text !== "";
  } catch {
    return false;
  }
}

/** A `bigint` that no format allows: reported where the value is declared, after every doc comment had its say. */
export function checkBigint(reading: Reading, schema: Schema, place: ts.Node): void {
  if (schema["x-bigint"] && schema.format === undefined) reading.reporter.report("SO304", place, {});
}
