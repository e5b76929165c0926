/**
 * Unions: literals become an `enum`, objects that a property tells apart a `oneOf` with its discriminator, the rest `anyOf`.
 *
 * @module
 */

import ts from "#typescript";
import type { Json, Schema } from "../../operation.ts";
import type { Reading, Typed } from "../reading.ts";
import { withoutUndefined } from "../symbols.ts";
import { isTrue, literalSchema } from "./literal.ts";

const { TypeFlags } = ts;

/** `undefined` among the members is for the caller to see: it makes a property optional. */
export function readUnion(reading: Reading, typed: Typed, members: readonly Typed[]): Schema {
  const literals: Json[] = [];
  const others: Typed[] = [];
  let nullable = false;
  for (const member of members) {
    const { type } = member;
    if (type.flags & TypeFlags.Null) nullable = true;
    else if (type.flags & (TypeFlags.Undefined | TypeFlags.Void | TypeFlags.Never)) continue;
    else if (type.isStringLiteral() || type.isNumberLiteral()) literals.push(type.value);
    else if (type.flags & TypeFlags.BooleanLiteral) literals.push(isTrue(reading.checker, type));
    else others.push(member);
  }
  const discriminator = literals.length === 0 ? discriminatorOf(reading, typed, others) : undefined;
  const options = [...literalOptions(literals), ...others.map((member) => reading.readValue(member))];
  const distinct = [...new Map(options.map((option) => [JSON.stringify(option), option])).values()];
  const [only] = distinct;
  const nothing: Schema[] = nullable ? [{ type: "null" }] : [];
  if (only === undefined) return nullable ? { type: "null" } : {};
  if (discriminator && distinct.length > 1) {
    const union = discriminated(distinct, discriminator);
    return nullable ? { anyOf: [union, ...nothing] } : union;
  }
  // `Shape | null`, where Shape is a union itself, is one list.
  return distinct.length === 1 && !nullable ? only : { anyOf: [...distinct, ...nothing] };
}

/** `true | false` is `boolean`. */
function literalOptions(literals: Json[]): Schema[] {
  const hasBoth = literals.includes(true) && literals.includes(false);
  const values = hasBoth ? literals.filter((value) => typeof value !== "boolean") : literals;
  const options = values.length === 0 ? [] : [literalSchema([...new Set(values)])];
  return hasBoth ? [...options, { type: "boolean" }] : options;
}

interface Discriminator {
  propertyName: string;
  /** The value of each member, in their order. */
  values: string[];
}

/** A property that every member has, with a different string each. */
function discriminatorOf(
  reading: Reading,
  { place }: Typed,
  members: readonly Typed[],
): Discriminator | undefined {
  const { checker } = reading;
  const types = members.map(({ type }) => withoutUndefined(checker, type));
  const [first] = types;
  if (!first || types.length < 2 || types.some((type) => !isObject(type))) return undefined;
  for (const { name: propertyName } of checker.getPropertiesOfType(first)) {
    const values: string[] = [];
    for (const type of types) {
      const property = checker.getPropertyOfType(type, propertyName);
      const value = property && checker.getTypeOfSymbolAtLocation(property, place);
      if (value?.isStringLiteral() && !(property && property.flags & ts.SymbolFlags.Optional))
        values.push(value.value);
    }
    if (values.length === types.length && new Set(values).size === values.length)
      return { propertyName, values };
  }
  return undefined;
}

function isObject(type: ts.Type): boolean {
  return (type.flags & TypeFlags.Object) !== 0 || (type.isIntersection() && type.types.every(isObject));
}

function discriminated(oneOf: Schema[], { propertyName, values }: Discriminator): Schema {
  const references = oneOf.map(({ $ref }) => $ref);
  // A mapping names schemas, so every member must have a name.
  const mapping: Record<string, string> = {};
  for (const [index, value] of values.entries()) {
    const reference = references[index];
    if (reference === undefined) return { oneOf, discriminator: { propertyName } };
    mapping[value] = reference;
  }
  return { oneOf, discriminator: { propertyName, mapping } };
}
