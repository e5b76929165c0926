import { describe, expect, it } from "vitest";
import type { Schema } from "../../../scripts/scaffold/operation.ts";
import { compileModels } from "./compile.ts";

describe("generated picks", () => {
  it("carry over what is declared, at every depth, and leave out what is absent", async () => {
    const { pick } = await compileModels({
      Customer: {
        type: "object",
        properties: {
          name: { type: "string" },
          nick: { type: "string" },
          address: {
            anyOf: [
              { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
              { type: "null" },
            ],
          },
          orders: {
            type: "array",
            items: { type: "object", properties: { id: { type: "integer" } }, required: ["id"] },
          },
          labels: { type: "object", additionalProperties: { type: "string" } },
        },
        required: ["name", "address", "orders"],
      },
    });
    const customer = {
      name: "Ada",
      passwordHash: "secret",
      address: { city: "Paris", door: 4 },
      // It may be one that a handler keeps.
      orders: Object.freeze([{ id: 1, cost: 2 }]),
      labels: { any: "thing" },
    };
    const picked = pick("Customer")?.(customer) as object;
    expect(picked).toEqual({
      name: "Ada",
      address: { city: "Paris" },
      orders: [{ id: 1 }],
      labels: { any: "thing" },
    });
    expect("nick" in picked).toBe(false);
    expect(pick("Customer")?.({ ...customer, address: null })).toMatchObject({ address: null });
  });

  it("turn dates' strings into dates, and leave dates to JSON", async () => {
    const { pick } = await compileModels({
      Event: {
        type: "object",
        properties: { at: { type: "string", format: "date-time", "x-date": true } },
        required: ["at"],
      },
    });
    const at = new Date("2026-11-23T10:00:00Z");
    expect(pick("Event")?.({ at: "2026-11-23T10:00:00Z" })).toEqual({ at });
    expect(JSON.stringify(pick("Event")?.({ at }))).toBe('{"at":"2026-11-23T10:00:00.000Z"}');
  });

  it("pick each member of a union by what the value fits", async () => {
    const { pick } = await compileModels({
      Shape: {
        oneOf: [
          {
            type: "object",
            properties: { kind: { const: "circle" }, radius: { type: "number" } },
            required: ["kind", "radius"],
          },
          {
            type: "object",
            properties: { kind: { const: "square" }, side: { type: "number" } },
            required: ["kind", "side"],
          },
        ],
        discriminator: { propertyName: "kind" },
      },
      Either: {
        anyOf: [
          { type: "string" },
          { type: "object", properties: { a: { type: "number" } }, required: ["a"] },
          {
            type: "object",
            properties: { a: { type: "number" }, b: { type: "number" } },
            required: ["a", "b"],
          },
        ],
      },
      Tree: {
        type: "object",
        properties: { children: { type: "array", items: { $ref: "#/components/schemas/Tree" } } },
        required: ["children"],
      },
    });
    expect(pick("Shape")?.({ kind: "square", side: 2, radius: 3 })).toEqual({ kind: "square", side: 2 });
    expect(() => pick("Shape")?.({ kind: "blob" })).toThrow(TypeError);
    expect(pick("Either")?.("text")).toBe("text");
    expect(pick("Either")?.({ a: 1, stray: 2 })).toEqual({ a: 1 });
    expect(pick("Either")?.({ a: 1, b: 2, stray: 3 })).toEqual({ a: 1, b: 2 });
    expect(() => pick("Either")?.({ stray: 3 })).toThrow(TypeError);
    expect(pick("Tree")?.({ children: [{ children: [], stray: 1 }] })).toEqual({
      children: [{ children: [] }],
    });
  });

  it("take a date for a date, not for text or an object that may be empty", async () => {
    const date: Schema = { type: "string", format: "date-time", "x-date": true };
    const { pick } = await compileModels({
      Text: { anyOf: [date, { type: "string" }] },
      Nested: {
        type: "object",
        additionalProperties: { anyOf: [{ $ref: "#/components/schemas/Nested" }, date] },
      },
    });
    const at = new Date("2026-11-23T10:00:00Z");
    expect(pick("Text")?.("2026-11-23T10:00:00Z")).toEqual(at);
    expect(pick("Text")?.("soon")).toBe("soon");
    expect(pick("Nested")?.({ a: { b: at }, c: at })).toEqual({ a: { b: at }, c: at });
  });

  it("take a property for a property, whatever it is called", async () => {
    const record: Schema = {
      type: "object",
      additionalProperties: { type: "object", properties: { a: { type: "number" } } },
    };
    const open: Schema = { type: "object", additionalProperties: true };
    const { pick } = await compileModels({
      Both: {
        anyOf: [record, { type: "object", properties: { constructor: open } }],
      },
    });
    const hostile = JSON.parse('{"__proto__":{"a":1,"b":2},"constructor":{"a":3}}');
    const picked = pick("Both")?.(hostile) as object;
    expect(JSON.stringify(picked)).toBe('{"__proto__":{"a":1},"constructor":{"a":3}}');
    expect(Object.getPrototypeOf(picked)).toBe(Object.prototype);
  });

  it.each([1, 2, 3, 4])(
    "carry over any of %i optional properties, in the order of the type",
    async (count) => {
      const optional = ["b", "d", "content-type", "constructor"].slice(0, count);
      const properties = ["a", ...optional, "z"];
      const { pick } = await compileModels({
        Some: {
          type: "object",
          properties: Object.fromEntries(properties.map((name) => [name, { type: "number" }])),
          required: ["a", "z"],
        },
      });
      for (let set = 0; set < 2 ** count; set++) {
        const absent = optional.filter((_, i) => set & (1 << i));
        const there = properties.filter((name) => !absent.includes(name));
        const value = Object.fromEntries(there.toReversed().map((name) => [name, 1]));
        expect(Object.keys(pick("Some")?.({ ...value, stray: 1 }) as object)).toEqual(there);
      }
    },
  );

  it("read a property that is called like something of theirs", async () => {
    const names = ["value", "picked", "pickPart", "pickValues", "default", "await", "undefined", "TypeError"];
    const part: Schema = { $ref: "#/components/schemas/Part" };
    for (const name of [...names, "toString", "__proto__", "not a name", "m²"]) {
      const { pick } = await compileModels({
        Part: { type: "object", properties: { x: { type: "number" } }, required: ["x"] },
        Whole: {
          type: "object",
          properties: { [name]: part, parts: { type: "array", items: part }, note: { type: "string" } },
          required: [name, "parts"],
        },
      });
      const value = JSON.parse(`{"${name}":{"x":1,"y":2},"parts":[{"x":3,"y":4}]}`);
      expect(JSON.stringify(pick("Whole")?.(value)), name).toBe(`{"${name}":{"x":1},"parts":[{"x":3}]}`);
    }
  });

  it("leave nothing of an object that declares nothing", async () => {
    const { pick } = await compileModels({
      Empty: { type: "object" },
      Any: { type: "object", additionalProperties: true },
    });
    expect(pick("Empty")?.({ secret: 1 })).toEqual({});
    expect(pick("Any")).toBeUndefined();
  });

  it("need no function where nothing can be stray", async () => {
    const { pick } = await compileModels({ Tags: { type: "array", items: { type: "string" } } });
    expect(pick("Tags")).toBeUndefined();
  });
});
