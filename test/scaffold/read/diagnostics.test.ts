import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CATALOGUE } from "../../../scripts/scaffold/read/catalogue.ts";
import { complaints, complaintsOf } from "./sample.ts";

// The wording is part of what people know of this tool: a change of it is seen here.

describe("source", () => {
  test("SO001: a syntax error, and nothing that follows from it", () => {
    expect(
      complaints(`/** @gett /x */
export async function broken(: string) {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:30 - error SO001: Parameter declaration expected.

        3 | export async function broken(: string) {}
          |                              ^

        Mend: Correct the syntax; TypeScript cannot read on from here."
    `);
  });

  test("SO002: a doc comment on the line of what comes before", () => {
    expect(
      complaints(`interface Burger { /** @minimum 1 */ id: number; /** The name. */ name: string }
/** @get /burger */
export async function burger(): Promise<Burger> { throw new Error(); }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:20 - error SO002: TypeScript drops this doc comment, because it stands on the same line as what comes before it.

        2 | interface Burger { /** @minimum 1 */ id: number; /** The name. */ name: string }
          |                    ^^^^^^^^^^^^^^^^^

        Mend: Put the comment on a line of its own, above what it documents.

      src/handlers/stubs.ts:2:50 - error SO002: TypeScript drops this doc comment, because it stands on the same line as what comes before it.

        2 | interface Burger { /** @minimum 1 */ id: number; /** The name. */ name: string }
          |                                                  ^^^^^^^^^^^^^^^^

        Mend: Put the comment on a line of its own, above what it documents."
    `);
  });

  test("SO002: also that of a function", () => {
    expect(
      complaints(`const a = 1; /** @get /burger */
export async function burger(): Promise<number> { return a; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:14 - error SO002: TypeScript drops this doc comment, because it stands on the same line as what comes before it.

        2 | const a = 1; /** @get /burger */
          |              ^^^^^^^^^^^^^^^^^^^

        Mend: Put the comment on a line of its own, above what it documents."
    `);
  });

  test("SO004: not exported", () => {
    expect(
      complaints(`/** @get /burger */
async function burger(): Promise<number> { return 1; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:16 - error SO004: burger has @get but is not exported, so it can't become a route.

        3 | async function burger(): Promise<number> { return 1; }
          |                ^^^^^^

        Mend: Export the function, or remove @get."
    `);
  });

  test("SO005: a default export", () => {
    expect(
      complaints(`/** @get /burger */
export default async function (): Promise<number> { return 1; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:1 - error SO005: An operation needs a name, and a default export has none that others see.

        3 | export default async function (): Promise<number> { return 1; }
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Export it by name: the function's name is the operationId."
    `);
  });

  test("SO006: overloaded", () => {
    expect(
      complaints(`export function burger(a: string): string;
export function burger(a: number): number;
/** @post /burger */
export function burger(a: string | number): string | number { return a; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:5:17 - error SO006: burger is overloaded, and one route has one signature.

        5 | export function burger(a: string | number): string | number { return a; }
          |                 ^^^^^^

        Mend: Keep one signature, or write one function a route."
    `);
  });

  test("SO007: generic", () => {
    expect(
      complaints(`/** @post /burger */
export function burger<T extends string>(a: string): number { return 1; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:17 - error SO007: burger has type parameters, and a request says nothing about types.

        3 | export function burger<T extends string>(a: string): number { return 1; }
          |                 ^^^^^^

        Mend: Name the types that it takes and returns."
    `);
  });

  test("SO010: a schedule that ends its comment", () => {
    expect(
      complaints(`/** @schedule */15 * * * * */
export function a(): void {}
/**
 * @schedule 0 */2 * * *
 */
export function b(): void {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:15 - error SO010: This */ ends the doc comment in the middle of the schedule.

        2 | /** @schedule */15 * * * * */
          |               ^^

        Mend: Write the slash as \\/, as in @schedule *\\/15 * * * *

      src/handlers/stubs.ts:5:16 - error SO010: This */ ends the doc comment in the middle of the schedule.

        5 |  * @schedule 0 */2 * * *
          |                ^^

        Mend: Write the slash as \\/, as in @schedule *\\/15 * * * *"
    `);
  });

  test("SO011: a wrangler.toml that is none", () => {
    expect(
      complaintsOf({
        "src/handlers/hello.ts": "/** @get /hello */\nexport async function hello() { return 1; }\n",
        "wrangler.toml": 'name = "api"\n\n[vars]\nCORS_ORIGINS = "https://example.com\n',
      }),
    ).toMatchInlineSnapshot(`
      "wrangler.toml:4:36 - error SO011: This is no TOML: control characters are not allowed in strings.

        4 | CORS_ORIGINS = "https://example.com
          |                                    ^

        Mend: Correct it: what it switches on decides what is in the bundle."
    `);
  });

  test("SO004: a job that is not exported", () => {
    expect(
      complaints(`/** @job */
function cleanUp(): void {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:10 - error SO004: cleanUp has @job but is not exported, so it can't become a job.

        3 | function cleanUp(): void {}
          |          ^^^^^^^

        Mend: Export the function, or remove @job."
    `);
  });

  test("SO009: a name that is a word of the language", () => {
    expect(
      complaints(`/** @delete /burgers */
async function remove(): Promise<void> {}
export { remove as delete };
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:16 - error SO009: delete is a word of the language, so no variable can be called so.

        3 | async function remove(): Promise<void> {}
          |                ^^^^^^

        Mend: Export the function under another name."
    `);
  });

  test("SO008: not a function literal", () => {
    expect(
      complaints(`declare function wrap<T>(f: T): T;
/** @get /burger */
export const burger = wrap(async () => 1);
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:14 - error SO008: burger has @get but is not written as a function, so its kind can't be read.

        4 | export const burger = wrap(async () => 1);
          |              ^^^^^^

        Mend: Write it as a function: the syntax (async, *) says where it runs."
    `);
  });
});

describe("tags", () => {
  test("SO101: a misspelt tag", () => {
    expect(
      complaints(`/**
 * @gett /burgers
 * @get /burgers
 * @staus 201
 */
export async function burgers(): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:4 - error SO101: There is no tag @gett.

        3 |  * @gett /burgers
          |    ^^^^^

        Mend: Did you mean @get?

      src/handlers/stubs.ts:5:4 - error SO101: There is no tag @staus.

        5 |  * @staus 201
          |    ^^^^^^

        Mend: Did you mean @status?"
    `);
  });

  test("SO101: a tag that resembles none", () => {
    expect(
      complaints(`/**
 * Ask @chef.
 * @get /burgers
 */
export async function burgers(): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:8 - error SO101: There is no tag @chef.

        3 |  * Ask @chef.
          |        ^^^^^

        Mend: Remove it, or put it in backticks if it is meant as text."
    `);
  });

  test("SO101: on a property", () => {
    expect(
      complaints(`interface Burger {
  /** @minumum 1 */
  id: number;
}
/** @post /burgers */
export async function burgers(burger: Burger): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:7 - error SO101: There is no tag @minumum.

        3 |   /** @minumum 1 */
          |       ^^^^^^^^

        Mend: Did you mean @minimum?"
    `);
  });

  test("SO102: a constraint on a function, a method on a type", () => {
    expect(
      complaints(`/** @post /dishes */
interface Burger { id: number }
/**
 * @post /burgers
 * @minimum 1
 */
export async function burgers(burger: Burger): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:5 - error SO102: @post has no meaning on a type.

        2 | /** @post /dishes */
          |     ^^^^^

        Mend: Put @post on an operation.

      src/handlers/stubs.ts:6:4 - error SO102: @minimum has no meaning on an operation.

        6 |  * @minimum 1
          |    ^^^^^^^^

        Mend: Put @minimum on the type, the property or the parameter that it constrains."
    `);
  });

  test("SO102: tags of routes on a job, of jobs on a dependency and a type", () => {
    expect(
      complaints(`/**
 * @job
 * @status 201
 * @security bearer
 */
export function a(): number { return 1; }
/**
 * @job
 * @schedule 0 3 * * *
 * @queue images
 */
export function b(): number { return 1; }
/** @queue images */
interface Burger { id: number }
/** @job */
type Id = number;
/** @post /c */
export function c(value: Depends<typeof b>, burger: Burger, id: Query<Id>): void {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:4 - error SO102: @status has no meaning on a job without a route.

        4 |  * @status 201
          |    ^^^^^^^

        Mend: Put @status on an operation.

      src/handlers/stubs.ts:5:4 - error SO102: @security has no meaning on a job without a route.

        5 |  * @security bearer
          |    ^^^^^^^^^

        Mend: Put @security on an operation.

      src/handlers/stubs.ts:9:4 - error SO102: @job has no meaning on a dependency.

        9 |  * @job
          |    ^^^^

        Mend: Put @job on a function in src/handlers.

      src/handlers/stubs.ts:10:4 - error SO102: @schedule has no meaning on a dependency.

        10 |  * @schedule 0 3 * * *
           |    ^^^^^^^^^

        Mend: Put @schedule on an operation.

      src/handlers/stubs.ts:14:5 - error SO102: @queue has no meaning on a type.

        14 | /** @queue images */
           |     ^^^^^^

        Mend: Put @queue on an operation.

      src/handlers/stubs.ts:16:5 - error SO102: @job has no meaning on a type.

        16 | /** @job */
           |     ^^^^

        Mend: Put @job on a function in src/handlers."
    `);
  });

  test("SO104: two methods", () => {
    expect(
      complaints(`/**
 * @get /burgers
 * @post /burgers
 */
export async function burgers(): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:4 - error SO104: This function already has @get; one operation has one method and one path, so @post is one too many.

        4 |  * @post /burgers
          |    ^^^^^

        Mend: Write a second function that calls this one."
    `);
  });

  test("SO105: paths", () => {
    expect(
      complaints(`/** @get */
export async function f0(): Promise<void> {}
/** @get burgers */
export async function f1(): Promise<void> {}
/** @get /burgers/:id */
export async function f2(id: string): Promise<void> {}
/** @get /burgers/{burger-id} */
export async function f3(): Promise<void> {}
/** @get /burgers/{id */
export async function f4(id: string): Promise<void> {}
/** @get /burgers/{id}{size} */
export async function f5(id: string): Promise<void> {}
/** @get /a/{id}/b/{id} */
export async function f6(id: string): Promise<void> {}
/** @get /burgers?limit */
export async function f7(limit: string): Promise<void> {}
/** @get /burgers of the day */
export async function f8(): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:5 - error SO105: The path is missing.

        2 | /** @get */
          |     ^^^^

        Mend: Write a path after the method: @get /burgers/{burgerId}

      src/handlers/stubs.ts:4:10 - error SO105: The path burgers does not start with /.

        4 | /** @get burgers */
          |          ^^^^^^^

        Mend: Write it as /burgers

      src/handlers/stubs.ts:6:10 - error SO105: The path /burgers/:id has a placeholder of another router.

        6 | /** @get /burgers/:id */
          |          ^^^^^^^^^^^^

        Mend: Write it as /burgers/{id}

      src/handlers/stubs.ts:8:10 - error SO105: The path /burgers/{burger-id} has the placeholder {burger-id}, which can't be a parameter's name.

        8 | /** @get /burgers/{burger-id} */
          |          ^^^^^^^^^^^^^^^^^^^^

        Mend: Name it as the parameter: {burgerId}.

      src/handlers/stubs.ts:10:10 - error SO105: The path /burgers/{id has an unmatched brace.

        10 | /** @get /burgers/{id */
           |          ^^^^^^^^^^^^

        Mend: Write placeholders as {name}.

      src/handlers/stubs.ts:12:10 - error SO105: The path /burgers/{id}{size} has two placeholders with nothing between them.

        12 | /** @get /burgers/{id}{size} */
           |          ^^^^^^^^^^^^^^^^^^^

        Mend: Put a character between them that says where the first one ends: /{year}-{month}

      src/handlers/stubs.ts:14:10 - error SO105: The path /a/{id}/b/{id} has {id} twice.

        14 | /** @get /a/{id}/b/{id} */
           |          ^^^^^^^^^^^^^^

        Mend: Give each placeholder its own name.

      src/handlers/stubs.ts:16:10 - error SO105: The path /burgers?limit contains a query.

        16 | /** @get /burgers?limit */
           |          ^^^^^^^^^^^^^^

        Mend: Parameters that are not in the path are read from the query by themselves.

      src/handlers/stubs.ts:18:10 - error SO105: The path /burgers of the day contains a space.

        18 | /** @get /burgers of the day */
           |          ^^^^^^^^^^^^^^^^^^^

        Mend: Put the path alone on its line."
    `);
  });

  test("SO106: @status", () => {
    expect(
      complaints(`/**
 * @get /burgers
 * @status 404
 */
export async function burgers(): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:12 - error SO106: @status 404 is not a status of success.

        4 |  * @status 404
          |            ^^^

        Mend: Write one number from 200 to 399, such as @status 201. Failures are @throws {404} text."
    `);
  });

  test("SO107: @throws", () => {
    expect(
      complaints(`/**
 * @get /burgers
 * @throws When there is none.
 * @throws {Error} Always.
 */
export async function burgers(): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:4 - error SO107: @throws needs the status that the client gets.

        4 |  * @throws When there is none.
          |    ^^^^^^^

        Mend: Write it as @throws {404} No burger has this id. The status is one number from 400 to 599, or 4XX, 5XX or default; media types may follow it, as in {404 text/plain}.

      src/handlers/stubs.ts:5:4 - error SO107: @throws needs the status that the client gets.

        5 |  * @throws {Error} Always.
          |    ^^^^^^^

        Mend: Write it as @throws {404} No burger has this id. The status is one number from 400 to 599, or 4XX, 5XX or default; media types may follow it, as in {404 text/plain}."
    `);
  });

  test("SO107: media types that are none", () => {
    expect(
      complaints(`/**
 * @get /burgers
 * @throws {404 json} None.
 * @throws {4xx} None.
 */
export async function burgers(): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:12 - error SO108: @throws takes media types behind the status, not \`{404 json} None.\`.

        4 |  * @throws {404 json} None.
          |            ^^^^^^^^^^^^^^^^

        Mend: Write it as @throws {404 text/plain} text

      src/handlers/stubs.ts:5:4 - error SO107: @throws needs the status that the client gets.

        5 |  * @throws {4xx} None.
          |    ^^^^^^^

        Mend: Write it as @throws {404} No burger has this id. The status is one number from 400 to 599, or 4XX, 5XX or default; media types may follow it, as in {404 text/plain}."
    `);
  });

  test("SO121: a type of an error that there is not", () => {
    expect(
      complaints(`import type { Gone } from "./nowhere";
interface SoldOut { until: string }
/**
 * @get /burgers
 * @throws {404} {@link Nothing} None.
 * @throws {409} {@link SoldOt} Sold out.
 * @throws {410} {@link Gone} Gone.
 * @throws {411} See {@link Nothing}, and {@link https://example.com}.
 * @throws {412} {@link https://example.com} is where to read on.
 */
export async function burgers(): Promise<SoldOut> { throw new Error(); }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:6:25 - error SO121: There is no type Nothing here, to be the body of this error.

        6 |  * @throws {404} {@link Nothing} None.
          |                         ^^^^^^^

        Mend: Import it: import type { Nothing } from "…". A link that is only to be read stands behind the text.

      src/handlers/stubs.ts:7:25 - error SO121: There is no type SoldOt here, to be the body of this error.

        7 |  * @throws {409} {@link SoldOt} Sold out.
          |                         ^^^^^^

        Mend: Did you mean SoldOut?

      src/handlers/stubs.ts:8:25 - error SO121: There is no type Gone here, to be the body of this error.

        8 |  * @throws {410} {@link Gone} Gone.
          |                         ^^^^

        Mend: Import it: import type { Gone } from "…". A link that is only to be read stands behind the text."
    `);
  });

  test("SO122: a type of an error that can't be one", () => {
    expect(
      complaints(`interface Page<T> { items: T[] }
const soldOut = { until: "Friday" };
interface Odd { lookup: Map<string, string> }
/**
 * @get /burgers
 * @throws {404} {@link Page} None.
 * @throws {409} {@link soldOut} Sold out.
 * @throws {410} {@link Odd} Odd.
 * @throws {411} {@link burgers} Itself.
 */
export async function burgers(): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:25 - error SO303: Map<string, string> has no JSON form.

        4 | interface Odd { lookup: Map<string, string> }
          |                         ^^^^^^^^^^^^^^^^^^^

        Mend: Use Record<string, …>, or an array of pairs: Object.fromEntries(map), [...map].

      src/handlers/stubs.ts:7:25 - error SO122: Page has type parameters, which a link can't fill in, so it can't be the body of this error.

        7 |  * @throws {404} {@link Page} None.
          |                         ^^^^

        Mend: Give it a name with them, and link that: type Body = Page<…>.

      src/handlers/stubs.ts:8:25 - error SO122: soldOut is no type, but a value, so it can't be the body of this error.

        8 |  * @throws {409} {@link soldOut} Sold out.
          |                         ^^^^^^^

        Mend: Link a type. A link that is only to be read stands behind the text.

      src/handlers/stubs.ts:10:25 - error SO122: burgers is no type, but a value, so it can't be the body of this error.

        10 |  * @throws {411} {@link burgers} Itself.
           |                         ^^^^^^^

        Mend: Link a type. A link that is only to be read stands behind the text."
    `);
  });

  test("SO108: values of tags", () => {
    expect(
      complaints(`/**
 * @post /burgers
 * @retries many
 * @timeout 0
 * @security
 * @tag
 * @produces webp
 * @consumes png, jpeg
 */
export function burgers(image: Uint8Array): Uint8Array { return image; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:13 - error SO108: @retries takes a whole number, 0 or more, not \`many\`.

        4 |  * @retries many
          |             ^^^^

        Mend: Write it as @retries 3

      src/handlers/stubs.ts:5:13 - error SO108: @timeout takes a number of seconds above 0, not \`0\`.

        5 |  * @timeout 0
          |             ^

        Mend: Write it as @timeout 60

      src/handlers/stubs.ts:6:4 - error SO108: @security takes the name of a security scheme, not nothing.

        6 |  * @security
          |    ^^^^^^^^^

        Mend: Write it as @security bearer

      src/handlers/stubs.ts:7:4 - error SO108: @tag takes a name, not nothing.

        7 |  * @tag
          |    ^^^^

        Mend: Write it as @tag Menu

      src/handlers/stubs.ts:8:14 - error SO108: @produces takes one media type, not \`webp\`.

        8 |  * @produces webp
          |              ^^^^

        Mend: Write it as @produces image/webp

      src/handlers/stubs.ts:9:14 - error SO108: @consumes takes media types, separated by commas, not \`png, jpeg\`.

        9 |  * @consumes png, jpeg
          |              ^^^^^^^^^

        Mend: Write it as @consumes image/png, image/jpeg"
    `);
  });

  test("SO109: job tags on the edge", () => {
    expect(
      complaints(`/**
 * @post /burgers
 * @retries 3
 */
export async function burgers(): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:4 - error SO109: @retries is for jobs, and an async function runs at once, on the edge.

        4 |  * @retries 3
          |    ^^^^^^^^

        Mend: Remove @retries, or write a plain function if this is CPU work."
    `);
  });

  test("SO108: values of the job tags", () => {
    expect(
      complaints(`/**
 * @post /a
 * @queue 2nd
 * @priority 11
 * @backoff 10 2
 * @concurrency 0
 * @rate 10/day
 * @unique always
 * @retention forever
 * @timeout 0.0001
 */
export function a(): number { return 1; }
/**
 * @post /b
 * @queue
 * @priority high
 * @backoff 1 2 3
 * @rate 0/s
 */
export function b(): number { return 1; }
/** @job nightly */
export function c(): void {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:11 - error SO108: @queue takes a name of at most 64 letters, digits, _ and -, a letter first, not \`2nd\`.

        4 |  * @queue 2nd
          |           ^^^

        Mend: Write it as @queue images

      src/handlers/stubs.ts:5:14 - error SO108: @priority takes a whole number from -10 to 10, not \`11\`.

        5 |  * @priority 11
          |              ^^

        Mend: Write it as @priority 5

      src/handlers/stubs.ts:6:13 - error SO108: @backoff takes the seconds before the first retry and, if wanted, of the longest wait, not \`10 2\`.

        6 |  * @backoff 10 2
          |             ^^^^

        Mend: Write it as @backoff 2 600

      src/handlers/stubs.ts:7:17 - error SO108: @concurrency takes a whole number above 0, not \`0\`.

        7 |  * @concurrency 0
          |                 ^

        Mend: Write it as @concurrency 2

      src/handlers/stubs.ts:8:10 - error SO108: @rate takes a whole number above 0 per s, min or h, not \`10/day\`.

        8 |  * @rate 10/day
          |          ^^^^^^

        Mend: Write it as @rate 10/s

      src/handlers/stubs.ts:9:12 - error SO108: @unique takes no value, not \`always\`.

        9 |  * @unique always
          |            ^^^^^^

        Mend: Write it as @unique

      src/handlers/stubs.ts:10:15 - error SO108: @retention takes a number of seconds above 0, not \`forever\`.

        10 |  * @retention forever
           |               ^^^^^^^

        Mend: Write it as @retention 3600

      src/handlers/stubs.ts:11:13 - error SO108: @timeout takes a number of seconds above 0, not \`0.0001\`.

        11 |  * @timeout 0.0001
           |             ^^^^^^

        Mend: Write it as @timeout 60

      src/handlers/stubs.ts:16:4 - error SO108: @queue takes a name of at most 64 letters, digits, _ and -, a letter first, not nothing.

        16 |  * @queue
           |    ^^^^^^

        Mend: Write it as @queue images

      src/handlers/stubs.ts:17:14 - error SO108: @priority takes a whole number from -10 to 10, not \`high\`.

        17 |  * @priority high
           |              ^^^^

        Mend: Write it as @priority 5

      src/handlers/stubs.ts:18:13 - error SO108: @backoff takes the seconds before the first retry and, if wanted, of the longest wait, not \`1 2 3\`.

        18 |  * @backoff 1 2 3
           |             ^^^^^

        Mend: Write it as @backoff 2 600

      src/handlers/stubs.ts:19:10 - error SO108: @rate takes a whole number above 0 per s, min or h, not \`0/s\`.

        19 |  * @rate 0/s
           |          ^^^

        Mend: Write it as @rate 10/s

      src/handlers/stubs.ts:22:10 - error SO108: @job takes no value, not \`nightly\`.

        22 | /** @job nightly */
           |          ^^^^^^^

        Mend: Write it as @job"
    `);
  });

  test("SO108: schedules without their five fields", () => {
    expect(
      complaints(`/**
 * @schedule
 * @schedule 0 3 * *
 * @schedule 0 0 3 * * *
 * @schedule 0 3 * * * Europe/Berlin daily
 * @schedule 0 3 * * * +02:00
 */
export function a(): void {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:4 - error SO108: @schedule takes five fields of cron and, if wanted, a time zone, not nothing.

        3 |  * @schedule
          |    ^^^^^^^^^

        Mend: Write it as @schedule 0 3 * * * Europe/Berlin

      src/handlers/stubs.ts:4:14 - error SO108: @schedule takes five fields of cron and, if wanted, a time zone, not \`0 3 * *\`.

        4 |  * @schedule 0 3 * *
          |              ^^^^^^^

        Mend: Write it as @schedule 0 3 * * * Europe/Berlin

      src/handlers/stubs.ts:5:14 - error SO108: @schedule takes five fields of cron and, if wanted, a time zone, not \`0 0 3 * * *\`.

        5 |  * @schedule 0 0 3 * * *
          |              ^^^^^^^^^^^

        Mend: Write it as @schedule 0 3 * * * Europe/Berlin

      src/handlers/stubs.ts:6:14 - error SO108: @schedule takes five fields of cron and, if wanted, a time zone, not \`0 3 * * * Europe/Berlin daily\`.

        6 |  * @schedule 0 3 * * * Europe/Berlin daily
          |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Write it as @schedule 0 3 * * * Europe/Berlin

      src/handlers/stubs.ts:7:14 - error SO108: @schedule takes five fields of cron and, if wanted, a time zone, not \`0 3 * * * +02:00\`.

        7 |  * @schedule 0 3 * * * +02:00
          |              ^^^^^^^^^^^^^^^^

        Mend: Write it as @schedule 0 3 * * * Europe/Berlin"
    `);
  });

  test("SO109: every job tag on the edge, and jobs that would wait", () => {
    expect(
      complaints(`/**
 * @post /a
 * @queue images
 * @priority 1
 * @backoff 1
 * @concurrency 1
 * @rate 1/s
 * @unique
 * @retention 60
 * @schedule 0 3 * * *
 */
export async function a(): Promise<void> {}
/** @job */
export async function b(): Promise<void> {}
/** @schedule 0 3 * * * */
export async function* c(): AsyncGenerator<number> {}
/** @concurrency 1 */
export async function d(): Promise<number> { return 1; }
/** @get /e */
export async function e(value: Depends<typeof d>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:4 - error SO109: @queue is for jobs, and an async function runs at once, on the edge.

        4 |  * @queue images
          |    ^^^^^^

        Mend: Remove @queue, or write a plain function if this is CPU work.

      src/handlers/stubs.ts:5:4 - error SO109: @priority is for jobs, and an async function runs at once, on the edge.

        5 |  * @priority 1
          |    ^^^^^^^^^

        Mend: Remove @priority, or write a plain function if this is CPU work.

      src/handlers/stubs.ts:6:4 - error SO109: @backoff is for jobs, and an async function runs at once, on the edge.

        6 |  * @backoff 1
          |    ^^^^^^^^

        Mend: Remove @backoff, or write a plain function if this is CPU work.

      src/handlers/stubs.ts:7:4 - error SO109: @concurrency is for jobs, and an async function runs at once, on the edge.

        7 |  * @concurrency 1
          |    ^^^^^^^^^^^^

        Mend: Remove @concurrency, or write a plain function if this is CPU work.

      src/handlers/stubs.ts:8:4 - error SO109: @rate is for jobs, and an async function runs at once, on the edge.

        8 |  * @rate 1/s
          |    ^^^^^

        Mend: Remove @rate, or write a plain function if this is CPU work.

      src/handlers/stubs.ts:9:4 - error SO109: @unique is for jobs, and an async function runs at once, on the edge.

        9 |  * @unique
          |    ^^^^^^^

        Mend: Remove @unique, or write a plain function if this is CPU work.

      src/handlers/stubs.ts:10:4 - error SO109: @retention is for jobs, and an async function runs at once, on the edge.

        10 |  * @retention 60
           |    ^^^^^^^^^^

        Mend: Remove @retention, or write a plain function if this is CPU work.

      src/handlers/stubs.ts:11:4 - error SO109: @schedule is for jobs, and an async function runs at once, on the edge.

        11 |  * @schedule 0 3 * * *
           |    ^^^^^^^^^

        Mend: Remove @schedule, or write a plain function if this is CPU work.

      src/handlers/stubs.ts:14:5 - error SO109: @job is for jobs, and an async function runs at once, on the edge.

        14 | /** @job */
           |     ^^^^

        Mend: Remove @job, or write a plain function if this is CPU work.

      src/handlers/stubs.ts:16:5 - error SO109: @schedule is for jobs, and an async function* runs at once, on the edge.

        16 | /** @schedule 0 3 * * * */
           |     ^^^^^^^^^

        Mend: Remove @schedule, or write a plain function if this is CPU work.

      src/handlers/stubs.ts:18:5 - error SO109: @concurrency is for jobs, and an async function runs at once, on the edge.

        18 | /** @concurrency 1 */
           |     ^^^^^^^^^^^^

        Mend: Remove @concurrency, or write a plain function if this is CPU work."
    `);
  });

  test("SO110: twice", () => {
    expect(
      complaints(`/**
 * @post /burgers
 * @status 200
 * @status 201
 */
export async function burgers(): Promise<number> { return 1; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:5:4 - error SO110: @status is given twice.

        5 |  * @status 201
          |    ^^^^^^^

        Mend: Keep one of them."
    `);
  });

  test("SO111: @param", () => {
    expect(
      complaints(`/**
 * @post /burgers
 * @param limt How many.
 * @param nothing Not there.
 */
export async function burgers(limit: number): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:11 - error SO111: There is no parameter limt.

        4 |  * @param limt How many.
          |           ^^^^

        Mend: Did you mean limit?

      src/handlers/stubs.ts:5:11 - error SO111: There is no parameter nothing.

        5 |  * @param nothing Not there.
          |           ^^^^^^^

        Mend: Remove the tag, or name a parameter of this function."
    `);
  });

  test("SO112: @consumes without a raw body", () => {
    expect(
      complaints(`/**
 * @post /burgers
 * @consumes image/png
 */
export async function burgers(limit: number): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:4 - error SO112: @consumes is for a raw body, and no parameter of this function takes one.

        4 |  * @consumes image/png
          |    ^^^^^^^^^

        Mend: Take the body as Uint8Array or ReadableStream, or remove @consumes."
    `);
  });

  test("SO112: @consumes for what only a dependency reads", () => {
    expect(
      complaints(`/** @consumes image/png */
export async function photo(bytes: Uint8Array): Promise<number> { return bytes.length; }
/** @consumes image/png */
export async function size(limit: number): Promise<number> { return limit; }
/**
 * @post /photos
 * @consumes image/png
 */
export async function setPhoto(of: Depends<typeof photo>, to: Depends<typeof size>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:5 - error SO112: @consumes is for a raw body, and no parameter of this function takes one.

        4 | /** @consumes image/png */
          |     ^^^^^^^^^

        Mend: Take the body as Uint8Array or ReadableStream, or remove @consumes.

      src/handlers/stubs.ts:8:4 - error SO112: @consumes is for a raw body, and no parameter of this function takes one.

        8 |  * @consumes image/png
          |    ^^^^^^^^^

        Mend: Take the body as Uint8Array or ReadableStream, or remove @consumes."
    `);
  });

  test("SO113: @produces of JSON and of a stream", () => {
    expect(
      complaints(`/**
 * @post /burgers
 * @produces text/csv
 */
export async function burgers(): Promise<number[]> { return []; }
/**
 * @get /stream
 * @produces text/csv
 */
export async function* stream(): AsyncGenerator<number> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:4 - error SO113: @produces text/csv does not fit JSON.

        4 |  * @produces text/csv
          |    ^^^^^^^^^

        Mend: JSON goes out as application/json and a stream as its client asks. Return a string or Uint8Array for another media type, or a Response to decide everything.

      src/handlers/stubs.ts:9:4 - error SO113: @produces text/csv does not fit a stream of items.

        9 |  * @produces text/csv
          |    ^^^^^^^^^

        Mend: JSON goes out as application/json and a stream as its client asks. Return a string or Uint8Array for another media type, or a Response to decide everything."
    `);
  });

  test("SO114: a status that carries no body", () => {
    expect(
      complaints(`/**
 * @post /burgers
 * @status 204
 */
export async function burgers(): Promise<number[]> { return []; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:12 - error SO114: Status 204 carries no body, but this function returns something.

        4 |  * @status 204
          |            ^^^

        Mend: Return void, or choose another @status."
    `);
  });

  test("SO110: job tags twice, but several schedules", () => {
    expect(
      complaints(`/**
 * @job
 * @queue a
 * @queue b
 * @unique
 * @unique
 * @schedule 0 3 * * *
 * @schedule 0 15 * * *
 */
export function a(): void {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:5:4 - error SO110: @queue is given twice.

        5 |  * @queue b
          |    ^^^^^^

        Mend: Keep one of them.

      src/handlers/stubs.ts:7:4 - error SO110: @unique is given twice.

        7 |  * @unique
          |    ^^^^^^^

        Mend: Keep one of them."
    `);
  });

  test("SO115: a job with a route", () => {
    expect(
      complaints(`/**
 * @post /a
 * @job
 */
export function a(): void {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:4 - error SO115: @job is for a function without a route, but this one has a method and a path.

        4 |  * @job
          |    ^^^^

        Mend: Remove @job: with a path, a plain function or a function* runs as a job too."
    `);
  });

  test("SO116: fields of a schedule", () => {
    expect(
      complaints(`/**
 * @job
 * @schedule 60 3 * * *
 * @schedule 0 24 * * *
 * @schedule 0 3 0,32 * *
 * @schedule 0 3 * FEBR *
 * @schedule 0 3 * * 5-1 Europe/Berlin
 * @schedule 0/15 * * * *
 */
export function a(): void {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:14 - error SO116: \`60\` is no minute.

        4 |  * @schedule 60 3 * * *
          |              ^^

        Mend: That field takes *, or numbers of 0-59: 1,3 (a list), 1-5 (a range), 0-59/2 (every other one).

      src/handlers/stubs.ts:5:16 - error SO116: \`24\` is no hour.

        5 |  * @schedule 0 24 * * *
          |                ^^

        Mend: That field takes *, or numbers of 0-23: 1,3 (a list), 1-5 (a range), 0-23/2 (every other one).

      src/handlers/stubs.ts:6:18 - error SO116: \`0,32\` is no day of the month.

        6 |  * @schedule 0 3 0,32 * *
          |                  ^^^^

        Mend: That field takes *, or numbers of 1-31: 1,3 (a list), 1-5 (a range), 1-31/2 (every other one).

      src/handlers/stubs.ts:7:20 - error SO116: \`FEBR\` is no month.

        7 |  * @schedule 0 3 * FEBR *
          |                    ^^^^

        Mend: That field takes *, or numbers of 1-12: 1,3 (a list), 1-5 (a range), 1-12/2 (every other one).

      src/handlers/stubs.ts:8:22 - error SO116: \`5-1\` is no day of the week.

        8 |  * @schedule 0 3 * * 5-1 Europe/Berlin
          |                      ^^^

        Mend: That field takes *, or numbers of 0-6: 1,3 (a list), 1-5 (a range), 0-6/2 (every other one).

      src/handlers/stubs.ts:9:14 - error SO116: \`0/15\` is no minute.

        9 |  * @schedule 0/15 * * * *
          |              ^^^^

        Mend: That field takes *, or numbers of 0-59: 1,3 (a list), 1-5 (a range), 0-59/2 (every other one)."
    `);
  });

  test("SO117: a schedule that never comes", () => {
    expect(
      complaints(`/** @schedule 0 0 31 2,4 * */
export function a(): void {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:15 - error SO117: No date fits \`0 0 31 2,4 *\`.

        2 | /** @schedule 0 0 31 2,4 * */
          |               ^^^^^^^^^^^^

        Mend: Correct the day of the month or the month."
    `);
  });

  test("SO118: time zones", () => {
    expect(
      complaints(`/**
 * @schedule 0 3 * * * Europe/Berln
 * @schedule 0 3 * * * Middle-earth
 */
export function a(): void {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:24 - error SO118: There is no time zone Europe/Berln.

        3 |  * @schedule 0 3 * * * Europe/Berln
          |                        ^^^^^^^^^^^^

        Mend: Did you mean Europe/Berlin?

      src/handlers/stubs.ts:4:24 - error SO118: There is no time zone Middle-earth.

        4 |  * @schedule 0 3 * * * Middle-earth
          |                        ^^^^^^^^^^^^

        Mend: Name one of the IANA database, such as Europe/Berlin; without one it is UTC."
    `);
  });
});

describe("parameters", () => {
  test("SO201: destructured", () => {
    expect(
      complaints(`/** @post /things */
export async function things({ a, b }: { a: string; b: string }): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:30 - error SO201: A destructured parameter has no name to find it by in the request.

        3 | export async function things({ a, b }: { a: string; b: string }): Promise<void> {}
          |                              ^^^^^^^^

        Mend: Give the parameter a name and take it apart in the body: \`const { a, b } = burger;\`"
    `);
  });

  test("SO202: rest", () => {
    expect(
      complaints(`/** @post /things */
export async function things(...names: string[]): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:30 - error SO202: A rest parameter (...names) has no place in a request.

        3 | export async function things(...names: string[]): Promise<void> {}
          |                              ^^^^^^^^^^^^^^^^^^

        Mend: Take a list: names: Query<string[]> from the query, or names: Item[] from the body."
    `);
  });

  test("SO203: without a type", () => {
    expect(
      complaints(`/** @post /things */
export async function things(name): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:30 - error SO203: The parameter name has no type.

        3 | export async function things(name): Promise<void> {}
          |                              ^^^^

        Mend: Declare what it is: name: string."
    `);
  });

  test("SO204: a path parameter without a placeholder", () => {
    expect(
      complaints(`/** @post /things */
export async function things(id: Path<string>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:30 - error SO204: id is read from the path, but /things (things) has no {id}.

        3 | export async function things(id: Path<string>): Promise<void> {}
          |                              ^^^^^^^^^^^^^^^^

        Mend: Put {id} into the path, or take it from elsewhere: Query<…>, Header<…>."
    `);
  });

  test("SO205: a placeholder without a parameter", () => {
    expect(
      complaints(`/** @get /burgers/{burgerId}/{size} */
export async function things(burgerID: string): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:10 - error SO205: No parameter takes {burgerId} of /burgers/{burgerId}/{size}.

        2 | /** @get /burgers/{burgerId}/{size} */
          |          ^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Did you mean {burgerID}?

      src/handlers/stubs.ts:2:10 - error SO205: No parameter takes {size} of /burgers/{burgerId}/{size}.

        2 | /** @get /burgers/{burgerId}/{size} */
          |          ^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Add a parameter size: string, or remove {size} from the path."
    `);
  });

  test("SO206: an optional path parameter", () => {
    expect(
      complaints(`/** @get /burgers/{id} */
export async function things(id: string = "first"): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:30 - error SO206: id is part of the path, so it can't be left out.

        3 | export async function things(id: string = "first"): Promise<void> {}
          |                              ^^^^^^^^^^^^^^^^^^^^

        Mend: Remove the \`?\`, the default or \`| undefined\`; write a second operation for the shorter path."
    `);
  });

  test("SO207: a body of GET and HEAD", () => {
    expect(
      complaints(`/** @get /burgers */
export async function get(filter: { name: string }): Promise<void> {}
/** @head /burgers */
export async function head(photo: UploadedFile): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:27 - error SO207: filter is read from the body, but GET (get) has none.

        3 | export async function get(filter: { name: string }): Promise<void> {}
          |                           ^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Use @post, or take filter from the query: Query<…> with a scalar or a list of scalars.

      src/handlers/stubs.ts:5:28 - error SO207: photo is read from the body, but HEAD (head) has none.

        5 | export async function head(photo: UploadedFile): Promise<void> {}
          |                            ^^^^^^^^^^^^^^^^^^^

        Mend: Use @post, or take photo from the query: Query<…> with a scalar or a list of scalars. A HEAD request is answered by @get too."
    `);
  });

  test("SO208: two kinds of body", () => {
    expect(
      complaints(`/** @post /things */
export async function things(burger: { name: string }, title: Form<string>, image: Uint8Array): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:56 - error SO208: title takes a form field, but burger takes a JSON body, and one request (things) has one body.

        3 | export async function things(burger: { name: string }, title: Form<string>, image: Uint8Array): Promise<void> {}
          |                                                        ^^^^^^^^^^^^^^^^^^^

        Mend: Take all of it as JSON, or all of it as a form; files and form fields go together. Form<…> marks a form field.

      src/handlers/stubs.ts:3:77 - error SO208: image takes the raw body, but burger takes a JSON body, and one request (things) has one body.

        3 | export async function things(burger: { name: string }, title: Form<string>, image: Uint8Array): Promise<void> {}
          |                                                                             ^^^^^^^^^^^^^^^^^

        Mend: Take all of it as JSON, or all of it as a form; files and form fields go together. Form<…> marks a form field."
    `);
  });

  test("SO208: a whole form and a field of it", () => {
    expect(
      complaints(`/** @post /things */
export async function things(burger: Form<{ name: string }>, title: Form<string>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:62 - error SO208: title takes a form field, but burger takes the whole form, and one request (things) has one body.

        3 | export async function things(burger: Form<{ name: string }>, title: Form<string>): Promise<void> {}
          |                                                              ^^^^^^^^^^^^^^^^^^^

        Mend: Take all of it as JSON, or all of it as a form; files and form fields go together. Form<…> marks a form field."
    `);
  });

  test("SO209: Context and Request in a job", () => {
    expect(
      complaints(`import type { Context } from "hono";
/** @post /things */
export function things(c: Context, request: Request): number { return 1; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:24 - error SO209: c is Hono's Context, which belongs to the edge, but a plain function runs on an executor.

        4 | export function things(c: Context, request: Request): number { return 1; }
          |                        ^^^^^^^^^^

        Mend: Take what you need of it as parameters (Header<…>, Query<…>, Cookie<…>), or make the function async.

      src/handlers/stubs.ts:4:36 - error SO209: request is the Request, which belongs to the edge, but a plain function runs on an executor.

        4 | export function things(c: Context, request: Request): number { return 1; }
          |                                    ^^^^^^^^^^^^^^^^

        Mend: Take what you need of it as parameters (Header<…>, Query<…>, Cookie<…>), or make the function async."
    `);
  });

  test("SO210, SO211, SO212: Resume", () => {
    expect(
      complaints(`/** @post /things */
export function things(resume: Resume<number>, limit: number): number { return 1; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:24 - error SO210: resume is a Resume, but only a function* leaves checkpoints to resume from.

        3 | export function things(resume: Resume<number>, limit: number): number { return 1; }
          |                        ^^^^^^^^^^^^^^^^^^^^^^

        Mend: Make it a function* that yields checkpoints, or remove the parameter.

      src/handlers/stubs.ts:3:24 - error SO211: resume is a Resume, and must be the last parameter.

        3 | export function things(resume: Resume<number>, limit: number): number { return 1; }
          |                        ^^^^^^^^^^^^^^^^^^^^^^

        Mend: Move it to the end: the async twin leaves it out.

      src/handlers/stubs.ts:3:24 - error SO212: resume is a Resume, and the first attempt has none.

        3 | export function things(resume: Resume<number>, limit: number): number { return 1; }
          |                        ^^^^^^^^^^^^^^^^^^^^^^

        Mend: Make it optional: resume?: Resume<…>."
    `);
  });

  test("SO213: what is no text", () => {
    expect(
      complaints(`/** @post /things */
export async function things(burger: Query<{ sides: { name: string } }>, grid: Header<number[][]>, form: Form<{ name: string }[]>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:30 - error SO213: burger is read from the query, but { sides: { name: string } } is not text that fits there.

        3 | export async function things(burger: Query<{ sides: { name: string } }>, grid: Header<number[][]>, form: Form<{ name: string }[]>): Promise<void> {}
          |                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Use a string, number, boolean, Date, enum or union of literals, or a list of them; in the query an object of these, too. Or take it from the body.

      src/handlers/stubs.ts:3:74 - error SO213: grid is read from the header, but number[][] is not text that fits there.

        3 | export async function things(burger: Query<{ sides: { name: string } }>, grid: Header<number[][]>, form: Form<{ name: string }[]>): Promise<void> {}
          |                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Use a string, number, boolean, Date, enum or union of literals, or a list of them; in the query an object of these, too. Or take it from the body.

      src/handlers/stubs.ts:3:100 - error SO213: form is read from the form, but { name: string }[] is not text that fits there.

        3 | export async function things(burger: Query<{ sides: { name: string } }>, grid: Header<number[][]>, form: Form<{ name: string }[]>): Promise<void> {}
          |                                                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Use a string, number, boolean, Date, enum or union of literals, or a list of them; in the query an object of these, too. Or take it from the body."
    `);
  });

  test("SO222, SO310: a style that does not fit, or is none", () => {
    expect(
      complaints(`/** @get /things */
export async function things(
  /** @style deepObject */ ids: Query<string[]>,
  /** @style pipeDelimited */ filter: Query<{ name: string }>,
  /** @style commas */ sizes: Query<string[]>,
  /** @style commaDelimited */ page = 1,
): Promise<void> {}
/** @style commaDelimited */
export type Ids = string[];
/** @get /others */
export async function others(ids: Query<Ids>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:7 - error SO222: @style deepObject is for an object in the query, and ids is none.

        4 |   /** @style deepObject */ ids: Query<string[]>,
          |       ^^^^^^

        Mend: Remove @style, or take an object from the query: ids: Query<{ … }>.

      src/handlers/stubs.ts:5:7 - error SO222: @style pipeDelimited is for a list in the query, and filter is none.

        5 |   /** @style pipeDelimited */ filter: Query<{ name: string }>,
          |       ^^^^^^

        Mend: Remove @style, or take a list from the query: filter: Query<…[]>.

      src/handlers/stubs.ts:6:14 - error SO310: @style takes commaDelimited, spaceDelimited, pipeDelimited or deepObject, not \`commas\`.

        6 |   /** @style commas */ sizes: Query<string[]>,
          |              ^^^^^^

        Mend: Correct the value after @style; text that explains it belongs above the tags.

      src/handlers/stubs.ts:7:7 - error SO222: @style commaDelimited is for a list in the query, and page is none.

        7 |   /** @style commaDelimited */ page = 1,
          |       ^^^^^^

        Mend: Remove @style, or take a list from the query: page: Query<…[]>.

      src/handlers/stubs.ts:9:5 - error SO102: @style has no meaning on a type.

        9 | /** @style commaDelimited */
          |     ^^^^^^

        Mend: Put @style on the parameter itself."
    `);
  });

  test("SO214: a list in path and cookie", () => {
    expect(
      complaints(`/** @get /burgers/{ids} */
export async function things(ids: Path<string[]>, names: Cookie<string[]>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:30 - error SO214: ids is a list, and the path holds one value of each name.

        3 | export async function things(ids: Path<string[]>, names: Cookie<string[]>): Promise<void> {}
          |                              ^^^^^^^^^^^^^^^^^^^

        Mend: Take a single value, or take the list from the query: Query<…[]>.

      src/handlers/stubs.ts:3:51 - error SO214: names is a list, and the cookie holds one value of each name.

        3 | export async function things(ids: Path<string[]>, names: Cookie<string[]>): Promise<void> {}
          |                                                   ^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Take a single value, or take the list from the query: Query<…[]>."
    `);
  });

  test("SO215: a stream in a job", () => {
    expect(
      complaints(`/** @post /things */
export function things(body: ReadableStream): number { return 1; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:24 - error SO215: body is a stream, but a plain function runs on an executor, and a stream can't wait in the queue.

        3 | export function things(body: ReadableStream): number { return 1; }
          |                        ^^^^^^^^^^^^^^^^^^^^

        Mend: Take the whole body: body: Uint8Array."
    `);
  });

  test("SO216: other raw bodies", () => {
    expect(
      complaints(`/** @post /things */
export async function things(a: Blob): Promise<void> {}
/** @put /things */
export async function others(b: ArrayBuffer): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:30 - error SO216: a can't be filled: a body does not arrive as Blob.

        3 | export async function things(a: Blob): Promise<void> {}
          |                              ^^^^^^^

        Mend: Take the raw body as a: Uint8Array or ReadableStream, and a file of a form as a: UploadedFile.

      src/handlers/stubs.ts:5:30 - error SO216: b can't be filled: a body does not arrive as ArrayBuffer.

        5 | export async function others(b: ArrayBuffer): Promise<void> {}
          |                              ^^^^^^^^^^^^^^

        Mend: Take the raw body as b: Uint8Array or ReadableStream, and a file of a form as b: UploadedFile."
    `);
  });

  test("SO217: a checkpoint that is not what comes back", () => {
    expect(
      complaints(`/** @post /things */
export function* things(resume?: Resume<number>): Steps<{ epoch: number }, number> { return 1; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:25 - error SO217: The checkpoint is { epoch: number; }, but it comes back as number.

        3 | export function* things(resume?: Resume<number>): Steps<{ epoch: number }, number> { return 1; }
          |                         ^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Use the same type in both places: resume?: Resume<{ epoch: number; }>."
    `);
  });

  test("SO218: a marker inside another type", () => {
    expect(
      complaints(`/** @post /things */
export async function things(tags: Query<string>[], limit: Query<string> | Header<string>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:36 - error SO218: tags has Query<…> inside another type, where it says nothing.

        3 | export async function things(tags: Query<string>[], limit: Query<string> | Header<string>): Promise<void> {}
          |                                    ^^^^^^^^^^^^^^^

        Mend: Put Query<…> around the whole type.

      src/handlers/stubs.ts:3:60 - error SO218: limit has Query<…> inside another type, where it says nothing.

        3 | export async function things(tags: Query<string>[], limit: Query<string> | Header<string>): Promise<void> {}
          |                                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Put Query<…> around the whole type."
    `);
  });

  test("SO219: a dependency's parameter that is in some paths only", () => {
    expect(
      complaints(`export async function current(burgerId: string): Promise<string> { return burgerId; }
/** @get /burgers/{burgerId} */
export async function one(burger: Depends<typeof current>): Promise<void> {}
/** @get /burgers */
export async function all(burger: Depends<typeof current>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:31 - error SO219: burgerId is in the path of one, but not of all.

        2 | export async function current(burgerId: string): Promise<string> { return burgerId; }
          |                               ^^^^^^^^^^^^^^^^

        Mend: Say where it comes from, with burgerId: Path<…> or Query<…>, or split the dependency."
    `);
  });

  test("SO220: what only a request can give", () => {
    expect(
      complaints(`import type { Context } from "hono";
async function customer(): Promise<string> { return ""; }
type Session = Cookie<string>;
/** @job */
export function a(q: Query<string>, id: Path<string>, agent: Header<string>, session: Session, body: Body<string>,
  field: Form<string>, who: Depends<typeof customer>, c: Context, request: Request): void {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:6:19 - error SO220: q is Query<…>, which only a request can give, and a has no route.

        6 | export function a(q: Query<string>, id: Path<string>, agent: Header<string>, session: Session, body: Body<string>,
          |                   ^^^^^^^^^^^^^^^^

        Mend: Take the value itself, without a marker: whoever submits the job passes it. Or give the function a path.

      src/handlers/stubs.ts:6:37 - error SO220: id is Path<…>, which only a request can give, and a has no route.

        6 | export function a(q: Query<string>, id: Path<string>, agent: Header<string>, session: Session, body: Body<string>,
          |                                     ^^^^^^^^^^^^^^^^

        Mend: Take the value itself, without a marker: whoever submits the job passes it. Or give the function a path.

      src/handlers/stubs.ts:6:55 - error SO220: agent is Header<…>, which only a request can give, and a has no route.

        6 | export function a(q: Query<string>, id: Path<string>, agent: Header<string>, session: Session, body: Body<string>,
          |                                                       ^^^^^^^^^^^^^^^^^^^^^

        Mend: Take the value itself, without a marker: whoever submits the job passes it. Or give the function a path.

      src/handlers/stubs.ts:6:78 - error SO220: session is Cookie<…>, which only a request can give, and a has no route.

        6 | export function a(q: Query<string>, id: Path<string>, agent: Header<string>, session: Session, body: Body<string>,
          |                                                                              ^^^^^^^^^^^^^^^^

        Mend: Take the value itself, without a marker: whoever submits the job passes it. Or give the function a path.

      src/handlers/stubs.ts:6:96 - error SO220: body is Body<…>, which only a request can give, and a has no route.

        6 | export function a(q: Query<string>, id: Path<string>, agent: Header<string>, session: Session, body: Body<string>,
          |                                                                                                ^^^^^^^^^^^^^^^^^^

        Mend: Take the value itself, without a marker: whoever submits the job passes it. Or give the function a path.

      src/handlers/stubs.ts:7:3 - error SO220: field is Form<…>, which only a request can give, and a has no route.

        7 |   field: Form<string>, who: Depends<typeof customer>, c: Context, request: Request): void {}
          |   ^^^^^^^^^^^^^^^^^^^

        Mend: Take the value itself, without a marker: whoever submits the job passes it. Or give the function a path.

      src/handlers/stubs.ts:7:24 - error SO220: who is Depends<…>, which only a request can give, and a has no route.

        7 |   field: Form<string>, who: Depends<typeof customer>, c: Context, request: Request): void {}
          |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Take the value itself, without a marker: whoever submits the job passes it. Or give the function a path.

      src/handlers/stubs.ts:7:55 - error SO220: c is Hono's Context, which only a request can give, and a has no route.

        7 |   field: Form<string>, who: Depends<typeof customer>, c: Context, request: Request): void {}
          |                                                       ^^^^^^^^^^

        Mend: Take the value itself, without a marker: whoever submits the job passes it. Or give the function a path.

      src/handlers/stubs.ts:7:67 - error SO220: request is the Request, which only a request can give, and a has no route.

        7 |   field: Form<string>, who: Depends<typeof customer>, c: Context, request: Request): void {}
          |                                                                   ^^^^^^^^^^^^^^^^

        Mend: Take the value itself, without a marker: whoever submits the job passes it. Or give the function a path."
    `);
  });

  test("SO210 to SO216: jobs take what operations on an executor take", () => {
    expect(
      complaints(`/** @job */
export function a(stream: ReadableStream, blob: Blob, { b }: { b: string }, odd: Map<string, string>, resume?: Resume<number>): void {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:19 - error SO215: stream is a stream, but a plain function runs on an executor, and a stream can't wait in the queue.

        3 | export function a(stream: ReadableStream, blob: Blob, { b }: { b: string }, odd: Map<string, string>, resume?: Resume<number>): void {}
          |                   ^^^^^^^^^^^^^^^^^^^^^^

        Mend: Take the whole body: stream: Uint8Array.

      src/handlers/stubs.ts:3:43 - error SO216: blob can't be filled: a body does not arrive as Blob.

        3 | export function a(stream: ReadableStream, blob: Blob, { b }: { b: string }, odd: Map<string, string>, resume?: Resume<number>): void {}
          |                                           ^^^^^^^^^^

        Mend: Take the raw body as blob: Uint8Array or ReadableStream, and a file of a form as blob: UploadedFile.

      src/handlers/stubs.ts:3:55 - error SO201: A destructured parameter has no name to find it by in the request.

        3 | export function a(stream: ReadableStream, blob: Blob, { b }: { b: string }, odd: Map<string, string>, resume?: Resume<number>): void {}
          |                                                       ^^^^^

        Mend: Give the parameter a name and take it apart in the body: \`const { a, b } = burger;\`

      src/handlers/stubs.ts:3:82 - error SO303: Map<string, string> has no JSON form.

        3 | export function a(stream: ReadableStream, blob: Blob, { b }: { b: string }, odd: Map<string, string>, resume?: Resume<number>): void {}
          |                                                                                  ^^^^^^^^^^^^^^^^^^^

        Mend: Use Record<string, …>, or an array of pairs: Object.fromEntries(map), [...map].

      src/handlers/stubs.ts:3:103 - error SO210: resume is a Resume, but only a function* leaves checkpoints to resume from.

        3 | export function a(stream: ReadableStream, blob: Blob, { b }: { b: string }, odd: Map<string, string>, resume?: Resume<number>): void {}
          |                                                                                                       ^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Make it a function* that yields checkpoints, or remove the parameter."
    `);
  });

  test("SO221: what a schedule can't pass", () => {
    expect(
      complaints(`/** @schedule 0 3 * * * */
export function a(day: Date, limit = 10, note?: string): void {}
/**
 * @post /b
 * @schedule 0 3 * * *
 */
export function* b(numbers: number[], resume?: Resume<number>): Steps<number, void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:19 - error SO221: day is required, but a is scheduled, and a schedule passes no arguments.

        3 | export function a(day: Date, limit = 10, note?: string): void {}
          |                   ^^^^^^^^^

        Mend: Give day a default or a \`?\`, or put @schedule on a function without parameters that calls this one.

      src/handlers/stubs.ts:8:20 - error SO221: numbers is required, but b is scheduled, and a schedule passes no arguments.

        8 | export function* b(numbers: number[], resume?: Resume<number>): Steps<number, void> {}
          |                    ^^^^^^^^^^^^^^^^^

        Mend: Give numbers a default or a \`?\`, or put @schedule on a function without parameters that calls this one."
    `);
  });
});

describe("types", () => {
  test("SO301: an unknown type", () => {
    expect(
      complaints(`/** @get /value */
export async function value(): Promise<Burgr[]> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:40 - error SO301: The type Burgr can't be found.

        3 | export async function value(): Promise<Burgr[]> {
          |                                        ^^^^^

        Mend: Check its name and its import; where it is inferred, declare it. \`npm run typecheck\` says more."
    `);
  });

  test("SO301: a type of a missing module", () => {
    expect(
      complaints(`import type { Missing } from "./missing";
/** @get /value */
export async function value(): Promise<Missing> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:40 - error SO301: The type Missing can't be found.

        4 | export async function value(): Promise<Missing> {
          |                                        ^^^^^^^

        Mend: Check its name and its import; where it is inferred, declare it. \`npm run typecheck\` says more."
    `);
  });

  test("SO301: a part of what is inferred", () => {
    expect(
      complaints(`import { twin } from "../generated/jobs";
/** @post /a */
export async function a() { return { id: 1, result: await twin() }; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:23 - error SO301: The type of a part of it can't be found.

        4 | export async function a() { return { id: 1, result: await twin() }; }
          |                       ^

        Mend: Check its name and its import; where it is inferred, declare it. \`npm run typecheck\` says more."
    `);
  });

  test("SO302: functions and methods", () => {
    expect(
      complaints(`interface Burger {
  id: number;
  price: () => number;
  eat(): void;
}
/** @get /value */
export async function value(): Promise<Burger> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:3 - error SO302: price is a function, and JSON holds no functions.

        4 |   price: () => number;
          |   ^^^^^

        Mend: Leave it out of the type (Omit<…>), or keep the data and the behaviour apart.

      src/handlers/stubs.ts:5:3 - error SO302: eat is a function, and JSON holds no functions.

        5 |   eat(): void;
          |   ^^^

        Mend: Leave it out of the type (Omit<…>), or keep the data and the behaviour apart."
    `);
  });

  test("SO303: types of the platform", () => {
    expect(
      complaints(`/** @get /value */
export async function value(): Promise<{ a: Map<string, number>; b: Set<string>; c: RegExp; d: Promise<string>; e: URL; f: Float32Array }> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:45 - error SO303: Map<string, number> has no JSON form.

        3 | export async function value(): Promise<{ a: Map<string, number>; b: Set<string>; c: RegExp; d: Promise<string>; e: URL; f: Float32Array }> {
          |                                             ^^^^^^^^^^^^^^^^^^^

        Mend: Use Record<string, …>, or an array of pairs: Object.fromEntries(map), [...map].

      src/handlers/stubs.ts:3:69 - error SO303: Set<string> has no JSON form.

        3 | export async function value(): Promise<{ a: Map<string, number>; b: Set<string>; c: RegExp; d: Promise<string>; e: URL; f: Float32Array }> {
          |                                                                     ^^^^^^^^^^^

        Mend: Use an array with @uniqueItems: [...set].

      src/handlers/stubs.ts:3:85 - error SO303: RegExp has no JSON form.

        3 | export async function value(): Promise<{ a: Map<string, number>; b: Set<string>; c: RegExp; d: Promise<string>; e: URL; f: Float32Array }> {
          |                                                                                     ^^^^^^

        Mend: Use a string: regex.source.

      src/handlers/stubs.ts:3:96 - error SO303: Promise<string> has no JSON form.

        3 | export async function value(): Promise<{ a: Map<string, number>; b: Set<string>; c: RegExp; d: Promise<string>; e: URL; f: Float32Array }> {
          |                                                                                                ^^^^^^^^^^^^^^^

        Mend: Await it first, and use the type of what it gives.

      src/handlers/stubs.ts:3:116 - error SO303: URL has no JSON form.

        3 | export async function value(): Promise<{ a: Map<string, number>; b: Set<string>; c: RegExp; d: Promise<string>; e: URL; f: Float32Array }> {
          |                                                                                                                    ^^^

        Mend: Use a string with @format uri: url.href.

      src/handlers/stubs.ts:3:124 - error SO303: Float32Array has no JSON form.

        3 | export async function value(): Promise<{ a: Map<string, number>; b: Set<string>; c: RegExp; d: Promise<string>; e: URL; f: Float32Array }> {
          |                                                                                                                            ^^^^^^^^^^^^

        Mend: Use number[]: Array.from(values)."
    `);
  });

  test("SO304: bigint", () => {
    expect(
      complaints(`/** @get /value */
export async function value(): Promise<{ id: bigint }> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:46 - error SO304: JSON numbers lose digits of a bigint.

        3 | export async function value(): Promise<{ id: bigint }> {
          |                                              ^^^^^^

        Mend: Give it @format int64 and it goes as a string of digits, or use number with @asType integer."
    `);
  });

  test("SO305: what is no value", () => {
    expect(
      complaints(`/** @get /value */
export async function value(): Promise<{ a: symbol; b: undefined[]; c: [never] }> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:45 - error SO305: No JSON value has the type symbol.

        3 | export async function value(): Promise<{ a: symbol; b: undefined[]; c: [never] }> {
          |                                             ^^^^^^

        Mend: Use null for nothing, or leave the property out with \`?\`.

      src/handlers/stubs.ts:3:56 - error SO305: No JSON value has the type undefined.

        3 | export async function value(): Promise<{ a: symbol; b: undefined[]; c: [never] }> {
          |                                                        ^^^^^^^^^

        Mend: Use null for nothing, or leave the property out with \`?\`.

      src/handlers/stubs.ts:3:73 - error SO305: No JSON value has the type never.

        3 | export async function value(): Promise<{ a: symbol; b: undefined[]; c: [never] }> {
          |                                                                         ^^^^^

        Mend: Use null for nothing, or leave the property out with \`?\`."
    `);
  });

  test("SO306: bytes in JSON", () => {
    expect(
      complaints(`/** @get /value */
export async function value(): Promise<{ image: Uint8Array; file: Blob }> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:49 - error SO306: Uint8Array stands inside JSON, which holds no bytes.

        3 | export async function value(): Promise<{ image: Uint8Array; file: Blob }> {
          |                                                 ^^^^^^^^^^

        Mend: Send bytes as the whole body, as an UploadedFile, or as a base64 string.

      src/handlers/stubs.ts:3:67 - error SO306: Blob stands inside JSON, which holds no bytes.

        3 | export async function value(): Promise<{ image: Uint8Array; file: Blob }> {
          |                                                                   ^^^^

        Mend: Send bytes as the whole body, as an UploadedFile, or as a base64 string."
    `);
  });

  test("SO307: an UploadedFile that is no parameter", () => {
    expect(
      complaints(`/** @post /things */
export async function things(form: Form<{ title: string; photo: UploadedFile }>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:65 - error SO307: An UploadedFile must be a parameter of its own, or a list of them.

        3 | export async function things(form: Form<{ title: string; photo: UploadedFile }>): Promise<void> {}
          |                                                                 ^^^^^^^^^^^^

        Mend: Take the file as a parameter beside the form: title: Form<string>, photo: UploadedFile."
    `);
  });

  test("SO308: a type parameter", () => {
    expect(
      complaints(`/** @post /things */
export async function things<T>(value: Body<T>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:23 - error SO007: things has type parameters, and a request says nothing about types.

        3 | export async function things<T>(value: Body<T>): Promise<void> {}
          |                       ^^^^^^

        Mend: Name the types that it takes and returns.

      src/handlers/stubs.ts:3:40 - error SO308: T depends on a type parameter that nothing fills here.

        3 | export async function things<T>(value: Body<T>): Promise<void> {}
          |                                        ^^^^^^^

        Mend: Name the concrete type."
    `);
  });

  test("SO309: a type without an end", () => {
    expect(
      complaints(`interface Nest<T> { value: T; next: Nest<T[]> | null }
/** @get /value */
export async function value(): Promise<Nest<string>> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:37 - error SO309: Nest contains ever larger versions of itself.

        2 | interface Nest<T> { value: T; next: Nest<T[]> | null }
          |                                     ^^^^^^^^^

        Mend: A type may contain itself, with the same type arguments and by a name: type Change = Partial<Burger>."
    `);
    const value =
      "/** @get /value */\nexport async function value(): Promise<Burger> {\n  throw new Error();\n}\n";
    expect(
      complaints(`interface Burger { name: string; change?: Partial<Burger> }\n${value}`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:43 - error SO309: Partial<Burger> contains ever larger versions of itself.

        2 | interface Burger { name: string; change?: Partial<Burger> }
          |                                           ^^^^^^^^^^^^^^^

        Mend: A type may contain itself, with the same type arguments and by a name: type Change = Partial<Burger>."
    `);
    const named = "type Change = Partial<Burger>;\ninterface Burger { name: string; change?: Change }\n";
    expect(complaints(named + value)).toBe("");
  });

  test("SO310: values of constraints", () => {
    expect(
      complaints(`interface Burger {
  /**
   * @minimum one
   * @multipleOf 0
   * @asType int
   * @default [
   */
  id: number;
  /**
   * @minLength -1
   * @pattern ^[a-z
   */
  name: string;
  /** @uniqueItems yes @examples 1 */
  tags: string[];
}
/** @get /value */
export async function value(): Promise<Burger> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:15 - error SO310: @minimum takes a number, not \`one\`.

        4 |    * @minimum one
          |               ^^^

        Mend: Correct the value after @minimum; text that explains it belongs above the tags.

      src/handlers/stubs.ts:5:18 - error SO310: @multipleOf takes a number above 0, not \`0\`.

        5 |    * @multipleOf 0
          |                  ^

        Mend: Correct the value after @multipleOf; text that explains it belongs above the tags.

      src/handlers/stubs.ts:6:14 - error SO310: @asType takes integer, not \`int\`.

        6 |    * @asType int
          |              ^^^

        Mend: Correct the value after @asType; text that explains it belongs above the tags.

      src/handlers/stubs.ts:7:15 - error SO310: @default takes a JSON value, not \`[\`.

        7 |    * @default [
          |               ^

        Mend: Correct the value after @default; text that explains it belongs above the tags.

      src/handlers/stubs.ts:11:17 - error SO310: @minLength takes a whole number, 0 or more, not \`-1\`.

        11 |    * @minLength -1
           |                 ^^

        Mend: Correct the value after @minLength; text that explains it belongs above the tags.

      src/handlers/stubs.ts:12:15 - error SO310: @pattern takes a regular expression without slashes around it, not \`^[a-z\`.

        12 |    * @pattern ^[a-z
           |               ^^^^^

        Mend: Correct the value after @pattern; text that explains it belongs above the tags.

      src/handlers/stubs.ts:15:20 - error SO310: @uniqueItems takes nothing, true or false, not \`yes\`.

        15 |   /** @uniqueItems yes @examples 1 */
           |                    ^^^

        Mend: Correct the value after @uniqueItems; text that explains it belongs above the tags.

      src/handlers/stubs.ts:15:34 - error SO310: @examples takes a JSON array, not \`1\`.

        15 |   /** @uniqueItems yes @examples 1 */
           |                                  ^

        Mend: Correct the value after @examples; text that explains it belongs above the tags."
    `);
  });

  test("SO311: constraints of another type", () => {
    expect(
      complaints(`interface Burger {
  /** @minLength 1 */
  id: number;
  /** @minimum 1 */
  prices: number[];
  /** @format email */
  count: number;
  /** @maxItems 3 */
  size: "small" | "large";
}
/** @get /value */
export async function value(): Promise<Burger> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:7 - error SO311: @minLength constrains a string, but this is number.

        3 |   /** @minLength 1 */
          |       ^^^^^^^^^^

        Mend: Remove @minLength, or make the type a string.

      src/handlers/stubs.ts:5:7 - error SO311: @minimum constrains a number, but this is number[].

        5 |   /** @minimum 1 */
          |       ^^^^^^^^

        Mend: If it is meant for the items, give them an alias with this comment: /** @minimum … */ type Item = …;

      src/handlers/stubs.ts:7:7 - error SO311: @format email constrains a string, but this is number.

        7 |   /** @format email */
          |       ^^^^^^^

        Mend: Remove @format email, or make the type a string.

      src/handlers/stubs.ts:9:7 - error SO311: @maxItems constrains a list, but this is "small" | "large".

        9 |   /** @maxItems 3 */
          |       ^^^^^^^^^

        Mend: Remove @maxItems, or make the type a list."
    `);
  });

  test("SO312: constraints that nothing meets", () => {
    expect(
      complaints(`interface Burger {
  /**
   * @minimum 10
   * @maximum 1
   */
  id: number;
}
/** @get /value */
export async function value(): Promise<Burger> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:6 - error SO312: @minimum 10 is above @maximum 1: no value meets both.

        4 |    * @minimum 10
          |      ^^^^^^^^

        Mend: Swap or correct them."
    `);
  });

  test("SO314: defaults that no client could send", () => {
    expect(
      complaints(`/** @minimum 1
 *  @maximum 100 */
type Limit = number;
/** @pattern ^[a-z]+$ */
type Slug = string;
interface Filter {
  /** @default 0 */
  limit?: Limit;
  /** @default huge */
  size?: "small" | "large";
  /** @default 5 */
  fine?: Limit | null;
}
/** @post /burgers */
export async function burgers(filter: Filter, limit: Limit = 1000, slug: Slug | null = "A1", tags: Query<Slug[]> = ["ok", "no!"], ok: Limit = 7): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:8:16 - error SO314: The default 0 is not what @minimum 1 allows.

        8 |   /** @default 0 */
          |                ^

        Mend: Correct the default or the constraint: a client that sends this value would be refused.

      src/handlers/stubs.ts:10:16 - error SO314: The default "huge" is not what "small" | "large" allows.

        10 |   /** @default huge */
           |                ^^^^

        Mend: Correct the default or the constraint: a client that sends this value would be refused.

      src/handlers/stubs.ts:16:62 - error SO314: The default 1000 is not what @maximum 100 allows.

        16 | export async function burgers(filter: Filter, limit: Limit = 1000, slug: Slug | null = "A1", tags: Query<Slug[]> = ["ok", "no!"], ok: Limit = 7): Promise<void> {}
           |                                                              ^^^^

        Mend: Correct the default or the constraint: a client that sends this value would be refused.

      src/handlers/stubs.ts:16:88 - error SO314: The default "A1" is not what @pattern ^[a-z]+$ allows.

        16 | export async function burgers(filter: Filter, limit: Limit = 1000, slug: Slug | null = "A1", tags: Query<Slug[]> = ["ok", "no!"], ok: Limit = 7): Promise<void> {}
           |                                                                                        ^^^^

        Mend: Correct the default or the constraint: a client that sends this value would be refused.

      src/handlers/stubs.ts:16:116 - error SO314: The default ["ok","no!"] is not what @pattern ^[a-z]+$ allows.

        16 | export async function burgers(filter: Filter, limit: Limit = 1000, slug: Slug | null = "A1", tags: Query<Slug[]> = ["ok", "no!"], ok: Limit = 7): Promise<void> {}
           |                                                                                                                    ^^^^^^^^^^^^^

        Mend: Correct the default or the constraint: a client that sends this value would be refused."
    `);
  });

  test("SO313: an unknown format", () => {
    expect(
      complaints(`interface Burger {
  /** @format datetime */
  at: string;
  /** @format hamburger */
  id: string;
}
/** @get /value */
export async function value(): Promise<Burger> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:15 - error SO313: There is no format datetime.

        3 |   /** @format datetime */
          |               ^^^^^^^^

        Mend: Did you mean date-time?

      src/handlers/stubs.ts:5:15 - error SO313: There is no format hamburger.

        5 |   /** @format hamburger */
          |               ^^^^^^^^^

        Mend: Use a format of JSON Schema, such as email, uuid, uri, date, date-time or ipv4; or @pattern."
    `);
  });

  test("SO302, SO303: what packages declare is reported where it is used", () => {
    expect(
      complaints(`import type { Hono } from "hono";
import type { HTTPException } from "hono/http-exception";
/** @post /things */
export async function things(problem: HTTPException): Promise<Pick<Hono, "get" | "routes">> { throw problem; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:5:39 - error SO303: Response has no JSON form.

        5 | export async function things(problem: HTTPException): Promise<Pick<Hono, "get" | "routes">> { throw problem; }
          |                                       ^^^^^^^^^^^^^

        Mend: A Response must be the whole result: return it alone.

      src/handlers/stubs.ts:5:55 - error SO303: Hono has no JSON form.

        5 | export async function things(problem: HTTPException): Promise<Pick<Hono, "get" | "routes">> { throw problem; }
          |                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Use an interface of your own with the data that you need of it.

      src/handlers/stubs.ts:5:55 - error SO303: RouterRoute has no JSON form.

        5 | export async function things(problem: HTTPException): Promise<Pick<Hono, "get" | "routes">> { throw problem; }
          |                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Use an interface of your own with the data that you need of it."
    `);
  });

  test("a type of several operations is reported once", () => {
    expect(
      complaints(`interface Burger {
  at: Map<string, string>;
}
/** @get /one */
export async function one(): Promise<Burger> { throw new Error(); }
/** @get /two */
export async function two(): Promise<Burger[]> { throw new Error(); }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:7 - error SO303: Map<string, string> has no JSON form.

        3 |   at: Map<string, string>;
          |       ^^^^^^^^^^^^^^^^^^^

        Mend: Use Record<string, …>, or an array of pairs: Object.fromEntries(map), [...map]."
    `);
  });
});

describe("returns", () => {
  test("SO320: plain functions that wait or stream", () => {
    expect(
      complaints(`/** @get /a */
export function a(): Promise<number> { return Promise.resolve(1); }
/** @get /b */
export const b = () => a();
/** @get /c */
export function c(): AsyncGenerator<number> { throw new Error(); }
/** @get /d */
export function d(): Generator<number> { throw new Error(); }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:22 - error SO320: a is a plain function, which works, but it returns Promise<number>.

        3 | export function a(): Promise<number> { return Promise.resolve(1); }
          |                      ^^^^^^^^^^^^^^^

        Mend: Write it as async function a, which runs on the edge and may await; or return the value itself.

      src/handlers/stubs.ts:5:14 - error SO320: b is a plain function, which works, but it returns Promise<number>.

        5 | export const b = () => a();
          |              ^

        Mend: Write it as async function b, which runs on the edge and may await; or return the value itself.

      src/handlers/stubs.ts:7:22 - error SO320: c is a plain function, which works, but it returns AsyncGenerator<number>.

        7 | export function c(): AsyncGenerator<number> { throw new Error(); }
          |                      ^^^^^^^^^^^^^^^^^^^^^^

        Mend: Write it as async function* c, which streams its items.

      src/handlers/stubs.ts:9:22 - error SO320: d is a plain function, which works, but it returns Generator<number>.

        9 | export function d(): Generator<number> { throw new Error(); }
          |                      ^^^^^^^^^^^^^^^^^

        Mend: Write it as function* d, which yields its steps."
    `);
  });

  test("SO321: a Response or something else", () => {
    expect(
      complaints(`/** @get /value */
export async function value(): Promise<Response | { id: number }> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:40 - error SO321: A function returns a Response or a value, but not sometimes one and sometimes the other.

        3 | export async function value(): Promise<Response | { id: number }> {
          |                                        ^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Return the value and throw an HTTPException for the rest, or return a Response always."
    `);
  });

  test("SO322: perhaps undefined", () => {
    expect(
      complaints(`/** @get /value */
export async function value(): Promise<{ id: number } | undefined> {
  throw new Error();
}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:40 - error SO322: The returned value may be undefined, which no JSON says.

        3 | export async function value(): Promise<{ id: number } | undefined> {
          |                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Return null, or throw new HTTPException(404) where there is nothing."
    `);
  });

  test("SO323: a stream from a job", () => {
    expect(
      complaints(`/** @post /a */
export function a(): ReadableStream { throw new Error(); }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:22 - error SO323: A job's result is stored whole, so it can't be ReadableStream.

        3 | export function a(): ReadableStream { throw new Error(); }
          |                      ^^^^^^^^^^^^^^

        Mend: Return a Uint8Array, or make the function async."
    `);
  });

  test("SO324: steps that are none", () => {
    expect(
      complaints(`/** @post /a */
export function* a(): Generator<number, string> { return ""; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:23 - error SO324: a yields number, not a Step: { progress, checkpoint }.

        3 | export function* a(): Generator<number, string> { return ""; }
          |                       ^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Declare the return type: Steps<Checkpoint, Result> for a function*, AsyncGenerator<Item> for an async function*."
    `);
  });

  test("SO325: what can't be inferred", () => {
    expect(
      complaints(`import { twin } from "../generated/jobs";
/** @post /a */
export async function a() { return await twin(); }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:23 - error SO325: What a returns can't be worked out.

        4 | export async function a() { return await twin(); }
          |                       ^

        Mend: Declare the return type; what comes from src/generated is not known before it is generated."
    `);
  });
});

describe("dependencies", () => {
  test("SO401: no typeof", () => {
    expect(
      complaints(`/** @post /things */
export async function things(customer: Depends<string>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:48 - error SO401: Depends<string> does not name a function.

        3 | export async function things(customer: Depends<string>): Promise<void> {}
          |                                                ^^^^^^

        Mend: Name the function that fills the parameter: Depends<typeof currentCustomer>."
    `);
  });

  test("SO402: not exported", () => {
    expect(
      complaints(`async function current(): Promise<string> { return ""; }
/** @post /things */
export async function things(customer: Depends<typeof current>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:48 - error SO402: The dependency current is not a function that its module exports under a name.

        4 | export async function things(customer: Depends<typeof current>): Promise<void> {}
          |                                                ^^^^^^^^^^^^^^

        Mend: Write it as export function current, in src/dependencies for example."
    `);
  });

  test("SO301: not there", () => {
    expect(
      complaints(`/** @post /things */
export async function things(customer: Depends<typeof current>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:55 - error SO301: The type typeof current can't be found.

        3 | export async function things(customer: Depends<typeof current>): Promise<void> {}
          |                                                       ^^^^^^^

        Mend: Check its name and its import; where it is inferred, declare it. \`npm run typecheck\` says more."
    `);
  });

  test("SO403: a cycle", () => {
    expect(
      complaints(`export async function egg(hen: Depends<typeof chicken>): Promise<string> { return hen; }
export async function chicken(from: Depends<typeof egg>): Promise<string> { return from; }
/** @get /egg */
export async function eggs(one: Depends<typeof egg>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:45 - error SO403: A dependency waits for itself: egg → chicken → egg.

        3 | export async function chicken(from: Depends<typeof egg>): Promise<string> { return from; }
          |                                             ^^^^^^^^^^

        Mend: Take out one of the links: move what both need into a third dependency."
    `);
  });

  test("SO404: function*", () => {
    expect(
      complaints(`export function* train(): Steps<number, string> { return ""; }
/** @post /things */
export async function things(model: Depends<typeof train>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:45 - error SO404: train is a function*, and nothing can wait for its steps in the middle of a request.

        4 | export async function things(model: Depends<typeof train>): Promise<void> {}
          |                                             ^^^^^^^^^^^^

        Mend: Make it a plain function, or an async function* that sets up, yields once and tears down."
    `);
  });

  test("what a job depends on must cross the queue", () => {
    expect(
      complaints(`export async function database(): Promise<Map<string, string>> { return new Map(); }
/** @post /things */
export function things(db: Depends<typeof database>): number { return 1; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:43 - error SO303: Map<string, string> has no JSON form.

        2 | export async function database(): Promise<Map<string, string>> { return new Map(); }
          |                                           ^^^^^^^^^^^^^^^^^^^

        Mend: Use Record<string, …>, or an array of pairs: Object.fromEntries(map), [...map].

      src/handlers/stubs.ts:4:24 - error SO405: db is what database gives, which must cross the queue: a plain function runs on an executor.

        4 | export function things(db: Depends<typeof database>): number { return 1; }
          |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Depend on data, not on a connection or an object with methods; or make the function async."
    `);
  });

  test("SO406: a parameter of the name of its dependency", () => {
    expect(
      complaints(`export async function plan(): Promise<void> {}
/** @post /things */
export async function things(plan: Depends<typeof plan>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:44 - error SO406: In its own type, plan is the parameter and not the function.

        4 | export async function things(plan: Depends<typeof plan>): Promise<void> {}
          |                                            ^^^^^^^^^^^

        Mend: Give the parameter another name, or import the function under one: import { plan as … }."
    `);
  });

  test("tags and parameters of a dependency are checked too", () => {
    expect(
      complaints(`/** @status 200 @retries 3 @trows {401} */
export async function current(...rest: string[]): Promise<string> { return ""; }
/** @get /things */
export async function things(customer: Depends<typeof current>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:5 - error SO102: @status has no meaning on a dependency.

        2 | /** @status 200 @retries 3 @trows {401} */
          |     ^^^^^^^

        Mend: Put @status on an operation.

      src/handlers/stubs.ts:2:17 - error SO109: @retries is for jobs, and an async function runs at once, on the edge.

        2 | /** @status 200 @retries 3 @trows {401} */
          |                 ^^^^^^^^

        Mend: Remove @retries, or write a plain function if this is CPU work.

      src/handlers/stubs.ts:2:28 - error SO101: There is no tag @trows.

        2 | /** @status 200 @retries 3 @trows {401} */
          |                            ^^^^^^

        Mend: Did you mean @throws?

      src/handlers/stubs.ts:3:31 - error SO202: A rest parameter (...rest) has no place in a request.

        3 | export async function current(...rest: string[]): Promise<string> { return ""; }
          |                               ^^^^^^^^^^^^^^^^^

        Mend: Take a list: rest: Query<string[]> from the query, or rest: Item[] from the body."
    `);
  });
});

describe("conflicts", () => {
  test("SO003: no operation", () => {
    expect(
      complaintsOf({
        "src/handlers/empty.ts": `export async function helper(): Promise<void> {}
`,
      }),
    ).toMatchInlineSnapshot(`
      "src/handlers:1:1 - error SO003: There is no operation in src/handlers.

        Mend: Export a function from a file in src/handlers and give it a method tag: /** @get /hello */ export async function hello(): Promise<string> { return "hello"; }"
    `);
  });

  test("SO501: two functions of one name", () => {
    expect(
      complaintsOf({
        "src/handlers/a.ts": `/** @get /a */
export async function list(): Promise<void> {}
`,
        "src/handlers/b.ts": `/** @get /b */
export async function list(): Promise<void> {}
`,
      }),
    ).toMatchInlineSnapshot(`
      "src/handlers/b.ts:2:23 - error SO501: There is another list in src/handlers/a.ts:2, and names must be unique: they are operationIds and job names.

        2 | export async function list(): Promise<void> {}
          |                       ^^^^

        Mend: Rename one of them."
    `);
  });

  test("SO502: two operations on one path", () => {
    expect(
      complaintsOf({
        "src/handlers/a.ts": `/** @get /burgers/{id} */
export async function one(id: string): Promise<void> {}
`,
        "src/handlers/b.ts": `/** @get /burgers/{burgerId} */
export async function other(burgerId: string): Promise<void> {}
`,
      }),
    ).toMatchInlineSnapshot(`
      "src/handlers/b.ts:1:10 - error SO502: GET /burgers/{burgerId} is already answered by one (src/handlers/a.ts:2).

        1 | /** @get /burgers/{burgerId} */
          |          ^^^^^^^^^^^^^^^^^^^

        Mend: Change the method or the path of one of them; the names of placeholders make no difference."
    `);
  });

  test("SO503: reserved paths", () => {
    expect(
      complaintsOf({
        "src/handlers/a.ts": `/** @get /docs */
export async function docs(): Promise<void> {}
/** @get /jobs/{id} */
export async function job(id: string): Promise<void> {}
/** @get /jobs */
export async function jobs(): Promise<void> {}
/** @get /openapi.json */
export async function openapi(): Promise<void> {}
`,
      }),
    ).toMatchInlineSnapshot(`
      "src/handlers/a.ts:1:10 - error SO503: /docs belongs to Shortorder itself, for its documentation or its jobs.

        1 | /** @get /docs */
          |          ^^^^^

        Mend: Choose another path. Reserved are /openapi.json, /docs and what is below it, GET /jobs, and what is below /jobs.

      src/handlers/a.ts:3:10 - error SO503: /jobs/{id} belongs to Shortorder itself, for its documentation or its jobs.

        3 | /** @get /jobs/{id} */
          |          ^^^^^^^^^^

        Mend: Choose another path. Reserved are /openapi.json, /docs and what is below it, GET /jobs, and what is below /jobs.

      src/handlers/a.ts:5:10 - error SO503: /jobs belongs to Shortorder itself, for its documentation or its jobs.

        5 | /** @get /jobs */
          |          ^^^^^

        Mend: Choose another path. Reserved are /openapi.json, /docs and what is below it, GET /jobs, and what is below /jobs.

      src/handlers/a.ts:7:10 - error SO503: /openapi.json belongs to Shortorder itself, for its documentation or its jobs.

        7 | /** @get /openapi.json */
          |          ^^^^^^^^^^^^^

        Mend: Choose another path. Reserved are /openapi.json, /docs and what is below it, GET /jobs, and what is below /jobs."
    `);
  });

  test("SO504: limits that contradict each other", () => {
    expect(
      complaintsOf({
        "src/handlers/a.ts": `/**
 * @post /small
 * @queue images
 * @concurrency 2
 * @rate 60/min
 */
export function small(): void {}
/**
 * @post /free
 * @queue images
 */
export function free(): void {}
`,
        "src/handlers/b.ts": `/**
 * @job
 * @queue images
 * @concurrency 3
 * @rate 1/s
 */
export function large(): void {}
/** @queue free
 *  @concurrency 9 */
export function wait(): number { return 1; }
/** @post /other
 *  @queue free
 *  @concurrency 8 */
export function other(n: Depends<typeof wait>): void {}
`.replace("Depends", 'import("../operations").Depends'),
      }),
    ).toMatchInlineSnapshot(`
      "src/handlers/b.ts:4:17 - error SO504: @concurrency 3 contradicts @concurrency 2 of small (src/handlers/a.ts:7): both are in the queue images.

        4 |  * @concurrency 3
          |                 ^

        Mend: Keep one @concurrency, which counts for all of the queue, or give one of them a @queue of its own.

      src/handlers/b.ts:5:10 - error SO504: @rate 1/s contradicts @rate 60/min of small (src/handlers/a.ts:7): both are in the queue images.

        5 |  * @rate 1/s
          |          ^^^

        Mend: Keep one @rate, which counts for all of the queue, or give one of them a @queue of its own.

      src/handlers/b.ts:9:18 - error SO504: @concurrency 9 contradicts @concurrency 8 of other (src/handlers/b.ts:14): both are in the queue free.

        9 |  *  @concurrency 9 */
          |                  ^

        Mend: Keep one @concurrency, which counts for all of the queue, or give one of them a @queue of its own."
    `);
  });

  test("SO501: a job of the name of an operation", () => {
    expect(
      complaintsOf({
        "src/handlers/a.ts": `/** @get /a */
export async function a(): Promise<void> {}
`,
        "src/handlers/b.ts": `/** @job */
export function a(): void {}
`,
      }),
    ).toMatchInlineSnapshot(`
      "src/handlers/b.ts:2:17 - error SO501: There is another a in src/handlers/a.ts:2, and names must be unique: they are operationIds and job names.

        2 | export function a(): void {}
          |                 ^

        Mend: Rename one of them."
    `);
  });

  test("several files, sorted", () => {
    expect(
      complaintsOf({
        "src/handlers/b.ts": `/** @get b */
export async function b(): Promise<void> {}
`,
        "src/handlers/a/z.ts": `/** @get z */
export async function z(): Promise<void> {}
`,
      }),
    ).toMatchInlineSnapshot(`
      "src/handlers/a/z.ts:1:10 - error SO105: The path z does not start with /.

        1 | /** @get z */
          |          ^

        Mend: Write it as /z

      src/handlers/b.ts:1:10 - error SO105: The path b does not start with /.

        1 | /** @get b */
          |          ^

        Mend: Write it as /b"
    `);
  });
});

describe("WebSockets", () => {
  test("SO601: its parts elsewhere", () => {
    expect(
      complaints(`/** @websocket /a */
export async function a(messages: Messages<string>, event: SocketEvent<string>): Promise<void> {}
/** @websocket /b */
export async function* b(event: SocketEvent<string>, room: Room<string>): AsyncGenerator<string> {}
/** @get /c */
export async function c(room: Room<string>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:25 - error SO601: messages is Messages<…>, which an async function* with @websocket has, and no other function.

        3 | export async function a(messages: Messages<string>, event: SocketEvent<string>): Promise<void> {}
          |                         ^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Write an async function* with @websocket; or take what comes one by one, as SocketEvent<…> in an async function.

      src/handlers/stubs.ts:5:26 - error SO601: event is SocketEvent<…>, which an async function with @websocket has, and no other function.

        5 | export async function* b(event: SocketEvent<string>, room: Room<string>): AsyncGenerator<string> {}
          |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Write an async function with @websocket; or take what comes as Messages<…> in an async function*.

      src/handlers/stubs.ts:5:54 - error SO601: room is Room<…>, which an async function with @websocket has, and no other function.

        5 | export async function* b(event: SocketEvent<string>, room: Room<string>): AsyncGenerator<string> {}
          |                                                      ^^^^^^^^^^^^^^^^^^

        Mend: Write an async function with @websocket; or take what comes as Messages<…> in an async function*.

      src/handlers/stubs.ts:7:25 - error SO601: room is Room<…>, which an async function with @websocket has, and no other function.

        7 | export async function c(room: Room<string>): Promise<void> {}
          |                         ^^^^^^^^^^^^^^^^^^

        Mend: Write an async function with @websocket; or take what comes as Messages<…> in an async function*."
    `);
  });

  test("SO602: CPU work", () => {
    expect(
      complaints(`/** @websocket /a */
export function a(): void {}
/** @websocket /b */
export function* b(): Generator<never, void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:17 - error SO602: a has @websocket and is a plain function, which runs on an executor, where no connection leads.

        3 | export function a(): void {}
          |                 ^

        Mend: Make it an async function or an async function*, and await the twin of what works.

      src/handlers/stubs.ts:5:18 - error SO602: b has @websocket and is a function*, which runs on an executor, where no connection leads.

        5 | export function* b(): Generator<never, void> {}
          |                  ^

        Mend: Make it an async function or an async function*, and await the twin of what works."
    `);
  });

  test("SO603: no events", () => {
    expect(
      complaints(`/** @websocket /a */
export async function a(room: Room<string>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:23 - error SO603: a is an async function with @websocket, and does not take what happens there.

        3 | export async function a(room: Room<string>): Promise<void> {}
          |                       ^

        Mend: Add a parameter of the type SocketEvent<…>; or write an async function*, whose items are sent."
    `);
  });

  test("SO604: an answer", () => {
    expect(
      complaints(`/** @websocket /a */
export async function a(event: SocketEvent<string>): Promise<string> { return "a"; }
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:54 - error SO604: a returns something, and an event of a WebSocket has no answer.

        3 | export async function a(event: SocketEvent<string>): Promise<string> { return "a"; }
          |                                                      ^^^^^^^^^^^^^^^

        Mend: Return nothing. Take a room: Room<…>, and send by room.reply(…), room.toAll(…) or room.toOthers(…)."
    `);
  });

  test("SO605: what stays with the request", () => {
    expect(
      complaints(`export async function database(): Promise<Map<string, string>> { return new Map(); }
/** @websocket /a */
export async function a(event: SocketEvent<string>, request: Request, db: Depends<typeof database>): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:2:43 - error SO303: Map<string, string> has no JSON form.

        2 | export async function database(): Promise<Map<string, string>> { return new Map(); }
          |                                           ^^^^^^^^^^^^^^^^^^^

        Mend: Use Record<string, …>, or an array of pairs: Object.fromEntries(map), [...map].

      src/handlers/stubs.ts:4:53 - error SO605: request is the Request, which stays with the request: the function runs in a room that outlives it.

        4 | export async function a(event: SocketEvent<string>, request: Request, db: Depends<typeof database>): Promise<void> {}
          |                                                     ^^^^^^^^^^^^^^^^

        Mend: Take what you need of it as data: a parameter, or what a dependency makes of it.

      src/handlers/stubs.ts:4:71 - error SO605: db is what database gives, which stays with the request: the function runs in a room that outlives it.

        4 | export async function a(event: SocketEvent<string>, request: Request, db: Depends<typeof database>): Promise<void> {}
          |                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Take what you need of it as data: a parameter, or what a dependency makes of it."
    `);
  });

  test("SO606: a tear-down before a room", () => {
    expect(
      complaints(`export async function* audit(): AsyncGenerator<void> { yield; }
/** @websocket /a */
export async function a(event: SocketEvent<string>, _: Depends<typeof audit>): Promise<void> {}
/** @websocket /b */
export async function* b(_: Depends<typeof audit>): AsyncGenerator<string> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:23 - error SO606: a depends on audit, which is torn down after the response, and a room lasts longer.

        4 | export async function a(event: SocketEvent<string>, _: Depends<typeof audit>): Promise<void> {}
          |                       ^

        Mend: Depend on an async function; or write an async function*, after which dependencies are torn down."
    `);
  });

  test("SO102: tags that say how a request is answered", () => {
    expect(
      complaints(`/**
 * @websocket /a
 * @status 201
 * @retries 3
 */
export async function* a(): AsyncGenerator<string> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:4 - error SO102: @status has no meaning on a WebSocket.

        4 |  * @status 201
          |    ^^^^^^^

        Mend: Put @status on an operation that answers.

      src/handlers/stubs.ts:5:4 - error SO102: @retries has no meaning on a WebSocket.

        5 |  * @retries 3
          |    ^^^^^^^^

        Mend: Put @retries on an operation that answers."
    `);
  });

  test("SO207, SO502: it is a GET", () => {
    expect(
      complaints(`/** @websocket /a */
export async function* a(body: { a: string }): AsyncGenerator<string> {}
/** @get /a */
export async function b(): Promise<void> {}
`),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:3:26 - error SO207: body is read from the body, but GET (a) has none.

        3 | export async function* a(body: { a: string }): AsyncGenerator<string> {}
          |                          ^^^^^^^^^^^^^^^^^^^

        Mend: Use @post, or take body from the query: Query<…> with a scalar or a list of scalars.

      src/handlers/stubs.ts:4:10 - error SO502: GET /a is already answered by a (src/handlers/stubs.ts:3).

        4 | /** @get /a */
          |          ^^

        Mend: Change the method or the path of one of them; the names of placeholders make no difference."
    `);
  });
});

test("every code of the catalogue is shown here", () => {
  const tests = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.ts"));
  const text = tests.map((name) => readFileSync(`${import.meta.dirname}/${name}`, "utf8")).join("\n");
  expect(Object.keys(CATALOGUE).filter((code) => !text.includes(`error ${code}:`))).toEqual([]);
});
