import { describe, expect, test } from "vitest";
import { complaints, readFiles, readStubs } from "./sample.ts";

describe("security schemes", () => {
  const { project, diagnostics } = readStubs(`/**
 * The caller's key.
 *
 * @security key apiKey query api_key
 */
export async function key(): Promise<string> { return ""; }
/**
 * Somebody's login, in one of two ways.
 *
 * @security login basic
 * @security petstore(read:pets) oauth2 implicit https://example.com/authorize
 *   write:pets Change your pets.
 *
 *   read:pets
 * authorizationCode https://example.com/authorize https://example.com/token refresh https://example.com/refresh
 *   read:pets Read them.
 */
export async function login(): Promise<string> { return ""; }
/** @security none
 *  @security google openIdConnect https://example.com/.well-known/openid-configuration */
export async function visitor(): Promise<string> { return ""; }

/** @get /open */
export async function open(): Promise<void> {}
/** @get /key
 *  @security key(admin) */
export async function one(a: Depends<typeof key>): Promise<void> {}
/** @get /both */
export async function both(a: Depends<typeof key>, b: Depends<typeof login>): Promise<void> {}
/** @get /same
 *  @security petstore(write:pets)
 *  @security login */
export async function same(a: Depends<typeof login>): Promise<void> {}
/** @get /optional */
export async function optional(a: Depends<typeof visitor>): Promise<void> {}
/** @get /needed
 *  @security bearer & digest http digest & mutual mutualTLS */
export async function needed(a: Depends<typeof visitor>): Promise<void> {}
/** @get /own
 *  @security apiKey cookie sid
 *  @security bearer
 *  @security apiKey & bearer */
export async function own(): Promise<void> {}
`);
  const securityOf = (name: string) => project.operations.find((one) => one.name === name)?.security;

  test("are read without diagnostics", () => {
    expect(diagnostics).toEqual([]);
  });

  test("are what their tags say, and described by the dependency that stands for one alone", () => {
    expect(project.securitySchemes).toEqual({
      key: { type: "apiKey", in: "query", name: "api_key", description: "The caller's key." },
      login: { type: "http", scheme: "basic" },
      petstore: {
        type: "oauth2",
        flows: {
          implicit: {
            authorizationUrl: "https://example.com/authorize",
            scopes: { "write:pets": "Change your pets.", "read:pets": "" },
          },
          authorizationCode: {
            authorizationUrl: "https://example.com/authorize",
            tokenUrl: "https://example.com/token",
            refreshUrl: "https://example.com/refresh",
            scopes: { "read:pets": "Read them." },
          },
        },
      },
      google: {
        type: "openIdConnect",
        openIdConnectUrl: "https://example.com/.well-known/openid-configuration",
      },
      bearer: { type: "http", scheme: "bearer" },
      digest: { type: "http", scheme: "digest" },
      mutual: { type: "mutualTLS" },
      apiKey: { type: "apiKey", in: "cookie", name: "sid" },
    });
  });

  test.each<[operation: string, security: object[]]>([
    ["open", []],
    ["one", [{ key: ["admin"] }]],
    [
      "both",
      [
        { key: [], login: [] },
        { key: [], petstore: ["read:pets"] },
      ],
    ],
    // Each way of the one with each of the other, but for those that ask for more than another.
    ["same", [{ petstore: ["write:pets", "read:pets"] }, { login: [] }]],
    ["optional", [{}, { google: [] }]],
    ["needed", [{ bearer: [], digest: [], mutual: [] }]],
    ["own", [{ apiKey: [] }, { bearer: [] }, { apiKey: [], bearer: [] }]],
  ])("are asked for by %s", (operation, security) => {
    expect(securityOf(operation)).toEqual(security);
  });

  test("that are ready need nothing but a dependency", () => {
    const ready = readFiles({
      "src/handlers/me.ts": `
import type { Depends } from "../operations";
import type { apiKey, ApiKey, basicUser, jwtClaims, JwtClaims } from "../security";
/** @get /me */
export async function me(claims: Depends<typeof jwtClaims>): Promise<JwtClaims> { return claims; }
/** @post /work */
export function work(key: Depends<typeof apiKey>): string { return key.name; }
/** @get /page */
export async function page(user: Depends<typeof basicUser>): Promise<string> { return user.name; }
`,
    });
    expect(ready.diagnostics).toEqual([]);
    expect(ready.project.operations.map(({ security }) => security)).toEqual([
      [{ jwt: [] }],
      [{ apiKey: [] }],
      [{ basic: [] }],
    ]);
    expect(ready.project.securitySchemes).toMatchObject({
      jwt: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
      apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
      basic: { type: "http", scheme: "basic" },
    });
  });
});

describe("diagnostics of @security", () => {
  const tagged = (...tags: string[]) =>
    complaints(`/**
 * @get /a
${tags.map((tag) => ` * @security ${tag}\n`).join("")} */
export async function a(): Promise<void> {}
`);

  test("SO119: what can't be read", () => {
    expect(
      tagged(
        "key apiKey body X-Key",
        "key apiKey header",
        "key apiKey header X-Key, please",
        "key: apiKey header X-Key",
        "key token",
        "google openIdConnect google",
        "petstore oauth2",
        "petstore oauth2 code https://example.com/authorize",
        "petstore oauth2 authorizationCode https://example.com/authorize",
        "basic for everybody",
        "bearer &",
      ),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:25 - error SO119: \`body\` is not where a key is: header, query or cookie.

        4 |  * @security key apiKey body X-Key
          |                         ^^^^

        Mend: Write it as @security apiKey header X-API-Key

      src/handlers/stubs.ts:5:14 - error SO119: \`key apiKey header\` lacks a name.

        5 |  * @security key apiKey header
          |              ^^^^^^^^^^^^^^^^^

        Mend: Write it as @security apiKey header X-API-Key

      src/handlers/stubs.ts:6:39 - error SO119: \`please\` is more than there is to say.

        6 |  * @security key apiKey header X-Key, please
          |                                       ^^^^^^

        Mend: Write it as @security apiKey header X-API-Key

      src/handlers/stubs.ts:7:14 - error SO119: \`key: apiKey header X-Key\` does not begin with a name.

        7 |  * @security key: apiKey header X-Key
          |              ^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Write it as @security apiKey header X-API-Key, or as bearer & apiKey

      src/handlers/stubs.ts:8:18 - error SO119: \`token\` is no kind of security scheme.

        8 |  * @security key token
          |                  ^^^^^

        Mend: Write it as @security key bearer JWT. Kinds are bearer, basic, apiKey, oauth2, openIdConnect, http and mutualTLS

      src/handlers/stubs.ts:9:35 - error SO119: \`google\` is no URL.

        9 |  * @security google openIdConnect google
          |                                   ^^^^^^

        Mend: Write it as @security openIdConnect https://example.com/.well-known/openid-configuration

      src/handlers/stubs.ts:10:14 - error SO119: \`petstore oauth2\` has no flow.

        10 |  * @security petstore oauth2
           |              ^^^^^^^^^^^^^^^

        Mend: Write it as @security oauth2 authorizationCode https://example.com/authorize https://example.com/token, with a line for each scope below

      src/handlers/stubs.ts:11:30 - error SO119: \`code\` is no flow of oauth2: implicit, password, clientCredentials, authorizationCode.

        11 |  * @security petstore oauth2 code https://example.com/authorize
           |                              ^^^^

        Mend: Write it as @security oauth2 authorizationCode https://example.com/authorize https://example.com/token, with a line for each scope below

      src/handlers/stubs.ts:12:14 - error SO119: \`petstore oauth2 authorizationCode https://example.com/authorize\` lacks tokenUrl.

        12 |  * @security petstore oauth2 authorizationCode https://example.com/authorize
           |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        Mend: Write it as @security oauth2 authorizationCode https://example.com/authorize https://example.com/token

      src/handlers/stubs.ts:13:20 - error SO119: \`for\` is more than there is to say.

        13 |  * @security basic for everybody
           |                    ^^^

        Mend: Write it as @security basic

      src/handlers/stubs.ts:14:14 - error SO119: \`bearer &\` does not begin with a name.

        14 |  * @security bearer &
           |              ^^^^^^^^

        Mend: Write it as @security apiKey header X-API-Key, or as bearer & apiKey"
    `);
  });

  test("SO119: on a line below", () => {
    expect(
      tagged("petstore oauth2\n *   read:pets Read them.", "bearer JWT\n *   from us"),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:5:6 - error SO119: \`read:pets\` is no flow of oauth2: implicit, password, clientCredentials, authorizationCode.

        5 |  *   read:pets Read them.
          |      ^^^^^^^^^

        Mend: Write it as @security oauth2 authorizationCode https://example.com/authorize https://example.com/token, with a line for each scope below

      src/handlers/stubs.ts:7:6 - error SO119: \`from us\` is more than there is to say.

        7 |  *   from us
          |      ^^^^^^^

        Mend: Write it as @security bearer JWT"
    `);
  });

  test("SO120: a name that nothing defines", () => {
    expect(tagged("beerer", "shop & bearer")).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:4:14 - error SO120: There is no security scheme beerer.

        4 |  * @security beerer
          |              ^^^^^^

        Mend: Did you mean bearer?

      src/handlers/stubs.ts:5:14 - error SO120: There is no security scheme shop.

        5 |  * @security shop & bearer
          |              ^^^^

        Mend: Say what it is, as in @security shop bearer JWT or @security shop apiKey header X-API-Key."
    `);
  });

  test("SO505: a name that two define otherwise", () => {
    expect(
      tagged("key apiKey header X-Key", "key", "key apiKey header X-Key", "key apiKey query key"),
    ).toMatchInlineSnapshot(`
      "src/handlers/stubs.ts:7:14 - error SO505: The security scheme key is something else in src/handlers/stubs.ts:4.

        7 |  * @security key apiKey query key
          |              ^^^^^^^^^^^^^^^^^^^^

        Mend: Give one of them another name, as in @security otherKey bearer JWT, or say it once: elsewhere, @security key is enough."
    `);
  });
});
