/**
 * Constraints and annotations as doc tags.
 *
 * @module
 */

import { violationOf } from "../read/types/violations.ts";
import { jsonTag, type Tag } from "./doc.ts";
import type { Findings } from "./findings.ts";
import { isRecord, type Place, type Raw } from "./place.ts";

export type JsonType = "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";

const COUNTS: Record<string, JsonType[]> = {
  minLength: ["string"],
  maxLength: ["string"],
  minItems: ["array"],
  maxItems: ["array"],
  minProperties: ["object"],
  maxProperties: ["object"],
};
const BOUNDS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const NUMBERS: JsonType[] = ["number", "integer"];

const FORMATTED: JsonType[] = ["string", ...NUMBERS];

/** Which types each keyword is about; where a schema names no type, they tell it. */
export const CONSTRAINED: Record<string, JsonType[]> = {
  ...Object.fromEntries(BOUNDS.map((keyword) => [keyword, NUMBERS])),
  ...COUNTS,
  pattern: ["string"],
  uniqueItems: ["array"],
};

export const STRING_FORMATS = [
  ...["date", "time", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference"],
  ...["uri-template", "url", "uuid", "regex", "json-pointer", "relative-json-pointer", "byte", "binary"],
  ...["password", "iso-time", "iso-date-time"],
];

/** What says of a value what it is, beside a type. */
export const SAYING = ["enum", "const", "allOf", "oneOf", "anyOf"];

const OF_OBJECTS = ["properties", "required", "additionalProperties", "minProperties", "maxProperties"];

/** The type that the keywords of a schema are about, where it names none. */
export function inferredTypeOf(schema: Raw): JsonType | undefined {
  if (SAYING.some((key) => schema[key] !== undefined)) return undefined;
  if (OF_OBJECTS.some((key) => schema[key] !== undefined)) return "object";
  if (schema.items !== undefined || schema.prefixItems !== undefined) return "array";
  const constrained = Object.keys(CONSTRAINED).find((key) => schema[key] !== undefined);
  if (constrained !== undefined) return CONSTRAINED[constrained]?.[0];
  return STRING_FORMATS.includes(schema.format) ? "string" : undefined;
}

/** The tags for what a schema of these types says of its values. What has no tag is noted. */
export function constraintTags(place: Place, types: readonly JsonType[], findings: Findings): Tag[] {
  const tags: Tag[] = [];
  const schema = place.value;
  for (const [keyword, fits] of Object.entries(CONSTRAINED)) {
    const value = schema[keyword];
    if (value === undefined || value === false) continue;
    const at = place.at(keyword).pointer;
    if (!fits.some((type) => types.includes(type))) {
      findings.add(at, `a constraint of ${fits[0]}s on what is none`);
      continue;
    }
    const text = textOf(keyword, value, schema);
    if (text === undefined) findings.add(at, `${JSON.stringify(value)} is no value for ${keyword}`);
    else if (text !== "") tags.push(...text);
  }
  if (schema.format !== undefined && !FORMATTED.some((type) => types.includes(type)))
    findings.add(
      place.at("format").pointer,
      `the format ${JSON.stringify(schema.format)} of what is neither text nor number`,
    );
  return withoutContradictions(tags, place, findings);
}

/** Undefined for a value that the keyword does not take; an empty list where another keyword says it. */
function textOf(keyword: string, value: unknown, schema: Record<string, unknown>): Tag[] | "" | undefined {
  if (keyword === "uniqueItems") return value === true ? [{ name: keyword, text: "" }] : undefined;
  if (keyword === "pattern") {
    const pattern = patternOf(value);
    return pattern === undefined ? undefined : [{ name: keyword, text: patternText(pattern) }];
  }
  // OpenAPI 3.0: `exclusiveMinimum: true` sharpens `minimum`.
  if (value === true && keyword.startsWith("exclusive")) return "";
  if (typeof value !== "number") return undefined;
  if (keyword in COUNTS && !(Number.isInteger(value) && value >= 0)) return undefined;
  if (keyword === "multipleOf" && value <= 0) return undefined;
  const sharpened =
    keyword === "minimum" ? schema.exclusiveMinimum : keyword === "maximum" ? schema.exclusiveMaximum : false;
  const name = sharpened === true ? `exclusive${keyword === "minimum" ? "Minimum" : "Maximum"}` : keyword;
  return [{ name, text: String(value) }];
}

function withoutContradictions(tags: Tag[], place: Place, findings: Findings): Tag[] {
  let kept = tags;
  for (const ending of ["imum", "Length", "Items", "Properties"]) {
    const least = tags.find(({ name }) => name === `min${ending}`);
    const most = tags.find(({ name }) => name === `max${ending}`);
    if (!least || !most || Number(least.text) <= Number(most.text)) continue;
    for (const tag of [least, most])
      findings.add(place.at(tag.name).pointer, "the bounds exclude each other");
    kept = kept.filter((tag) => tag !== least && tag !== most);
  }
  return kept;
}

/** A pattern that can be a tag, which says the same; undefined where there is none. */
function patternOf(value: unknown): string | undefined {
  return typeof value === "string"
    ? [value, withoutNeedlessEscapes(value)].find((text) => isPattern(text))
    : undefined;
}

/** Many documents write `\_` for `_`, which the flag `u` forbids. Within brackets, `\-` is no `-`. */
function withoutNeedlessEscapes(pattern: string): string {
  return pattern.replace(/\[(?:\\.|[^\]\\])*\]|\\./gs, (piece) =>
    piece === "\\-"
      ? "-"
      : piece.replace(/\\(.)/gs, (escaped, character) =>
          NEEDLESS.includes(character) ? character : escaped,
        ),
  );
}

const NEEDLESS = " !\"#%&',:;<=>@_`~";

/** Validators compile patterns with the flag `u`, as JSON Schema asks. */
function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return text.trim() === text && text !== "" && !/[\n\r\u2028\u2029]/.test(text);
  } catch {
    return false;
  }
}

/** Nothing in it may end the comment or begin another tag. */
function patternText(pattern: string): string {
  return pattern.replaceAll("*/", "*\\/").replace(/(\s)@/g, "$1\\x40");
}

/** The tags for what a schema says beside its constraints. */
export function annotationTags(place: Place, types: readonly JsonType[], findings: Findings): Tag[] {
  const schema = place.value;
  const tags: Tag[] = [];
  const isText =
    types.length === 1 &&
    types[0] === "string" &&
    !(Array.isArray(schema.enum) && schema.enum.includes(null));
  const valueText = (value: unknown) =>
    isText &&
    typeof value === "string" &&
    /^[\w][\w .,:/+-]*$/.test(value) &&
    !isJson(value) &&
    value.trim() === value
      ? value
      : jsonTag(value);
  if (typeof schema.title === "string" && schema.title.trim() !== "") {
    const title = schema.title.trim().replace(/\s+/g, " ");
    if (/[@*`]/.test(title)) findings.add(place.at("title").pointer, "a title with @, * or `");
    else tags.push({ name: "title", text: title });
  }
  if (schema.default !== undefined) {
    if (!takesDefault(schema, types))
      findings.add(place.at("default").pointer, "a default that the schema does not allow");
    else tags.push({ name: "default", text: valueText(schema.default) });
  }
  const examples = Array.isArray(schema.examples) ? schema.examples : [];
  for (const [at, example] of [
    [place.at("example"), schema.example] as const,
    ...examples.map((one: unknown, index: number) => [place.at("examples", index), one] as const),
  ]) {
    if (example === undefined) continue;
    const text = valueText(example);
    if (text.length > LONGEST_EXAMPLE) findings.add(at.pointer, "an example that is longer than a line");
    else if (isText && typeof example !== "string") findings.add(at.pointer, "an example of another type");
    else tags.push({ name: "example", text });
  }
  if (schema.deprecated === true) tags.push({ name: "deprecated", text: "" });
  if (schema.readOnly === true) tags.push({ name: "readonly", text: "" });
  if (schema.writeOnly === true) tags.push({ name: "writeonly", text: "" });
  return tags;
}

/** Whether a client may send what is the default. */
export function takesDefault(schema: Raw, types: readonly JsonType[]): boolean {
  const { default: fallback, pattern, type, ...rest } = schema;
  if (fallback === null && types.includes("null")) return true;
  const [only, ...others] = types.filter((one) => one !== "null");
  const asked: Raw = {
    ...rest,
    type: others.length === 0 ? only : typeof type === "string" ? type : undefined,
  };
  const carried = patternOf(pattern);
  if (carried !== undefined) asked.pattern = carried;
  for (const bound of ["Minimum", "Maximum"])
    if (typeof asked[`exclusive${bound}`] === "boolean")
      asked[`exclusive${bound}`] = asked[`exclusive${bound}`] ? asked[bound.toLowerCase()] : undefined;
  return violationOf(asked, fallback, (one) => one) === undefined;
}

const LONGEST_EXAMPLE = 90;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What a schema may say that no stub can. */
const UNKNOWN = [
  ...["not", "if", "then", "else", "dependentSchemas", "dependentRequired", "dependencies"],
  ...["patternProperties", "propertyNames", "contains", "minContains", "maxContains"],
  ...["unevaluatedProperties", "unevaluatedItems", "additionalItems", "$dynamicRef", "$recursiveRef"],
  ...["contentEncoding", "contentMediaType", "contentSchema", "xml", "externalDocs"],
];

/** Note what of a schema no type and no tag can say. */
export function noteUnknown(place: Place, findings: Findings): void {
  if (!isRecord(place.value)) return;
  for (const keyword of UNKNOWN)
    if (place.value[keyword] !== undefined)
      findings.add(place.at(keyword).pointer, `${keyword} has no word in a stub`);
}
