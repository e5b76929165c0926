/** Questions about schemas that the emitters share. */
import type { Model, Schema } from "../operation.ts";
import type { Module } from "./module.ts";

export type Models = Record<string, Model>;

const REF = "#/components/schemas/";

/** The name of the model that a reference points to. */
export function modelName(ref: string): string {
  return ref.slice(REF.length);
}

export function resolve(schema: Schema, models: Models): Schema {
  let resolved = schema;
  while (resolved.$ref) {
    const model = models[modelName(resolved.$ref)];
    if (!model) throw new Error(`There is no model for ${resolved.$ref}.`);
    resolved = model.schema;
  }
  return resolved;
}

/** A union's members; undefined for what is no union. */
export function membersOf(schema: Schema): Schema[] | undefined {
  return schema.anyOf ?? schema.oneOf;
}

/** The other member of a union of two with null. */
export function nullableOf(schema: Schema): Schema | undefined {
  const members = membersOf(schema);
  if (members?.length !== 2 || !members.some((member) => member.type === "null")) return undefined;
  return members.find((member) => member.type !== "null");
}

export function isObject(schema: Schema): boolean {
  return schema.type === "object" || schema.properties !== undefined;
}

/** Whether a value of this schema must be picked: it holds an object with declared properties, or a date. */
export function needsPick(schema: Schema, models: Models): boolean {
  return holds(
    schema,
    models,
    (part) => isPlatformType(part) || isClosedObject(part) || part.allOf !== undefined,
  );
}

/** Whether an object has only what it declares; without a declaration it is empty. */
function isClosedObject(schema: Schema): boolean {
  return schema.properties !== undefined || (isObject(schema) && schema.additionalProperties === undefined);
}

/** Whether JSON loses something of a value of this schema: it holds a `Date` or a `bigint`. */
export function losesInJson(schema: Schema, models: Models): boolean {
  return holds(schema, models, isPlatformType);
}

function isPlatformType(schema: Schema): boolean {
  return schema["x-date"] === true || schema["x-bigint"] === true;
}

function holds(
  schema: Schema,
  models: Models,
  test: (part: Schema) => boolean,
  seen = new Set<string>(),
): boolean {
  if (schema.$ref) {
    if (seen.has(schema.$ref)) return false;
    seen.add(schema.$ref);
    return holds(resolve(schema, models), models, test, seen);
  }
  if (test(schema)) return true;
  return partsOf(schema).some((part) => holds(part, models, test, seen));
}

/** The schemas directly inside a schema. */
function partsOf(schema: Schema): Schema[] {
  return [
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.allOf ?? []),
    ...(schema.prefixItems ?? []),
    ...(schema.items ? [schema.items] : []),
    ...Object.values(schema.properties ?? {}),
    ...(typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : []),
  ];
}

/** `Matrix` of `matrix`, `CreateBurgerToppings` of `createBurger` and `toppings`. */
export function pascalCase(...words: string[]): string {
  return words
    .flatMap((word) => word.split(/[^\p{ID_Continue}$]+/u))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** `value.name`, or `value["content-type"]`. */
export function member(module: Module, object: string, name: string): string {
  if (name in Object.prototype) {
    // What Object.prototype has would be found on every object.
    return `${module.use("src/operations/report", "own")}(${object}, ${JSON.stringify(name)})`;
  }
  return isIdentifier(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;
}

/** A property's name in an object literal. */
export function propertyKey(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return isIdentifier(name) ? name : JSON.stringify(name);
}

export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name);
}
