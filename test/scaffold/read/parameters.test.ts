import { describe, expect, test } from "vitest";
import type { Parameter, Schema, Source } from "../../../scripts/scaffold/operation.ts";
import { complaints, onlyOperation, readStubs } from "./sample.ts";

const DECLARATIONS = `
import type { Context } from "hono";
/** @minimum 1 */
type Limit = number;
type Size = "small" | "large";
enum Color { Red = "red" }
interface Burger { name: string }
const FALLBACK = 7;
`;

/** The one parameter of an operation, as it is declared. */
function parameterOf(declared: string, { tag = "@post /things", fn = "async function" } = {}): Parameter {
  const { parameters } = onlyOperation(
    `${DECLARATIONS}\n/** ${tag} */\nexport ${fn} thing(${declared}) {}\n`,
  );
  const [parameter] = parameters;
  if (!parameter) throw new Error("There is no parameter.");
  return parameter;
}

const string: Schema = { type: "string" };
const date: Schema = { type: "string", format: "date-time", "x-date": true };
const burger: Schema = { $ref: "#/components/schemas/Burger" };
const size: Schema = { $ref: "#/components/schemas/Size" };
const list = (items: Schema): Schema => ({ type: "array", items });

describe("the rule, without a marker", () => {
  const scalars: Record<string, Schema> = {
    string,
    number: { type: "number" },
    boolean: { type: "boolean" },
    Date: date,
    Limit: { type: "number", minimum: 1 },
    Size: size,
    Color: { $ref: "#/components/schemas/Color" },
    '"a" | "b"': { type: "string", enum: ["a", "b"] },
    "string | number": { anyOf: [string, { type: "number" }] },
    "string | null": { anyOf: [string, { type: "null" }] },
  };
  test.each(Object.entries(scalars))("%s: from the query", (type, schema) => {
    expect(parameterOf(`value: ${type}`).source).toEqual({ in: "query", key: "value", schema, list: false });
  });
  test.each(Object.entries(scalars))("%s whose name is in the path: from the path", (type, schema) => {
    const { source } = parameterOf(`value: ${type}`, { tag: "@get /things/{value}" });
    expect(source).toEqual({ in: "path", key: "value", schema, list: false });
  });
  const bodies: Record<string, Schema> = {
    Burger: burger,
    "{ id: number }": { type: "object", properties: { id: { type: "number" } }, required: ["id"] },
    "string[]": list(string),
    "Burger[]": list(burger),
    "Record<string, number>": { type: "object", additionalProperties: { type: "number" } },
    "Burger | null": { anyOf: [burger, { type: "null" }] },
    unknown: {},
  };
  test.each(Object.entries(bodies))("%s: from the body", (type, schema) => {
    expect(parameterOf(`value: ${type}`).source).toEqual({ in: "body", key: null, schema });
  });
});

describe("markers: location × shape", () => {
  const shapes: [type: string, schema: Schema, list: boolean][] = [
    ["string", string, false],
    ["Limit", { type: "number", minimum: 1 }, false],
    ["Date", date, false],
    ["Size", size, false],
    ["string[]", list(string), true],
    ["Size[]", list(size), true],
  ];
  for (const [marker, location, key] of [
    ["Query", "query", "someValue"],
    ["Header", "header", "some-value"],
  ] as const) {
    test.each(shapes)(`${marker}<%s>`, (type, schema, isList) => {
      const { source } = parameterOf(`someValue: ${marker}<${type}>`);
      expect(source).toEqual({ in: location, key, schema, list: isList });
    });
  }
  test.each(shapes.filter(([, , isList]) => !isList))("Cookie<%s>", (type, schema) => {
    const { source } = parameterOf(`someValue: Cookie<${type}>`);
    expect(source).toEqual({ in: "cookie", key: "someValue", schema, list: false });
  });
  test.each(shapes.filter(([, , isList]) => !isList))("Path<%s>", (type, schema) => {
    const { source } = parameterOf(`id: Path<${type}>`, { tag: "@get /things/{id}" });
    expect(source).toEqual({ in: "path", key: "id", schema, list: false });
  });
  test.each([...shapes, ["Burger", burger, false] as const])("Body<%s>", (type, schema) => {
    expect(parameterOf(`value: Body<${type}>`).source).toEqual({ in: "body", key: null, schema });
  });
  test.each(shapes)("Form<%s> is a field", (type, schema) => {
    expect(parameterOf(`value: Form<${type}>`).source).toEqual({ in: "form", key: "value", schema });
  });

  const others: [declared: string, source: Source][] = [
    ["value: Form<Burger>", { in: "form", key: null, schema: burger }],
    ["value: UploadedFile", { in: "file", key: "value", list: false }],
    ["value: UploadedFile[]", { in: "file", key: "value", list: true }],
    ["value: Form<UploadedFile>", { in: "file", key: "value", list: false }],
    ["value: Uint8Array", { in: "bytes", stream: false, mediaTypes: [] }],
    ["value: Uint8Array | undefined", { in: "bytes", stream: false, mediaTypes: [] }],
    ["value: ReadableStream<Uint8Array>", { in: "bytes", stream: true, mediaTypes: [] }],
    ["value: Body<Uint8Array>", { in: "bytes", stream: false, mediaTypes: [] }],
    ["c: Context", { in: "context" }],
    ["request: Request", { in: "request" }],
  ];
  test.each(others)("%s", (declared, source) => {
    expect(parameterOf(declared).source).toEqual(source);
  });

  test.each([
    ["userAgent", "user-agent"],
    ["xRequestID", "x-request-id"],
    ["eTag", "e-tag"],
    ["authorization", "authorization"],
    ["XMLVersion2Name", "xml-version2-name"],
  ])("the header of %s is %s", (name, key) => {
    expect(parameterOf(`${name}: Header<string>`).source).toMatchObject({ key });
  });

  test("@consumes says what a raw body may be", () => {
    const { source } = parameterOf("image: Uint8Array", {
      tag: "@post /images\n * @consumes image/png, image/*",
    });
    expect(source).toEqual({ in: "bytes", stream: false, mediaTypes: ["image/png", "image/*"] });
  });
});

describe("markers under other names", () => {
  test.each([
    ["an alias of the import", `import type { Query as Q } from "../operations";`, "value: Q<string[]>"],
    ["a namespace", `import type * as mark from "../operations";`, "value: mark.Query<string[]>"],
    ["an import type", "", `value: import("../operations").Query<string[]>`],
    ["an alias of the type", "type Tags = Query<string[]>;", "value: Tags"],
    ["a generic alias", "type Several<T> = Query<T[]>;", "value: Several<string>"],
    ["parentheses and undefined", "", "value: (Query<string[]>) | undefined"],
  ])("%s", (_, declarations, declared) => {
    const { parameters } = onlyOperation(
      `${declarations}\n/** @get /things */\nexport async function thing(${declared}) {}\n`,
    );
    expect(parameters[0]?.source).toMatchObject({ in: "query", schema: list(string), list: true });
  });
});

describe("optional parameters and defaults", () => {
  test.each([
    ["value: string", false, undefined],
    ["value?: string", true, undefined],
    ["value: string | undefined", true, undefined],
    ["value = 10", true, 10],
    ["value: number = -1.5", true, -1.5],
    ["value: number = FALLBACK", true, 7],
    ["value = `text`", true, "text"],
    ["value: boolean = false", true, false],
    ["value: string | null = null", true, null],
    ["value: Color = Color.Red", true, "red"],
    ['value: Query<readonly string[]> = ["a", "b"] as const', true, ["a", "b"]],
    ['value: Burger = { name: "plain" }', true, { name: "plain" }],
    ["value: Date = new Date()", true, undefined],
    ["value = Math.random()", true, undefined],
  ])("%s", (declared, optional, fallback) => {
    const parameter = parameterOf(declared);
    expect(parameter.optional).toBe(optional);
    expect(parameter.default).toEqual(fallback);
  });

  test("an optional parameter's schema says nothing of undefined", () => {
    expect(parameterOf("value?: string | null").source).toMatchObject({
      schema: { anyOf: [string, { type: "null" }] },
    });
  });
});

describe("doc comments of parameters", () => {
  test("@param describes, with or without a dash", () => {
    const { parameters } = onlyOperation(`
/**
 * @get /things
 * @param limit how many
 *   there are
 * @param offset - where it starts
 */
export async function things(limit: number, offset: number) {}
`);
    expect(parameters.map(({ description }) => description)).toEqual([
      "how many there are",
      "where it starts",
    ]);
  });

  test("a comment in the parameter list constrains", () => {
    const { source } = parameterOf("/** How many. @minimum 1 */ limit: number");
    expect(source).toMatchObject({ schema: { type: "number", minimum: 1, description: "How many." } });
  });
});

describe("bodies", () => {
  const sourcesOf = (declared: string) =>
    onlyOperation(
      `${DECLARATIONS}\n/** @post /things */\nexport async function thing(${declared}) {}\n`,
    ).parameters.map(({ source }) => source);

  test("one is the body itself, two are its properties", () => {
    expect(sourcesOf("a: Burger, q: string")).toMatchObject([{ in: "body", key: null }, { in: "query" }]);
    expect(sourcesOf("a: Burger, b: Body<number>")).toMatchObject([
      { in: "body", key: "a" },
      { in: "body", key: "b" },
    ]);
  });

  test("form fields and files go together", () => {
    expect(sourcesOf("title: Form<string>, tags: Form<string[]>, photo: UploadedFile")).toMatchObject([
      { in: "form", key: "title" },
      { in: "form", key: "tags", schema: list(string) },
      { in: "file", key: "photo" },
    ]);
    expect(sourcesOf("burger: Form<Burger>, photos: UploadedFile[]")).toMatchObject([
      { in: "form", key: null },
      { in: "file", list: true },
    ]);
  });
});

test("jobs take bytes, files and dates; a checkpoint comes back as Resume", () => {
  const { project, diagnostics } = readStubs(`
interface Weights { epoch: number; at: Date }
/** @post /plain */
export function plain(image: Uint8Array, at: Date): number { return 1; }
/** @post /files */
export function files(photos: UploadedFile[]): number { return 1; }
/** @post /steps */
export function* steps(samples: number[], resume?: Resume<Weights>): Steps<Weights, number> { return 1; }
`);
  expect(diagnostics).toEqual([]);
  expect(project.operations.at(-1)?.parameters.at(-1)).toEqual({
    name: "resume",
    optional: true,
    source: { in: "resume", checkpoint: { $ref: "#/components/schemas/Weights" } },
  });
});

test("a parameter that can't be read is reported once, without consequences", () => {
  const text = complaints(
    "/** @get /things/{id} */\nexport async function things(id: Map<string, string>) {}\n",
  );
  expect(text.match(/error SO\d+/g)).toEqual(["error SO303"]);
});
