/**
 * Schemas become pick functions: they carry over what a type declares, and turn dates' strings into `Date`s.
 *
 * @module
 */

import type { Schema } from "../operation.ts";
import { type Checks, discriminatedCases } from "./checks.ts";
import { KEYWORDS, type Module } from "./module.ts";
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

/** How many properties the literals of an object may have in all. With more of them the code would weigh more than it saves. */
const MAX_PROPERTIES = 32;

/** A pick function from its parameter to the end of its statements. */
interface PickCode {
  parameter: string;
  body: string;
}

/** The pick functions of one generated module. */
export class Picks {
  readonly #module: Module;
  readonly #models: Models;
  readonly #checks: Checks;
  /** By their code. */
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
    const { parameter, body } = this.#code(schema, words);
    const code = `(${parameter}: any): any {\n${body}\n}`;
    const known = this.#names.get(code);
    if (known) return known;
    const name = this.#module.declare(`pick${pascalCase(...words)}`);
    this.#names.set(code, name);
    this.#module.add(`function ${name}${code}`);
    return name;
  }

  /** An expression for a value of this schema, picked. */
  expression(schema: Schema, value: string, ...words: string[]): string {
    if (!needsPick(schema, this.#models)) return value;
    const nullable = nullableOf(schema);
    if (nullable) return `${value} === null ? null : ${this.expression(nullable, value, ...words)}`;
    if (schema.type === "array" && !schema.prefixItems && schema.items) {
      return this.#items(value, this.of(schema.items, ...words, "item") as string);
    }
    return `${this.of(schema, ...words)}(${value})`;
  }

  /** Write the exported pick of a model. */
  model(name: string, schema: Schema, type: string): void {
    const { parameter, body } = this.#code(schema, [name], type);
    this.#module.add(`export function pick${name}(${parameter}: ${type}): ${type} {\n${body}\n}`);
  }

  #code(schema: Schema, words: string[], type = "any"): PickCode {
    const as = type === "any" ? "" : ` as ${type}`;
    const ofValue = (body: string): PickCode => ({ parameter: "value", body });
    const members = membersOf(schema);
    if (members && !nullableOf(schema)) return ofValue(this.#union(schema, members, words));
    if (schema.allOf) {
      const parts = schema.allOf.map(
        (part, i) => `...${this.expression(part, "value", ...words, String(i + 1))}`,
      );
      return ofValue(`return { ${parts.join(", ")} };`);
    }
    if (schema.prefixItems) return ofValue(this.#tuple(schema, schema.prefixItems, words, as));
    if (schema.properties) return this.#object(schema, schema.properties, words, as);
    if (typeof schema.additionalProperties === "object") {
      const pick = this.of(schema.additionalProperties, ...words, "value");
      return ofValue(`return ${this.#module.use(PICK, "pickValues")}(value, ${pick});`);
    }
    if (isObject(schema)) return ofValue(`return {}${as};`);
    return ofValue(`return ${this.expression(schema, "value", ...words)};`);
  }

  /**
   * The pick of an object, in the order of the type. An optional property that is absent stays absent: a spread over
   * defaults must not meet an `undefined`. There is a literal for each set of them: what is added to an object later, V8
   * keeps in another place, which takes longer to make and to read.
   */
  #object(schema: Schema, properties: Record<string, Schema>, words: string[], as: string): PickCode {
    const names = Object.keys(properties);
    const others = schema.additionalProperties;
    const takesApart = !others && names.length > 0 && names.every(isVariable);
    const members = names.map((name): PickedMember => {
      const access = takesApart ? name : member(this.#module, "value", name);
      const picked = this.expression(properties[name] as Schema, access, ...words, name);
      return { name, access, picked, optional: !schema.required?.includes(name) };
    });
    // The object is declared to be open: whatever else it has goes along.
    const spread = others ? [this.#others(others, words)] : [];
    const optional = members.filter((member) => member.optional);
    // Each optional property is in half of the literals.
    const size = 2 ** optional.length * (members.length - optional.length / 2);
    return {
      parameter: takesApart ? `{ ${names.join(", ")} }` : "value",
      body:
        optional.length > 0 && size > MAX_PROPERTIES
          ? assignments(spread, members)
          : literals(optional, (absent) => {
              const there = members.filter((member) => !absent.includes(member));
              return `return { ${[...spread, ...there.map(property)].join(", ")} }${as};`;
            }),
    };
  }

  /** The properties of an open object that it does not name, to be spread. */
  #others(schema: Schema | true, words: string[]): string {
    const pick = typeof schema === "object" ? this.of(schema, ...words, "value") : undefined;
    return pick ? `...${this.#module.use(PICK, "pickValues")}(value as any, ${pick})` : "...value";
  }

  #items(value: string, pick: string): string {
    return `${this.#module.use(PICK, "pickEach")}(${value}, ${pick})`;
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
      items.push(`...${pick ? this.#items(`(${rest} as any[])`, pick) : rest}`);
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

/** A property on its way: where it is read, and what is carried over. */
interface PickedMember {
  name: string;
  access: string;
  picked: string;
  optional: boolean;
}

/**
 * Whether a property may be a variable of its name in a pick. What `Object.prototype` has would be found on every object. The
 * functions that a pick calls, and its own variable, all begin with `pick`.
 */
function isVariable(name: string): boolean {
  return isIdentifier(name) && !(name in Object.prototype) && !KEYWORDS.has(name) && !name.startsWith("pick");
}

function property({ name, picked }: PickedMember): string {
  return picked === name ? name : `${propertyKey(name)}: ${picked}`;
}

/** Statements that end with one of so many literals as there are sets of optional properties. */
function literals(
  [first, ...rest]: PickedMember[],
  literal: (absent: PickedMember[]) => string,
  absent: PickedMember[] = [],
): string {
  if (first === undefined) return literal(absent);
  const without = literals(rest, literal, [...absent, first]);
  return `if (${first.access} === undefined) ${rest.length > 0 ? `{\n${without}\n}` : without}\n${literals(rest, literal, absent)}`;
}

/** Statements that begin with a literal of what comes first and is always there, and add one property after the other. */
function assignments(spread: string[], members: PickedMember[]): string {
  const first = members.findIndex((member) => member.optional);
  return [
    `const picked: any = { ${[...spread, ...members.slice(0, first).map(property)].join(", ")} };`,
    ...members
      .slice(first)
      .map(
        ({ name, access, picked, optional }) =>
          `${optional ? `if (${access} !== undefined) ` : ""}${assignment(name, picked)}`,
      ),
    "return picked;",
  ].join("\n");
}

/** A statement that gives what is picked a property. */
function assignment(name: string, value: string): string {
  // Assigned, it would become the prototype.
  if (name === "__proto__")
    return `Object.defineProperty(picked, "__proto__", { value: ${value}, enumerable: true, writable: true, configurable: true });`;
  return `${isIdentifier(name) ? `picked.${name}` : `picked[${JSON.stringify(name)}]`} = ${value};`;
}
