import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, Schema } from "../../../scripts/scaffold/operation.ts";
import { Report } from "../../../src/operations/report.ts";
import { schemas, valuesNear } from "./arbitraries.ts";
import { compileModels } from "./compile.ts";

describe("generated checks", () => {
  it("agree with ajv on random schemas and values that nearly fit", { timeout: 60_000 }, async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    const all = Object.fromEntries(
      fc.sample(schemas, { numRuns: 400, seed }).map((schema, i) => [`Model${i}`, schema]),
    );
    const compiled = await compileModels(all);
    const ajv = new Ajv2020({ strict: false, ownProperties: true });
    addFormats.default(ajv);
    const verdicts = { valid: 0, invalid: 0 };
    for (const [name, schema] of Object.entries(all)) {
      const validate = ajv.compile(schema);
      for (const value of fc.sample(valuesNear(schema), { numRuns: 25, seed })) {
        const report = new Report();
        compiled.check(name)(value, report);
        const expected = validate(value);
        const context = JSON.stringify({ seed, schema, value, issues: report.issues, ajv: validate.errors });
        expect(report.ok, context).toBe(expected);
        verdicts[expected ? "valid" : "invalid"]++;
      }
    }
    // Both verdicts are common, or the values say nothing.
    expect(verdicts.valid).toBeGreaterThan(1000);
    expect(verdicts.invalid).toBeGreaterThan(1000);
  });

  const issuesOf = async (schema: Schema, value: Json) => {
    const report = new Report();
    (await compileModels({ Subject: schema })).check("Subject")(value, report);
    return report.issues;
  };

  it("report every issue at once, each with its place", async () => {
    const schema: Schema = {
      type: "object",
      properties: {
        name: { type: "string", minLength: 1 },
        price: { type: "number", exclusiveMinimum: 0 },
        toppings: {
          type: "array",
          items: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
        },
        size: { enum: ["small", "large"] },
      },
      required: ["name", "price"],
    };
    expect(await issuesOf(schema, { name: "", toppings: [{ name: "cheese" }, {}, 3], size: "huge" })).toEqual(
      [
        { loc: ["name"], type: "minLength", message: "Must have at least 1 character." },
        { loc: ["price"], type: "missing", message: "Required." },
        { loc: ["toppings", 1, "name"], type: "missing", message: "Required." },
        { loc: ["toppings", 2], type: "type", message: "Must be an object." },
        { loc: ["size"], type: "enum", message: 'Must be one of "small", "large".' },
      ],
    );
  });

  it("take decimal steps as people write them", async () => {
    expect(await issuesOf({ type: "number", multipleOf: 0.01 }, 4.35)).toEqual([]);
    expect(await issuesOf({ type: "number", multipleOf: 0.01 }, 4.355)).toMatchObject([
      { type: "multipleOf" },
    ]);
  });

  it("say of a union what is wrong with the member that was meant", async () => {
    const schema: Schema = {
      anyOf: [
        { type: "string" },
        { type: "object", properties: { id: { type: "integer" } }, required: ["id"] },
      ],
    };
    expect(await issuesOf(schema, { id: "x" })).toEqual([
      { loc: ["id"], type: "type", message: "Must be an integer." },
    ]);
    expect(await issuesOf(schema, 4)).toEqual([
      { loc: [], type: "anyOf", message: "Must be of one of the declared types." },
    ]);
  });

  const TREE: Schema = {
    type: "object",
    properties: { children: { type: "array", items: { $ref: "#/components/schemas/Subject" } } },
    required: ["children"],
  };

  it("refuse what is nested so deep that it would exhaust the stack", async () => {
    const nested = (depth: number): Json =>
      JSON.parse(`${'{"children":['.repeat(depth)}{"children":[]}${"]}".repeat(depth)}`);
    expect(await issuesOf(TREE, nested(200))).toEqual([]);
    const [issue, ...others] = await issuesOf(TREE, nested(100_000));
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ type: "depth", message: "Must not be nested deeper than 500 levels." });
  });

  it("list the first hundred issues of a million, and none as right for being unlisted", async () => {
    const report = new Report();
    const { check } = await compileModels({ Subject: TREE });
    check("Subject")({ children: Array.from({ length: 1_000_000 }, () => 0) }, report);
    expect(report.issues).toHaveLength(100);
    expect(report.failures).toBe(1_000_000);
  });

  it("keep the issues of union members apart from those before, however many they are", async () => {
    const list = (items: Schema): Schema => ({ type: "array", items });
    const schema: Schema = {
      type: "array",
      items: { anyOf: [list({ type: "string" }), list({ type: "number" })] },
    };
    const numbers = Array.from({ length: 300 }, () => 1);
    expect(await issuesOf(schema, [numbers, ["a"]])).toEqual([]);
    expect(await issuesOf(schema, [numbers, ["a", 1], numbers])).toEqual([
      { loc: [1], type: "anyOf", message: "Must be of one of the declared types." },
    ]);
  });

  it("ask each member of a union once of each value, however deep unions stand in each other", async () => {
    const branch = (name: string): Schema => ({
      type: "object",
      properties: { left: { $ref: "#/components/schemas/Subject" }, [name]: { type: "number" } },
      required: [name],
    });
    const union: Schema = { anyOf: [branch("a"), branch("b")] };
    const deep = (depth: number): Json => (depth === 0 ? { b: 1 } : { left: deep(depth - 1), b: 1 });
    expect(await issuesOf(union, deep(100))).toEqual([]);
    const { pick } = await compileModels({
      Subject: {
        anyOf: [
          { ...branch("a"), required: [] },
          { ...branch("b"), required: [] },
        ],
      },
    });
    expect(pick("Subject")?.(deep(100))).toEqual(deep(100));
  });
});
