/**
 * Schemas become pick functions: they carry over what a type declares, and turn dates' strings into `Date`s.
 *
 * @module
 */

import type { Schema } from "../operation.ts";
import { type Checks, discriminatedCases } from "./checks.ts";
import type { Module } from "./module.ts";
import {
  isIdentifier,
  isObject,
  type Models,
  member,
  membersOf,
  modelName,
  needsPick,
  nullableOf,
  pascalCase,
  propertyKey,
} from "./schema.ts";

const PICK = "src/operations/pick";
const MODELS = "src/generated/models";
const PLATFORM_TYPES = "src/operations/platform-types";

/** The pick functions of one generated module. */
export class Picks {
  readonly #module: Module;
  readonly #models: Models;
  readonly #checks: Checks;
  /** By their bodies. */
  readonly #names = new Map<string, string>();

  constructor(module: Module, models: Models, checks: Checks) {
    this.#module = module;
    this.#models = models;
    this.#checks = checks;
  }

  /** The name of the function that picks a value of this schema; undefined where the value is carried over as it is. */
  of(schema: Schema, ...words: string[]): string | undefined {
    if (!needsPick(schema, this.#models)) return undefined;
    if (schema.$ref) return this.#module.use(MODELS, `pick${modelName(schema.$ref)}`);
    if (schema["x-date"]) return this.#module.use(PLATFORM_TYPES, "pickDate");
    if (schema["x-bigint"]) return this.#module.use(PLATFORM_TYPES, "pickBigInt");
    // Schemas that differ in what they say beside, such as descriptions, are picked alike.
    const body = this.#body(schema, words);
    const known = this.#names.get(body);
    if (known) return known;
    const name = this.#module.declare(`pick${pascalCase(...words)}`);
    this.#names.set(body, name);
    this.#module.add(`function ${name}(value: any): any {\n${body}\n}`);
    return name;
  }

  /** An expression for a value of this schema, picked. */
  expression(schema: Schema, value: string, ...words: string[]): string {
    if (!needsPick(schema, this.#models)) return value;
    const nullable = nullableOf(schema);
    if (nullable) return `${value} === null ? null : ${this.expression(nullable, value, ...words)}`;
    if (schema.type === "array" && !schema.prefixItems && schema.items) {
      return `${value}.map(${this.of(schema.items, ...words, "item")})`;
    }
    return `${this.of(schema, ...words)}(${value})`;
  }

  /** Write the exported pick of a model. */
  model(name: string, schema: Schema, type: string): void {
    this.#module.add(
      `export function pick${name}(value: ${type}): ${type} {\n${this.#body(schema, [name], type)}\n}`,
    );
  }

  #body(schema: Schema, words: string[], type?: string): string {
    const as = type === undefined || type === "any" ? "" : ` as ${type}`;
    const members = membersOf(schema);
    if (members && !nullableOf(schema)) return this.#union(schema, members, words);
    if (schema.allOf) {
      const parts = schema.allOf.map(
        (part, i) => `...${this.expression(part, "value", ...words, String(i + 1))}`,
      );
      return `return { ${parts.join(", ")} };`;
    }
    if (schema.prefixItems) return this.#tuple(schema, schema.prefixItems, words, as);
    if (schema.properties) return this.#object(schema, schema.properties, words, type ?? "any");
    if (typeof schema.additionalProperties === "object") {
      const pick = this.of(schema.additionalProperties, ...words, "value");
      return `return ${this.#module.use(PICK, "pickValues")}(value, ${pick});`;
    }
    if (isObject(schema)) return `return {}${as};`;
    return `return ${this.expression(schema, "value", ...words)};`;
  }

  /**
   * Statements that pick an object: a literal for what comes first and is always there, then one property after the
   * other, in the order of the type. An optional one that is absent stays absent: a spread over defaults must not meet an
   * `undefined`.
   */
  #object(schema: Schema, properties: Record<string, Schema>, words: string[], type: string): string {
    const first: string[] = [];
    const rest: string[] = [];
    const others = schema.additionalProperties;
    // The object is declared to be open: whatever else it has goes along.
    if (others) {
      const pick = typeof others === "object" ? this.of(others, ...words, "value") : undefined;
      first.push(pick ? `...${this.#module.use(PICK, "pickValues")}(value as any, ${pick})` : "...value");
    }
    for (const [name, property] of Object.entries(properties)) {
      const access = member(this.#module, "value", name);
      const picked = this.expression(property, access, ...words, name);
      const isRequired = schema.required?.includes(name);
      if (isRequired && rest.length === 0) first.push(`${propertyKey(name)}: ${picked}`);
      else rest.push(`${isRequired ? "" : `if (${access} !== undefined) `}${assignment(name, picked)}`);
    }
    const literal = `{ ${first.join(", ")} }`;
    if (rest.length === 0) return `return ${literal}${type === "any" ? "" : ` as ${type}`};`;
    return [`const picked: any = ${literal};`, ...rest, "return picked;"].join("\n");
  }

  #tuple(schema: Schema, first: Schema[], words: string[], as: string): string {
    const required = schema.minItems ?? 0;
    const items = first.map((item, index) => {
      const picked = this.expression(item, `value[${index}]`, ...words, String(index));
      return index < required ? picked : `...(value.length > ${index} ? [${picked}] : [])`;
    });
    if (schema.items) {
      const pick = this.of(schema.items, ...words, "item");
      // TypeScript gives a slice the type of all items.
      const rest = `value.slice(${first.length})`;
      items.push(pick ? `...(${rest} as any[]).map(${pick})` : `...${rest}`);
    }
    return `return [${items.join(", ")}]${as};`;
  }

  #union(schema: Schema, members: Schema[], words: string[]): string {
    const cases = discriminatedCases(schema, members, this.#models);
    if (cases) {
      const switched = cases.members.map(
        ([values, part], i) =>
          `${values.map((literal) => `case ${JSON.stringify(literal)}:`).join(" ")} return ${this.expression(part, "value", ...words, String(i + 1))};`,
      );
      return `switch (${member(this.#module, "value", cases.property)}) { ${switched.join("\n")} }\nthrow new TypeError("The value fits no member of its declared union.");`;
    }
    const table = members.map((part, i) => {
      const name = [...words, String(i + 1)];
      const pick = this.of(part, ...name);
      return `[${this.#checks.of(part, ...name)}${pick ? `, ${pick}` : ""}]`;
    });
    return `return ${this.#module.use(PICK, "pickAnyOf")}(value, [${table.join(", ")}]);`;
  }
}

/** A statement that gives what is picked a property. */
function assignment(name: string, value: string): string {
  // Assigned, it would become the prototype.
  if (name === "__proto__")
    return `Object.defineProperty(picked, "__proto__", { value: ${value}, enumerable: true, writable: true, configurable: true });`;
  return `${isIdentifier(name) ? `picked.${name}` : `picked[${JSON.stringify(name)}]`} = ${value};`;
}
