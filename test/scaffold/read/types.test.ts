import { describe, expect, test } from "vitest";
import type { Schema } from "../../../scripts/scaffold/operation.ts";
import { readFiles, schemaOf, schemasOf } from "./sample.ts";

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

describe("types without a name", () => {
  const table: Record<string, Schema> = {
    string: { type: "string" },
    number: { type: "number" },
    boolean: { type: "boolean" },
    null: { type: "null" },
    unknown: {},
    any: {},
    object: { type: "object", additionalProperties: true },
    "{}": { type: "object" },
    Date: { type: "string", format: "date-time", "x-date": true },
    '"rare"': { type: "string", const: "rare" },
    "42": { type: "number", const: 42 },
    "-1 | 1": { type: "number", enum: [-1, 1] },
    true: { type: "boolean", const: true },
    '"rare" | "done"': { type: "string", enum: ["rare", "done"] },
    '"auto" | 1 | false': { enum: ["auto", 1, false] },
    "string | null": { anyOf: [{ type: "string" }, { type: "null" }] },
    "boolean | null": { anyOf: [{ type: "boolean" }, { type: "null" }] },
    '"rare" | "done" | null': { anyOf: [{ type: "string", enum: ["rare", "done"] }, { type: "null" }] },
    "string | number": { anyOf: [{ type: "string" }, { type: "number" }] },
    "string | string[]": { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
    "Date | null": { anyOf: [{ type: "string", format: "date-time", "x-date": true }, { type: "null" }] },
    "string[]": { type: "array", items: { type: "string" } },
    "Array<string>": { type: "array", items: { type: "string" } },
    "readonly string[]": { type: "array", items: { type: "string" } },
    "ReadonlyArray<string>": { type: "array", items: { type: "string" } },
    "number[][]": { type: "array", items: { type: "array", items: { type: "number" } } },
    "(string | null)[]": { type: "array", items: { anyOf: [{ type: "string" }, { type: "null" }] } },
    "[number, string]": {
      type: "array",
      prefixItems: [{ type: "number" }, { type: "string" }],
      minItems: 2,
      maxItems: 2,
      items: false,
    },
    "[x: number, y?: number]": {
      type: "array",
      prefixItems: [{ type: "number" }, { type: "number" }],
      minItems: 1,
      maxItems: 2,
      items: false,
    },
    "readonly [string, ...number[]]": {
      type: "array",
      prefixItems: [{ type: "string" }],
      minItems: 1,
      items: { type: "number" },
    },
    "{ id: number; name?: string }": {
      type: "object",
      properties: { id: { type: "number" }, name: { type: "string" } },
      required: ["id"],
    },
    "{ note: string | undefined }": { type: "object", properties: { note: { type: "string" } } },
    "{ never?: never; id: number }": {
      type: "object",
      properties: { id: { type: "number" } },
      required: ["id"],
    },
    "Record<string, number>": { type: "object", additionalProperties: { type: "number" } },
    "{ [key: string]: boolean }": { type: "object", additionalProperties: { type: "boolean" } },
    'Record<"a" | "b", number>': {
      type: "object",
      properties: { a: { type: "number" }, b: { type: "number" } },
      required: ["a", "b"],
    },
    "Record<`x-${string}`, number>": {
      type: "object",
      additionalProperties: { type: "number" },
      propertyNames: { type: "string", pattern: "^x-[\\s\\S]*$", "x-branded": true },
    },
    "Record<number, string>": {
      type: "object",
      additionalProperties: { type: "string" },
      propertyNames: { type: "string", pattern: "^-?\\d+(?:\\.\\d+)?$" },
    },
    "`burger-${number}`": {
      type: "string",
      pattern: "^burger--?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?$",
      "x-branded": true,
    },
    "`${string}.png`": { type: "string", pattern: "^[\\s\\S]*\\.png$", "x-branded": true },
    "Uppercase<string>": { type: "string" },
    'string & { __brand: "BurgerId" }': { type: "string", "x-branded": true },
    'string[] & { __brand: "Names" }': { type: "array", items: { type: "string" } },
    "{ id: number } & { name: string }": {
      type: "object",
      properties: { id: { type: "number" }, name: { type: "string" } },
      required: ["id", "name"],
    },
    '{ kind: "a"; x: number } | { kind: "b"; y: string }': {
      oneOf: [
        {
          type: "object",
          properties: { kind: { type: "string", const: "a" }, x: { type: "number" } },
          required: ["kind", "x"],
        },
        {
          type: "object",
          properties: { kind: { type: "string", const: "b" }, y: { type: "string" } },
          required: ["kind", "y"],
        },
      ],
      discriminator: { propertyName: "kind" },
    },
  };
  const { schemas, models } = schemasOf(Object.keys(table));
  test.each(Object.entries(table))("%s", (type, expected) => {
    expect(schemas.get(type)).toEqual(expected);
  });
  test("need no models", () => {
    expect(models).toEqual({});
  });
});

describe("aliases of primitives keep their constraints", () => {
  const declarations = `
/** How many. @minimum 1
 *  @maximum 100
 *  @asType integer */
export type Limit = number;
/** @format email */
export type Email = string;
/** @maxLength 80 */
type ShortEmail = Email;
/** Never null by itself. @minLength 2 */
type Maybe = string | null;
export interface Page<T> { items: T[]; next: T | null }
export type Both<A, B> = { a: A; b: B };
interface Base<T> { base: T }
interface Derived extends Base<Limit> { own: string }
interface Settings {
  /** The limit of a page. @minimum 5 */
  limit: Limit;
  email?: Email;
  limits: Limit[];
  /** @minItems 1 */
  pair: [Limit, Email];
  byName: Record<string, Limit>;
  either: Limit | Email | null;
}`;
  const limit: Schema = { type: "integer", description: "How many.", minimum: 1, maximum: 100 };
  const email: Schema = { type: "string", format: "email" };
  const settings: Record<string, Schema> = {
    limit: { type: "integer", description: "The limit of a page.", minimum: 5, maximum: 100 },
    email,
    limits: { type: "array", items: limit },
    pair: { type: "array", prefixItems: [limit, email], minItems: 1, maxItems: 2, items: false },
    byName: { type: "object", additionalProperties: limit },
    either: { anyOf: [limit, email, { type: "null" }] },
  };
  const required = ["limit", "limits", "pair", "byName", "either"];

  test("alone, in a chain, or nullable", () => {
    expect(schemaOf("Limit", declarations).schema).toEqual(limit);
    expect(schemaOf("ShortEmail", declarations).schema).toEqual({ ...email, maxLength: 80 });
    expect(schemaOf("Maybe", declarations).schema).toEqual({
      anyOf: [{ type: "string", minLength: 2 }, { type: "null" }],
      description: "Never null by itself.",
    });
  });

  test("in properties, lists, tuples, records and unions", () => {
    expect(schemaOf("Settings", declarations).models).toEqual({
      Settings: { type: "object", properties: settings, required },
    });
  });

  test("through Partial, Pick, Required, Omit and Readonly", () => {
    expect(schemaOf("Partial<Settings>", declarations).schema).toEqual({
      type: "object",
      properties: settings,
    });
    expect(schemaOf('Pick<Settings, "limit">', declarations).schema).toEqual({
      type: "object",
      properties: { limit: settings.limit },
      required: ["limit"],
    });
    expect(schemaOf("Required<Settings>", declarations).schema.properties).toEqual(settings);
    expect(schemaOf('Omit<Settings, "pair">', declarations).schema.required).toEqual(
      required.filter((name) => name !== "pair"),
    );
    expect(schemaOf("Readonly<Settings>", declarations).schema).toEqual({
      type: "object",
      properties: settings,
      required,
    });
  });

  test("unless a mapped type changes them", () => {
    const { schema } = schemaOf("{ [K in keyof Settings]: string }", declarations);
    expect(schema.properties?.limit).toEqual({ type: "string", description: "The limit of a page." });
  });

  test("as arguments of generic types, and of their bases", () => {
    expect(schemaOf("Page<Limit>", declarations)).toEqual({
      schema: ref("PageOfLimit"),
      models: {
        PageOfLimit: {
          type: "object",
          properties: { items: { type: "array", items: limit }, next: { anyOf: [limit, { type: "null" }] } },
          required: ["items", "next"],
        },
      },
    });
    expect(
      schemaOf("Both<Limit, Email[]>", declarations).models.BothOfLimitAndStringArray?.properties,
    ).toEqual({
      a: limit,
      b: { type: "array", items: email },
    });
    expect(schemaOf("Derived", declarations).models.Derived?.properties).toEqual({
      base: limit,
      own: { type: "string" },
    });
  });

  test("deep inside a generic type", () => {
    const generic = `${declarations}
interface Shelf<T> { page: Page<T>; pages: Page<T>[]; perhaps: Page<T> | null; list: T[] | null }`;
    expect(schemaOf("Shelf<Limit>", generic).models.ShelfOfLimit?.properties).toEqual({
      page: ref("PageOfInteger"),
      pages: { type: "array", items: ref("PageOfInteger") },
      perhaps: { anyOf: [ref("PageOfInteger"), { type: "null" }] },
      list: { anyOf: [{ type: "array", items: limit }, { type: "null" }] },
    });
  });

  test("by indexed access", () => {
    expect(schemaOf('Settings["limit"]', declarations).schema).toEqual(settings.limit);
  });
});

describe("every constraint", () => {
  const table: [tags: string, type: string, Schema][] = [
    ["@minimum -1.5", "number", { type: "number", minimum: -1.5 }],
    ["@maximum 1e3", "number", { type: "number", maximum: 1000 }],
    ["@exclusiveMinimum 0", "number", { type: "number", exclusiveMinimum: 0 }],
    ["@exclusiveMaximum 1", "number", { type: "number", exclusiveMaximum: 1 }],
    ["@multipleOf 0.01", "number", { type: "number", multipleOf: 0.01 }],
    ["@asType integer", "number", { type: "integer" }],
    ["@minLength 1", "string", { type: "string", minLength: 1 }],
    ["@maxLength 9", "string", { type: "string", maxLength: 9 }],
    ["@pattern ^[a-z]+@\\d{2}$", "string", { type: "string", pattern: "^[a-z]+@\\d{2}$" }],
    ["@format uuid", "string", { type: "string", format: "uuid" }],
    ["@format int32", "number", { type: "integer", format: "int32" }],
    ["@format double", "number", { type: "number", format: "double" }],
    ["@format int64", "bigint", { type: "string", pattern: "^-?\\d+$", format: "int64", "x-bigint": true }],
    [
      "@minItems 1 @maxItems 3",
      "string[]",
      { type: "array", items: { type: "string" }, minItems: 1, maxItems: 3 },
    ],
    ["@uniqueItems", "string[]", { type: "array", items: { type: "string" }, uniqueItems: true }],
    [
      "@minProperties 1 @maxProperties 2",
      "Record<string, string>",
      { type: "object", additionalProperties: { type: "string" }, minProperties: 1, maxProperties: 2 },
    ],
    ["@title Name of a burger", "string", { type: "string", title: "Name of a burger" }],
    ["@default 10", "number", { type: "number", default: 10 }],
    ["@default plain text", "string", { type: "string", default: "plain text" }],
    ['@default "10"', "string", { type: "string", default: "10" }],
    ["@example 1 @example 2", "number", { type: "number", examples: [1, 2] }],
    ["@examples [1, 2]", "number", { type: "number", examples: [1, 2] }],
    ["@deprecated since the new menu", "string", { type: "string", deprecated: true }],
    ["@readonly", "string", { type: "string", readOnly: true }],
    ["@writeonly", "string", { type: "string", writeOnly: true }],
    [
      "A calendar date. @format date",
      "string",
      { type: "string", format: "date", description: "A calendar date." },
    ],
  ];
  const holder = (tags: string, type: string) => `{
  /** ${tags} */
  value: ${type};
}`;
  const { schemas } = schemasOf(table.map(([tags, type]) => holder(tags, type)));
  test.each(table)("%s on %s", (tags, type, expected) => {
    expect(schemas.get(holder(tags, type))?.properties?.value).toEqual(expected);
  });
});

describe("named types", () => {
  test("an interface is a model, with its comment and its bases", () => {
    const declarations = `
interface Food { /** In cents. */
  price: number }
/** With cheese. @deprecated */
export interface Burger extends Food {
  name: string;
  "with-cheese": boolean;
}`;
    // The comment on the brace's line is dropped, and said so: see the diagnostics.
    expect(() => schemaOf("Burger", declarations)).toThrow("SO002");
    expect(schemaOf("Burger", declarations.replace("{ /** In cents. */", "{"))).toEqual({
      schema: ref("Burger"),
      models: {
        Burger: {
          type: "object",
          properties: {
            name: { type: "string" },
            "with-cheese": { type: "boolean" },
            price: { type: "number" },
          },
          required: ["name", "with-cheese", "price"],
          description: "With cheese.",
          deprecated: true,
        },
      },
    });
  });

  test("a class is its public data", () => {
    const { models } = schemaOf(
      "Box",
      `class Box {
  static count = 0;
  readonly width: number = 1;
  label?: string;
  #hidden = 1;
  private secret = "x";
  protected inner = "y";
  get area(): number { return this.width; }
  grow(): void {}
}`,
    );
    expect(models.Box).toEqual({
      type: "object",
      properties: {
        width: { type: "number" },
        label: { type: "string" },
        area: { type: "number", readOnly: true },
      },
      required: ["width"],
    });
  });

  test("enums are their values", () => {
    const declarations = `enum Size { Small, Large = 10 } enum Color { Red = "red", Blue = "blue" }`;
    expect(schemaOf("Size", declarations).models.Size).toEqual({ type: "number", enum: [0, 10] });
    expect(schemaOf("Color | null", declarations)).toEqual({
      schema: { anyOf: [ref("Color"), { type: "null" }] },
      models: { Color: { type: "string", enum: ["red", "blue"] } },
    });
    expect(schemaOf("Color.Red", declarations).schema).toEqual({ type: "string", const: "red" });
  });

  test("aliases of unions, lists and records are models, and an alias of a model is that model", () => {
    const declarations = `
type Patty = "beef" | "vegan";
type Patties = Patty[];
type Stock = Record<string, number>;
interface Burger { patty: Patty }
type Sandwich = Burger;`;
    expect(schemaOf("{ patties: Patties; stock: Stock; sandwich: Sandwich }", declarations)).toEqual({
      schema: {
        type: "object",
        properties: { patties: ref("Patties"), stock: ref("Stock"), sandwich: ref("Burger") },
        required: ["patties", "stock", "sandwich"],
      },
      models: {
        Burger: { type: "object", properties: { patty: ref("Patty") }, required: ["patty"] },
        Patties: { type: "array", items: ref("Patty") },
        Patty: { type: "string", enum: ["beef", "vegan"] },
        Stock: { type: "object", additionalProperties: { type: "number" } },
      },
    });
  });

  test("an alias that holds itself is a model, with null too", () => {
    expect(schemaOf("Tree", "type Tree = { branch?: Tree } | null;")).toEqual({
      schema: ref("Tree"),
      models: {
        Tree: { anyOf: [{ type: "object", properties: { branch: ref("Tree") } }, { type: "null" }] },
      },
    });
  });

  test("an alias of a generic union, and one of a readonly tuple, is what it names", () => {
    const declarations = `
type Either<Left, Right> = { left: Left } | { right: Right };
type TextOrList = Either<string, number[]>;
type Pair = readonly [string, boolean];`;
    const object = (name: string, schema: Schema) => ({
      type: "object",
      properties: { [name]: schema },
      required: [name],
    });
    expect(Object.values(schemaOf("TextOrList", declarations).models)).toEqual([
      {
        anyOf: [
          object("left", { type: "string" }),
          object("right", { type: "array", items: { type: "number" } }),
        ],
      },
    ]);
    expect(schemaOf("Pair", declarations).models.Pair).toMatchObject({
      prefixItems: [{ type: "string" }, { type: "boolean" }],
      minItems: 2,
    });
  });

  test("a union of models that a property tells apart has a discriminator", () => {
    const declarations = `
interface Card { method: "card"; number: string }
interface Cash { method: "cash" }
type Payment = Card | Cash;`;
    expect(schemaOf("Payment | null", declarations)).toMatchObject({
      schema: { anyOf: [ref("Payment"), { type: "null" }] },
      models: {
        Payment: {
          oneOf: [ref("Card"), ref("Cash")],
          discriminator: {
            propertyName: "method",
            mapping: { card: "#/components/schemas/Card", cash: "#/components/schemas/Cash" },
          },
        },
      },
    });
  });

  test("a type may contain itself", () => {
    const declarations = `
interface Tree<T> { value: T; children: Tree<T>[]; parent?: Tree<T> | null }
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };`;
    expect(schemaOf("Tree<string>", declarations).models).toEqual({
      TreeOfString: {
        type: "object",
        properties: {
          value: { type: "string" },
          children: { type: "array", items: ref("TreeOfString") },
          parent: { anyOf: [ref("TreeOfString"), { type: "null" }] },
        },
        required: ["value", "children"],
      },
    });
    expect(schemaOf("Json", declarations).models).toEqual({
      Json: {
        anyOf: [
          { type: "string" },
          { type: "number" },
          { type: "boolean" },
          { type: "array", items: ref("Json") },
          { type: "object", additionalProperties: ref("Json") },
          { type: "null" },
        ],
      },
    });
  });

  test("generic types are models of their arguments, whichever way they are known", () => {
    const { project, diagnostics } = readFiles({
      "src/models/page.ts":
        "export interface Page<T> { items: T[] }\nexport interface Burger { id: number }\n",
      "src/handlers/pages.ts": `
import type { Burger, Page } from "../models/page";
/** @get /declared */
export async function declared(): Promise<Page<Burger>> { throw new Error(); }
/** @get /inferred */
export async function inferred() { return await declared(); }
/** @get /dates */
export async function dates(): Promise<Page<Date>> { throw new Error(); }
/** @get /nested */
export async function nested(): Promise<Page<Page<Burger[]>>> { throw new Error(); }
`,
    });
    expect(diagnostics).toEqual([]);
    expect(project.operations.map(({ returns }) => returns)).toEqual(
      ["PageOfBurger", "PageOfBurger", "PageOfDate", "PageOfPageOfBurgerArray"].map((name) => ({
        type: "json",
        schema: ref(name),
      })),
    );
    const imports = { module: "src/models/page", name: "Page" };
    expect(project.models.PageOfBurger?.typescript).toEqual({
      text: "Page<Burger>",
      imports: [imports, { module: "src/models/page", name: "Burger" }],
    });
    expect(project.models.PageOfDate?.typescript).toEqual({ text: "Page<Date>", imports: [imports] });
    expect(project.models.PageOfPageOfBurgerArray?.typescript?.text).toBe("Page<Page<Array<Burger>>>");
  });

  test("of two types of one name, the second is called after its module", () => {
    const { project, diagnostics } = readFiles({
      "src/models/pizza.ts": "export interface Topping { pizza: string }\n",
      "src/models/burger.ts": "export interface Topping { burger: string }\n",
      "src/handlers/toppings.ts": `
import type { Topping } from "../models/burger";
import type { Topping as Other } from "../models/pizza";
/** @get /toppings */
export async function toppings(): Promise<{ a: Topping; b: Other }> { throw new Error(); }
`,
    });
    expect(diagnostics).toEqual([]);
    expect(project.models).toMatchObject({
      Topping: {
        schema: { required: ["burger"] },
        typescript: { text: "Topping", imports: [{ module: "src/models/burger", name: "Topping" }] },
      },
      PizzaTopping: {
        schema: { required: ["pizza"] },
        typescript: {
          text: "PizzaTopping",
          imports: [{ module: "src/models/pizza", name: "Topping", as: "PizzaTopping" }],
        },
      },
    });
  });

  test("a type that is not exported has no TypeScript name", () => {
    const { project } = readFiles({
      "src/handlers/hidden.ts": `
interface Hidden { id: number }
export { type Hidden as Renamed };
interface Private { id: number }
/** @get /hidden */
export async function hidden(): Promise<[Hidden, Private]> { throw new Error(); }
`,
    });
    expect(project.models.Private?.typescript).toBeUndefined();
    expect(project.models.Hidden?.typescript).toEqual({
      text: "Renamed",
      imports: [{ module: "src/handlers/hidden", name: "Renamed" }],
    });
  });
});
