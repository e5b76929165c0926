import { describe, expect, test } from "vitest";
import type { Returns, Schema } from "../../../scripts/scaffold/operation.ts";
import { complaints, onlyOperation, readFiles, readStubs } from "./sample.ts";

describe("the four kinds, by their syntax", () => {
  test.each([
    ["export async function f(): Promise<number> { return 1; }", "async"],
    ["export async function* f(): AsyncGenerator<number> {}", "stream"],
    ["export function f(): number { return 1; }", "plain"],
    ["export function* f(): Steps<never, number> { return 1; }", "steps"],
    ["export const f = async (): Promise<number> => 1;", "async"],
    ["export const f = (): number => 1;", "plain"],
    ["export const f = async function* (): AsyncGenerator<number> {};", "stream"],
    ["export const f = function* (): Steps<never, number> { return 1; };", "steps"],
    ["const f = async () => 1; ", undefined],
    ["async function f() { return 1; }\nexport { f };", "async"],
  ])("%s", (source, kind) => {
    const { project } = readStubs(`/** @post /f */\n${source}\n`);
    expect(project.operations[0]?.kind).toBe(kind);
  });

  test("exported functions without a method tag are no operations, and neither are re-exports", () => {
    const { project, diagnostics } = readFiles({
      "src/handlers/index.ts": `export * from "./burgers";`,
      "src/handlers/burgers.ts": `
/** @param x nothing to see @whatever */
export async function helper(x: Map<string, string>) {}
/** @get /burgers */
export async function burgers(): Promise<void> {}
async function local() {}
/** @get /local */
export { local as renamed };
`,
    });
    expect(diagnostics).toEqual([]);
    expect(project.operations.map(({ name }) => name)).toEqual(["burgers"]);
  });

  test("an operation has the name under which it is exported", () => {
    const { project } = readStubs(
      "/** @get /local */\nasync function local(): Promise<void> {}\nexport { local as renamed };\n",
    );
    expect(project.operations[0]?.name).toBe("renamed");
  });
});

test("a doc comment behind a statement is nobody's, unless it has tags", () => {
  const { diagnostics } = readStubs(`
const a = 1; /** in seconds */
const b = 2; /** in hours */
/** @get /sum */
export async function sum(): Promise<number> { return a + b; }
`);
  expect(diagnostics).toEqual([]);
});

describe("the record of an operation", () => {
  test("everything that its doc comment says", () => {
    const operation = onlyOperation(`
type Damage = string;
/**
 * Make a thumbnail of e.g. a photo. It stands
 * upright.
 *
 * A second paragraph.
 *
 * @post /images/{imageId}/thumbnail
 * @status 201
 * @produces image/webp
 * @tag Images
 * @tag Photos
 * @security bearer
 * @throws {404} There is no
 *   such image.
 * @throws {422} It is damaged.
 * @throws {5XX application/json, text/html} {@link Damage | what is broken}
 * It is broken.
 * @retries 2
 * @timeout 1.5
 * @deprecated Use the other one.
 * @see https://example.com
 * @returns the thumbnail
 */
export function thumbnail(imageId: string): Uint8Array { throw new Error(); }
`);
    expect(operation).toEqual({
      name: "thumbnail",
      kind: "plain",
      module: "src/handlers/stubs",
      place: { file: "src/handlers/stubs.ts", line: 27, column: 17 },
      parameters: [
        {
          name: "imageId",
          optional: false,
          source: { in: "path", key: "imageId", schema: { type: "string" }, list: false },
        },
      ],
      method: "post",
      path: "/images/{imageId}/thumbnail",
      tags: ["Images", "Photos"],
      summary: "Make a thumbnail of e.g. a photo.",
      description: "It stands\nupright.\n\nA second paragraph.",
      deprecated: true,
      status: 201,
      returns: { type: "bytes", mediaType: "image/webp" },
      throws: [
        { status: 404, description: "There is no such image." },
        { status: 422, description: "It is damaged." },
        {
          status: "5XX",
          description: "It is broken.",
          content: { "application/json": { type: "string" }, "text/html": { type: "string" } },
        },
      ],
      security: [{ bearer: [] }],
      job: { retries: 2, timeout: 1.5 },
    });
  });

  test("and what it leaves unsaid", () => {
    expect(onlyOperation("/** @delete /f */\nexport async function f(): Promise<void> {}\n")).toEqual({
      name: "f",
      kind: "async",
      module: "src/handlers/stubs",
      place: { file: "src/handlers/stubs.ts", line: 3, column: 23 },
      parameters: [],
      method: "delete",
      path: "/f",
      tags: ["stubs"],
      deprecated: false,
      status: 204,
      returns: { type: "empty" },
      throws: [],
      security: [],
    });
  });

  test.each([
    ["One sentence", "One sentence", undefined],
    ["One sentence. Another one.", "One sentence.", "Another one."],
    [
      "One sentence; `code.js` is no end. `Code` begins one.",
      "One sentence; `code.js` is no end.",
      "`Code` begins one.",
    ],
    ["Over\n * two lines", "Over two lines", undefined],
    ["First.\n *\n * Second.", "First.", "Second."],
    ["Really? Yes!", "Really?", "Yes!"],
  ])("the summary of %j", (text, summary, description) => {
    const operation = onlyOperation(
      `/**\n * ${text}\n *\n * @get /f\n */\nexport async function f(): Promise<void> {}\n`,
    );
    expect([operation.summary, operation.description]).toEqual([summary, description]);
  });
});

describe("the record of a job", () => {
  const policyOf = (tags: string) =>
    onlyOperation(`/**\n * @post /f\n${tags.replace(/^/gm, " * ")}\n */\nexport function f(): void {}\n`).job;

  test("everything that its doc comment says", () => {
    const { project, diagnostics } = readStubs(`
interface Chamber { id: number }
/**
 * Clean up. At night.
 *
 * @job
 * @queue night-shift
 * @priority -2
 * @retries 3
 * @backoff 0.5 30
 * @timeout 60
 * @concurrency 2
 * @rate 10/min
 * @unique
 * @retention 3600
 * @schedule *\\/15 3,4 * * MON-FRI Europe/Berlin
 * @schedule 0 0 1 * *
 * @throws {409} It is dirty still.
 * @param limit How many.
 * @produces image/webp
 * @deprecated
 */
export function* cleanUp(
  since?: Date, limit = 10, rooms?: Chamber[], photo?: UploadedFile, more?: UploadedFile[], raw?: Uint8Array, resume?: Resume<number>,
): Steps<number, Uint8Array> { throw new Error(); }
`);
    expect(diagnostics).toEqual([]);
    expect(project.operations).toEqual([]);
    const body = (key: string, schema: Schema) => ({
      name: key,
      optional: true,
      source: { in: "body", key, schema },
    });
    expect(project.jobs).toEqual([
      {
        name: "cleanUp",
        kind: "steps",
        module: "src/handlers/stubs",
        place: { file: "src/handlers/stubs.ts", line: 24, column: 18 },
        summary: "Clean up.",
        description: "At night.",
        parameters: [
          body("since", { type: "string", format: "date-time", "x-date": true }),
          { ...body("limit", { type: "number" }), default: 10, description: "How many." },
          body("rooms", { type: "array", items: { $ref: "#/components/schemas/Chamber" } }),
          { name: "photo", optional: true, source: { in: "file", key: "photo", list: false } },
          { name: "more", optional: true, source: { in: "file", key: "more", list: true } },
          { name: "raw", optional: true, source: { in: "bytes", stream: false, mediaTypes: [] } },
          { name: "resume", optional: true, source: { in: "resume", checkpoint: { type: "number" } } },
        ],
        returns: { type: "bytes", mediaType: "image/webp" },
        job: {
          queue: "night-shift",
          priority: -2,
          retries: 3,
          backoff: { first: 0.5, longest: 30 },
          timeout: 60,
          concurrency: 2,
          rate: { limit: 10, seconds: 60 },
          unique: true,
          retention: 3600,
          schedules: [
            { cron: "*/15 3,4 * * MON-FRI", zone: "Europe/Berlin" },
            { cron: "0 0 1 * *", zone: "UTC" },
          ],
        },
      },
    ]);
  });

  test("@schedule alone makes a job of a function; with a path it is an operation that has one", () => {
    const { project, diagnostics } = readStubs(`
/** @schedule 0 3 * * * */
export function nightly(): void {}
/** @post /rooms
 *  @schedule 0 3 * * * */
export const clean = (): void => {};
`);
    expect(diagnostics).toEqual([]);
    const job = { retries: 0, schedules: [{ cron: "0 3 * * *", zone: "UTC" }] };
    expect(project.jobs).toMatchObject([{ name: "nightly", kind: "plain", job }]);
    expect(project.operations).toMatchObject([{ name: "clean", path: "/rooms", job }]);
  });

  test.each([
    ["@backoff 2", { backoff: { first: 2, longest: 600 } }],
    ["@backoff 900", { backoff: { first: 900, longest: 900 } }],
    ["@backoff 2 2", { backoff: { first: 2, longest: 2 } }],
    ["@priority -0", { priority: 0 }],
    ["@priority 10", { priority: 10 }],
    ["@rate 5 / s", { rate: { limit: 5, seconds: 1 } }],
    ["@rate 1/h", { rate: { limit: 1, seconds: 3600 } }],
    ["@queue Q_1-b", { queue: "Q_1-b" }],
    ["@unique", { unique: true }],
    ["@schedule 0 3 29 2 7 UTC", { schedules: [{ cron: "0 3 29 2 7", zone: "UTC" }] }],
    ["@schedule 0 3 * * *", { schedules: [{ cron: "0 3 * * *", zone: "UTC" }] }],
  ])("%s", (tags, policy) => {
    expect(policyOf(tags)).toEqual({ retries: 0, ...policy });
  });

  test("the limits of a queue are those of every function in it", () => {
    const { project, diagnostics } = readStubs(`
/** @queue images
 *  @rate 1/s */
export function size(): number { return 1; }
/** @post /a
 *  @queue images
 *  @concurrency 2 */
export function a(n: Depends<typeof size>): void {}
/** @job
 *  @queue images
 *  @concurrency 2
 *  @rate 1/s */
export function b(): void {}
/** @post /images */
export function images(): void {}
/** @post /other */
export function other(): void {}
`);
    expect(diagnostics).toEqual([]);
    const limits = { concurrency: 2, rate: { limit: 1, seconds: 1 } };
    expect(project.operations.map(({ job }) => job)).toEqual([
      { retries: 0, queue: "images", ...limits },
      // A queue of its own is named as the function, and others may join it.
      { retries: 0, ...limits },
      { retries: 0 },
    ]);
    expect(project.jobs[0]?.job).toMatchObject(limits);
    expect(project.dependencies[0]?.job).toMatchObject(limits);
  });
});

describe("what a function returns", () => {
  const json = (type: string): Returns => ({ type: "json", schema: { type: type as "string" } });
  test.each<[declared: string, tag: string, Returns]>([
    ["async function f(): Promise<string>", "", json("string")],
    [
      "async function f(): Promise<string>",
      "@produces text/plain",
      { type: "text", mediaType: "text/plain" },
    ],
    ["async function f(): Promise<string>", "@produces application/json", json("string")],
    [
      "async function f(): Promise<string>",
      "@produces text/html; charset=utf-8",
      { type: "text", mediaType: "text/html; charset=utf-8" },
    ],
    ["async function f(): Promise<void>", "", { type: "empty" }],
    ["async function f(): Promise<undefined>", "", { type: "empty" }],
    ["async function f(): Promise<never>", "", { type: "empty" }],
    ["async function f(): Promise<null>", "", json("null")],
    ["async function f(): Promise<Response>", "", { type: "response" }],
    ["async function f(): Promise<Uint8Array>", "", { type: "bytes", mediaType: "application/octet-stream" }],
    ["async function f(): Promise<Blob>", "@produces image/png", { type: "bytes", mediaType: "image/png" }],
    [
      "async function f(): Promise<ReadableStream>",
      "@produces text/csv",
      { type: "bytes", mediaType: "text/csv" },
    ],
    ["async function* f(): AsyncGenerator<string>", "", { type: "stream", schema: { type: "string" } }],
    ["async function* f(): AsyncIterable<string>", "", { type: "stream", schema: { type: "string" } }],
    ["function f(): number", "", json("number")],
    ["function f(): void", "", { type: "empty" }],
    ["function* f(): Steps<number[], string>", "", json("string")],
    [
      "function* f(): Steps<number[], string>",
      "@produces text/plain",
      { type: "text", mediaType: "text/plain" },
    ],
    ["function* f(): Steps<never, void>", "", { type: "empty" }],
    [
      "function* f(): Generator<Step<number>, Uint8Array>",
      "",
      { type: "bytes", mediaType: "application/octet-stream" },
    ],
  ])("%s %s", (declared, tag, returns) => {
    const operation = onlyOperation(
      `/**\n * @post /f\n * ${tag}\n */\nexport ${declared} { throw new Error(); }\n`,
    );
    expect(operation.returns).toEqual(returns);
    expect(operation.status).toBe(returns.type === "empty" ? 204 : 200);
  });

  test.each<[declared: string, Returns]>([
    ["async function f() { return 'text'; }", json("string")],
    ["async function f() {}", { type: "empty" }],
    ["async function f(c: Context) { return c.json({ a: 1 }); }", { type: "response" }],
    ["async function* f() { yield 1; }", { type: "stream", schema: { type: "number" } }],
    [
      "function f() { return [1, 2].map(String); }",
      { type: "json", schema: { type: "array", items: { type: "string" } } },
    ],
    ["function* f() { yield { progress: 0.5 }; return 3; }", json("number")],
    ["function* f() { yield { checkpoint: [1] }; return true; }", json("boolean")],
  ])("inferred: %s", (declared, returns) => {
    const operation = onlyOperation(
      `import type { Context } from "hono";\n/** @post /f */\nexport ${declared}\n`,
    );
    expect(operation.returns).toEqual(returns);
  });

  test("constraints of an alias survive Promise, AsyncGenerator and Steps", () => {
    const { project, diagnostics } = readStubs(`
/** @minimum 1 */
type Count = number;
/** @post /a */ export async function a(): Promise<Count> { throw new Error(); }
/** @post /b */ export async function* b(): AsyncGenerator<Count> {}
/** @post /c */ export function* c(): Steps<never, Count> { throw new Error(); }
`);
    expect(diagnostics).toEqual([]);
    const schema = { type: "number", minimum: 1 };
    expect(project.operations.map(({ returns }) => "schema" in returns && returns.schema)).toEqual([
      schema,
      schema,
      schema,
    ]);
  });

  test("a checkpoint must be JSON", () => {
    const text = complaints("/** @post /f */\nexport function* f(): Steps<Map<string, string>, void> {}\n");
    expect(text).toContain("error SO303: Map<string, string> has no JSON form.");
  });
});
