import { describe, expect, test } from "vitest";
import type { Json, Schema, Source } from "../../../scripts/scaffold/operation.ts";
import { complaints, onlyOperation, parametersOf, readStubs } from "./sample.ts";

const DECLARATIONS = `
import type { Context } from "hono";
/** @minimum 1 */
type Limit = number;
type Size = "small" | "large";
enum Color { Red = "red" }
interface Burger { name: string }
const FALLBACK = 7;
`;

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
  const declare = (type: string) => `value: ${type}`;
  const fromQuery = parametersOf(Object.keys(scalars).map(declare), DECLARATIONS);
  test.each(Object.entries(scalars))("%s: from the query", (type, schema) => {
    expect(fromQuery.get(declare(type))?.source).toEqual({ in: "query", key: "value", schema, list: false });
  });
  const fromPath = parametersOf(Object.keys(scalars).map(declare), DECLARATIONS, "/{value}");
  test.each(Object.entries(scalars))("%s whose name is in the path: from the path", (type, schema) => {
    expect(fromPath.get(declare(type))?.source).toEqual({ in: "path", key: "value", schema, list: false });
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
  const fromBody = parametersOf(Object.keys(bodies).map(declare), DECLARATIONS);
  test.each(Object.entries(bodies))("%s: from the body", (type, schema) => {
    expect(fromBody.get(declare(type))?.source).toEqual({ in: "body", key: null, schema });
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
  const scalars = shapes.filter(([, , isList]) => !isList);
  const grid: [declared: string, source: Source][] = [
    ...shapes.map(([type, schema, isList]): [string, Source] => [
      `someValue: Query<${type}>`,
      { in: "query", key: "someValue", schema, list: isList },
    ]),
    ...shapes.map(([type, schema, isList]): [string, Source] => [
      `someValue: Header<${type}>`,
      { in: "header", key: "some-value", schema, list: isList },
    ]),
    ...scalars.map(([type, schema]): [string, Source] => [
      `someValue: Cookie<${type}>`,
      { in: "cookie", key: "someValue", schema, list: false },
    ]),
    ...shapes.map(([type, schema]): [string, Source] => [
      `value: Body<${type}>`,
      { in: "body", key: null, schema },
    ]),
    ...shapes.map(([type, schema]): [string, Source] => [
      `value: Form<${type}>`,
      { in: "form", key: "value", schema },
    ]),
    ["value: Body<Burger>", { in: "body", key: null, schema: burger }],
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
  const parameters = parametersOf(
    grid.map(([declared]) => declared),
    DECLARATIONS,
  );
  test.each(grid)("%s", (declared, source) => {
    expect(parameters.get(declared)?.source).toEqual(source);
  });

  const paths = parametersOf(
    scalars.map(([type]) => `id: Path<${type}>`),
    DECLARATIONS,
    "/{id}",
  );
  test.each(scalars)("id: Path<%s>", (type, schema) => {
    expect(paths.get(`id: Path<${type}>`)?.source).toEqual({ in: "path", key: "id", schema, list: false });
  });

  const headers: Record<string, string> = {
    userAgent: "user-agent",
    xRequestID: "x-request-id",
    eTag: "e-tag",
    authorization: "authorization",
    XMLVersion2Name: "xml-version2-name",
  };
  const read = parametersOf(Object.keys(headers).map((name) => `${name}: Header<string>`));
  test.each(Object.entries(headers))("the header of %s is %s", (name, key) => {
    expect(read.get(`${name}: Header<string>`)?.source).toMatchObject({ key });
  });

  test("@consumes says what a raw body may be", () => {
    const { parameters } = onlyOperation(
      "/**\n * @post /images\n * @consumes image/png, image/*\n */\nexport async function f(image: Uint8Array) {}\n",
    );
    expect(parameters[0]?.source).toEqual({
      in: "bytes",
      stream: false,
      mediaTypes: ["image/png", "image/*"],
    });
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
  const table: [declared: string, optional: boolean, fallback: Json | undefined][] = [
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
  ];
  const parameters = parametersOf(
    table.map(([declared]) => declared),
    DECLARATIONS,
  );
  test.each(table)("%s", (declared, optional, fallback) => {
    expect(parameters.get(declared)?.optional).toBe(optional);
    expect(parameters.get(declared)?.default).toEqual(fallback);
  });

  test("an optional parameter's schema says nothing of undefined", () => {
    const declared = "value?: string | null";
    const schema = { anyOf: [string, { type: "null" }] };
    expect(parametersOf([declared]).get(declared)?.source).toMatchObject({ schema });
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
    const declared = "/** How many. @minimum 1 */ limit: number";
    expect(parametersOf([declared]).get(declared)?.source).toMatchObject({
      schema: { type: "number", minimum: 1, description: "How many." },
    });
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
