/**
 * Schemas become check functions: plain code that walks a value with a `Report`. They are no arrows, nor are routes: V8 takes
 * half as long again to read one, and what it reads at a start is mostly these.
 *
 * @module
 */

import type { Schema } from "../operation.ts";
import type { Module } from "./module.ts";
import {
  isObject,
  type Models,
  member,
  membersOf,
  modelName,
  nullableOf,
  pascalCase,
  resolve,
} from "./schema.ts";

const REPORT = "src/operations/report";
const KEYWORDS = "src/operations/keywords";
const UNIONS = "src/operations/unions";
const MODELS = "src/generated/models";
const PLATFORM_TYPES = "src/operations/platform-types";

/** The formats that `src/operations/formats.ts` checks, by their names in JSON Schema. */
const FORMATS: Record<string, string> = {
  date: "date",
  time: "time",
  "date-time": "dateTime",
  email: "email",
  uuid: "uuid",
  uri: "uri",
  hostname: "hostname",
  ipv4: "ipv4",
  ipv6: "ipv6",
};

/** Schemas without constraints have their checks in `src/operations`. */
const READY: Record<string, [name: string, module: string]> = {
  '{"type":"string"}': ["checkString", REPORT],
  '{"type":"number"}': ["checkNumber", REPORT],
  '{"type":"integer"}': ["checkInteger", REPORT],
  '{"type":"boolean"}': ["checkBoolean", REPORT],
  '{"type":"null"}': ["checkNull", REPORT],
  "{}": ["checkAnything", REPORT],
};

/** The check functions of one generated module. */
export class Checks {
  readonly #module: Module;
  readonly #models: Models;
  readonly #names = new Map<string, string>();

  constructor(module: Module, models: Models) {
    this.#module = module;
    this.#models = models;
  }

  /**
   * The name of the function that checks a schema; it is written into the module if it isn't there yet.
   *
   * @param words what a new function is named after: the model, or the operation and its parameter
   */
  of(schema: Schema, ...words: string[]): string {
    if (schema.$ref) return this.#module.use(MODELS, `check${modelName(schema.$ref)}`);
    if (schema["x-date"]) return this.#module.use(PLATFORM_TYPES, "checkDate");
    if (schema["x-bigint"]) return this.#module.use(PLATFORM_TYPES, "checkBigInt");
    const bare = JSON.stringify(withoutAnnotations(schema));
    const ready = READY[bare];
    if (ready) return this.#module.use(ready[1], ready[0]);
    const known = this.#names.get(bare);
    if (known) return known;
    const name = this.#module.declare(`check${pascalCase(...words)}`);
    this.#names.set(bare, name);
    this.#write(name, schema, words);
    return name;
  }

  /** Write the exported check of a model. */
  model(name: string, schema: Schema, type: string): void {
    this.#write(`check${name}`, schema, [name], type);
  }

  #write(name: string, schema: Schema, words: string[], type?: string): void {
    const check = this.#module.use(REPORT, "Check", { type: true });
    const statements = this.#statements(schema, "value", undefined, words);
    const parameters = statements.length === 0 ? "" : "value, at";
    this.#module.add(
      `${type ? "export " : ""}const ${name}: ${check}<${type ?? scalarType(schema)}> = function (${parameters}) {\n${render(statements)}\n};`,
    );
  }

  /** Statements that check `value`, which the walk has entered, or which stands at `key`. */
  #statements(schema: Schema, value: string, key: string | undefined, words: string[]): Statement[] {
    const at = key === undefined ? "" : `, ${key}`;
    if (schema.$ref || schema["x-date"] || schema["x-bigint"])
      return [this.#call(value, key, this.of(schema))];
    if (schema.const !== undefined) return [`at.literal(${value}, [${JSON.stringify(schema.const)}]${at});`];
    if (schema.enum) return [`at.literal(${value}, ${JSON.stringify(schema.enum)}${at});`];
    const nullable = nullableOf(schema);
    if (nullable) return guarded(`${value} !== null`, this.#statements(nullable, value, key, words));
    // From here on, what has structure is entered: its own function reads better than a nested block.
    if (key !== undefined && (membersOf(schema) || schema.allOf || isObject(schema) || schema.prefixItems)) {
      return [this.#call(value, key, this.of(schema, ...words))];
    }
    const members = membersOf(schema);
    if (members) return this.#union(schema, members, value, words);
    if (schema.allOf) {
      return schema.allOf.flatMap((part, i) =>
        this.#statements(part, value, undefined, [...words, String(i + 1)]),
      );
    }
    if (isObject(schema)) return this.#object(schema, value, words);
    if (schema.type === "array") return this.#array(schema, value, key, words);
    return this.#scalar(schema, value, at);
  }

  #call(value: string, key: string | undefined, check: string): string {
    return key === undefined ? `${check}(${value}, at);` : `at.within(${key}, ${value}, ${check});`;
  }

  #scalar(schema: Schema, value: string, at: string): Statement[] {
    if (!schema.type) return [];
    const inner: Statement[] = [];
    for (const keyword of ["minimum", "maximum"] as const) {
      if (schema[keyword] !== undefined) inner.push(`at.${keyword}(${value}, ${schema[keyword]}${at});`);
    }
    for (const keyword of ["exclusiveMinimum", "exclusiveMaximum", "multipleOf"] as const) {
      if (schema[keyword] !== undefined)
        inner.push(`${this.#keyword(keyword)}(${value}, ${schema[keyword]}, at${at});`);
    }
    for (const keyword of ["minLength", "maxLength"] as const) {
      if (schema[keyword] !== undefined) inner.push(`at.${keyword}(${value}, ${schema[keyword]}${at});`);
    }
    if (schema.pattern !== undefined)
      inner.push(`${this.#keyword("pattern")}(${value}, ${regExpLiteral(schema.pattern)}, at${at});`);
    const format = schema.format && schema.type === "string" ? FORMATS[schema.format] : undefined;
    if (format) {
      const matcher = `${this.#module.use("src/operations/formats", "*", { as: "formats" })}.${format}`;
      const statement = `${this.#keyword("format")}(${value}, ${JSON.stringify(schema.format)}, ${matcher}, at${at});`;
      if (inner.length === 0) return [statement];
      inner.push(statement);
    }
    return guarded(`at.${schema.type}(${value}${at})`, inner, true);
  }

  /** What tests a keyword that few schemas have: only what has some imports it. */
  #keyword(name: string): string {
    return this.#module.use(KEYWORDS, name);
  }

  #array(schema: Schema, value: string, key: string | undefined, words: string[]): Statement[] {
    const at = key === undefined ? "" : `, ${key}`;
    const inner: Statement[] = [];
    if (schema.minItems !== undefined) inner.push(`at.minItems(${value}, ${schema.minItems}${at});`);
    if (schema.maxItems !== undefined) inner.push(`at.maxItems(${value}, ${schema.maxItems}${at});`);
    if (schema.uniqueItems) inner.push(`${this.#keyword("uniqueItems")}(${value}, at${at});`);
    const first = schema.prefixItems ?? [];
    for (const [index, item] of first.entries()) {
      const statements = this.#statements(item, `${value}[${index}]`, String(index), [...words, `${index}`]);
      inner.push(
        ...(index < (schema.minItems ?? 0) ? statements : guarded(`${value}.length > ${index}`, statements)),
      );
    }
    if (schema.items && Object.keys(withoutAnnotations(schema.items)).length > 0) {
      const items = first.length > 0 ? `${value}.slice(${first.length})` : value;
      inner.push(`at.each(${key}, ${items}, ${this.#item(schema.items, words)});`);
    }
    return guarded(`at.array(${value}${at})`, inner, true);
  }

  /** The check of an array's items. One of scalars stands where it is used: V8 then compiles both into one. */
  #item(schema: Schema, words: string[]): string {
    const name = [...words, "item"];
    if (!isConstrainedScalar(schema)) return this.of(schema, ...name);
    return `function (item) {\n${render(this.#statements(schema, "item", undefined, name))}\n}`;
  }

  #object(schema: Schema, value: string, words: string[]): Statement[] {
    const inner: Statement[] = [];
    const properties = Object.entries(schema.properties ?? {});
    for (const [name, property] of properties) {
      const access = member(this.#module, value, name);
      const key = JSON.stringify(name);
      const statements = this.#statements(property, access, key, [...words, name]);
      if (!schema.required?.includes(name)) inner.push(...guarded(`${access} !== undefined`, statements));
      else if (tellsMissing(property, this.#models)) inner.push(...statements);
      else inner.push(...guarded(`at.required(${access}, ${key})`, statements, true));
    }
    for (const keyword of ["minProperties", "maxProperties"] as const) {
      if (schema[keyword] !== undefined)
        inner.push(`${this.#keyword(keyword)}(${value}, ${schema[keyword]}, at);`);
    }
    if (schema.propertyNames) {
      const check = this.of(schema.propertyNames, ...words, "name");
      inner.push(`${this.#keyword("propertyNames")}(${value}, ${check}, at);`);
    }
    if (typeof schema.additionalProperties === "object") {
      const check = this.of(schema.additionalProperties, ...words, "value");
      const except = properties.length > 0 ? `, ${JSON.stringify(properties.map(([name]) => name))}` : "";
      if (check !== "checkAnything")
        inner.push(`${this.#keyword("additionalProperties")}(${value}, ${check}, at${except});`);
    }
    return guarded(`at.object(${value})`, inner, true);
  }

  #union(schema: Schema, members: Schema[], value: string, words: string[]): Statement[] {
    const cases = discriminatedCases(schema, members, this.#models);
    if (!cases) {
      const checks = members.map((part, i) => this.of(part, ...words, String(i + 1)));
      return [`${this.#module.use(UNIONS, "anyOf")}(${value}, [${checks.join(", ")}], at);`];
    }
    const tag = member(this.#module, value, cases.property);
    const switched = cases.members.map(
      ([values, part], i) =>
        `${values.map((literal) => `case ${JSON.stringify(literal)}:`).join(" ")} ${this.of(part, ...words, String(i + 1))}(${value}, at); break;`,
    );
    const allowed = JSON.stringify(cases.members.flatMap(([values]) => values));
    return [
      `if (!at.object(${value})) return;`,
      `switch (${tag}) { ${switched.join("\n")} default: at.literal(${tag}, ${allowed}, ${JSON.stringify(cases.property)}); }`,
    ];
  }
}

function isConstrainedScalar(schema: Schema): boolean {
  const { type, enum: literals, const: literal } = schema;
  if (schema["x-date"] || schema["x-bigint"] || READY[JSON.stringify(withoutAnnotations(schema))])
    return false;
  if (literal !== undefined || literals) return true;
  return type !== undefined && ["string", "number", "integer", "boolean"].includes(type);
}

/** Whether the check of a schema says by itself, and once, that a value is missing. */
function tellsMissing(schema: Schema, models: Models): boolean {
  const resolved = resolve(nullableOf(schema) ?? schema, models);
  const { allOf, const: literal, enum: literals, type } = resolved;
  return (
    !allOf &&
    !membersOf(resolved) &&
    (literal !== undefined || literals !== undefined || typeof type === "string")
  );
}

/** A union whose objects tell themselves apart by a property of literal type. */
export function discriminatedCases(
  schema: Schema,
  members: Schema[],
  models: Models,
): { property: string; members: [values: unknown[], member: Schema][] } | undefined {
  const property = schema.discriminator?.propertyName;
  if (!property) return undefined;
  const cases: [unknown[], Schema][] = [];
  for (const part of members) {
    const tag = resolve(part, models).properties?.[property];
    const values = tag?.const !== undefined ? [tag.const] : tag?.enum;
    if (!values) return undefined;
    cases.push([values, part]);
  }
  return { property, members: cases };
}

/** A statement of a check; or statements that stand under a condition. */
type Statement = string | { condition: string; body: Statement[] };

/**
 * Statements under a condition; a single one that has a condition itself is joined with `&&`.
 *
 * @param test the condition notes issues itself, so that it stands alone where nothing depends on it
 */
function guarded(condition: string, body: Statement[], test = false): Statement[] {
  const [first] = body;
  if (first === undefined) return test ? [`${condition};`] : [];
  if (body.length > 1 || typeof first === "string") return [{ condition, body }];
  return [{ condition: `${condition} && ${first.condition}`, body: first.body }];
}

function render(statements: Statement[]): string {
  return statements
    .map((statement) =>
      typeof statement === "string"
        ? statement
        : `if (${statement.condition}) {\n${render(statement.body)}\n}`,
    )
    .join("\n");
}

/** The schema without what a check does not look at. */
function withoutAnnotations(schema: Schema): Schema {
  const { title, description, default: _, examples, deprecated, readOnly, writeOnly, ...rest } = schema;
  if (rest.type === "string" && rest.format && !FORMATS[rest.format]) delete rest.format;
  if (rest.type !== "string") delete rest.format;
  return rest;
}

/** JSON Schema's patterns are Unicode ones (ECMA-262 with `u`); those that were written without are taken as they are. */
function regExpLiteral(pattern: string): string {
  try {
    return new RegExp(pattern, "u").toString();
  } catch {
    return new RegExp(pattern).toString();
  }
}

/** The TypeScript type of a scalar's check, so that the argument read with it has that type; `any` for what has a name of its own. */
function scalarType(schema: Schema): string {
  if (schema["x-branded"]) return "any";
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  switch (schema.type) {
    case "string":
      return "string";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    default:
      return "any";
  }
}
