/**
 * Schemas become TypeScript again, as JSON carries them: what is a `Date` in a handler is a string in an answer, and
 * either in a request.
 *
 * @module
 */

import type { Json, Schema } from "../operation.ts";
import { docComment } from "./doc-comment.ts";
import { Module } from "./module.ts";
import { isObject, losesInJson, type Models, membersOf, modelName, propertyKey } from "./schema.ts";

const WIRE = "src/generated/wire";

/** Of a request, or of an answer. */
type Direction = "in" | "out";

/** `wire.ts`: the named types, those that somebody asks for. */
export class WireTypes {
  readonly module: Module;
  readonly #models: Models;
  /** Of each model, in each direction. */
  readonly #names = new Map<string, string>();

  /** @param reserved names that no type may have */
  constructor(models: Models, reserved: string[]) {
    this.#models = models;
    this.module = new Module(`${WIRE}.ts`, reserved);
  }

  /** The type of a value, as `user` may write it. */
  of(schema: Schema, direction: Direction, user: Module = this.module): string {
    const { $ref, ...rest } = schema;
    if ($ref) return user.use(WIRE, this.#nameOf(modelName($ref), direction), { type: true });
    if (rest["x-date"]) return direction === "in" ? "Date | string" : "string";
    if (rest["x-bigint"]) return direction === "in" ? "bigint | string" : "string";
    if (rest.const !== undefined) return literal(rest.const);
    if (rest.enum) return rest.enum.map(literal).join(" | ");
    const nested = (part: Schema) => this.of(part, direction, user);
    const members = membersOf(rest);
    if (members) return [...new Set(members.map(nested))].join(" | ");
    if (rest.allOf) return rest.allOf.map((part) => grouped(nested(part))).join(" & ");
    if (rest.prefixItems) return this.#tuple(rest, rest.prefixItems, nested);
    if (isObject(rest)) return this.#object(rest, nested);
    switch (rest.type) {
      case "array":
        return rest.items ? `${grouped(nested(rest.items))}[]` : rest.items === false ? "[]" : "unknown[]";
      case "integer":
      case "number":
        return "number";
      case "string":
      case "boolean":
      case "null":
        return rest.type;
      default:
        return "unknown";
    }
  }

  #object(schema: Schema, nested: (part: Schema) => string): string {
    const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => {
      const mark = schema.required?.includes(name) ? "" : "?";
      return `${docComment(property.description)}${propertyKey(name)}${mark}: ${nested(property)};`;
    });
    const others = schema.additionalProperties;
    // No Record: a type alias may contain itself in an index signature, and not as an argument.
    const rest = others ? `{ [key: string]: ${others === true ? "unknown" : nested(others)} }` : undefined;
    if (properties.length === 0) return rest ?? "Record<string, never>";
    const own = objectType(properties);
    return rest ? `${own} & ${rest}` : own;
  }

  #tuple(schema: Schema, first: Schema[], nested: (part: Schema) => string): string {
    const items = first.map((item, i) =>
      i < (schema.minItems ?? 0) ? nested(item) : `${grouped(nested(item))}?`,
    );
    if (schema.items) items.push(`...${grouped(nested(schema.items))}[]`);
    return `[${items.join(", ")}]`;
  }

  /** The model's name in `wire.ts`. What JSON loses something of goes in otherwise than it comes out. */
  #nameOf(model: string, direction: Direction): string {
    const schema = this.#models[model]?.schema;
    if (!schema) throw new Error(`There is no model ${model}.`);
    const isInput = direction === "in" && losesInJson(schema, this.#models);
    const wanted = isInput ? `${model}Input` : model;
    const known = this.#names.get(wanted);
    if (known) return known;
    const name = this.module.declare(wanted);
    this.#names.set(wanted, name);
    const type = this.of(schema, direction);
    const isInterface = schema.properties && type.startsWith("{") && !schema.additionalProperties;
    this.module.add(
      `${docComment(schema.description)}export ${isInterface ? `interface ${name} ${type}` : `type ${name} = ${type};`}`,
    );
    return name;
  }
}

/** An object of these properties: each its name, its type, and perhaps a doc comment before. */
export function objectType(properties: string[]): string {
  const hasDocs = properties.some((property) => property.startsWith("/**"));
  return hasDocs ? `{\n${properties.join("\n")}\n}` : `{ ${properties.join(" ")} }`;
}

/** As a type, safe to stand before `[]` or `&`. */
function grouped(type: string): string {
  return /[|&]/.test(type) ? `(${type})` : type;
}

function literal(value: Json): string {
  return JSON.stringify(value);
}
