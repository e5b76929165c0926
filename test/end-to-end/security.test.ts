/** The ready security dependencies behind the generated routes of `test/samples/security`, as `.dev.vars` configures them. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeInBrowser, visit } from "../browser/harness.ts";
import { Issuer } from "../security/jwks-server.ts";
import { copyProject, DevServer } from "./harness.ts";

let issuer: Issuer;
let server: DevServer;
beforeAll(async () => {
  issuer = await Issuer.start();
  await issuer.rotate("first");
  const root = await copyProject("security");
  const secrets = {
    JWT_JWKS_URL: issuer.jwksUrl,
    JWT_ISSUER: "https://issuer.example",
    JWT_AUDIENCE: "burgers",
    API_KEYS: "till:one till:two",
    BASIC_USERS: "ada:password",
  };
  const lines = Object.entries(secrets).map(([name, value]) => `${name}="${value}"\n`);
  await writeFile(path.join(root, ".dev.vars"), lines.join(""));
  server = await new DevServer(root, ["--port", "0"]).ready();
});
afterAll(async () => {
  await server.stop();
  await issuer.stop();
});

async function send(path: string, headers: Record<string, string> = {}, method = "GET") {
  const response = await fetch(new URL(path, server.url), { method, headers });
  return {
    status: response.status,
    body: (await response.json()) as unknown,
    challenge: response.headers.get("www-authenticate"),
  };
}

const CLAIMS = { sub: "ada", iss: "https://issuer.example", aud: "burgers", exp: 4_000_000_000 };
const bearing = async (claims: object = CLAIMS) => ({
  authorization: `Bearer ${await issuer.sign({ ...claims })}`,
});
const basic = (credentials: string) => ({
  authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
});

/** An operation of the document, as far as it is looked into. */
interface Documented {
  tags: string[];
  security?: object[];
  responses: Record<string, object>;
  parameters?: { name: string }[];
}

it("may guard a health of one's own, which says its version too", async () => {
  const health = (key: string) => fetch(new URL("/health", server.url), { headers: { "x-api-key": key } });
  expect((await health("three")).status).toBe(401);
  const response = await health("two");
  expect(await response.json()).toBe("fine, till");
  expect(response.headers.get("worker-version")).toMatch(/^[\da-f-]{36}$/);
});

describe("operations that depend on a ready dependency", () => {
  it("let those in who show what it asks for, and know who they are", async () => {
    expect(await send("/open")).toMatchObject({ status: 200 });
    expect(await send("/claims", await bearing())).toMatchObject({ status: 200, body: CLAIMS });
    expect(await send("/key", { "x-api-key": "two" })).toMatchObject({ status: 200, body: { name: "till" } });
    expect(await send("/user", basic("ada:password"))).toMatchObject({ status: 200, body: { name: "ada" } });
    expect(await send("/squares/7", await bearing())).toMatchObject({
      status: 200,
      body: { square: 49, by: CLAIMS },
    });
  });

  it.each([
    ["/claims", "Bearer"],
    ["/squares/7", "Bearer"],
    ["/key", "APIKey"],
    ["/user", 'Basic realm="api", charset="UTF-8"'],
    ["/either", "Bearer"],
  ])("ask others at %s to sign in, before they look at the rest", async (path, challenge) => {
    expect(await send(path)).toMatchObject({ status: 401, body: { title: "Unauthorized" }, challenge });
  });

  it("take scopes, and one of two ways", async () => {
    const cook = "/burgers?name=cheese";
    const may = await bearing({ ...CLAIMS, scope: "burgers:read burgers:cook" });
    expect(await send(cook, may, "POST")).toMatchObject({ status: 200, body: "ada cooks cheese" });
    expect(await send(cook, await bearing(), "POST")).toMatchObject({
      status: 403,
      challenge: 'Bearer error="insufficient_scope", scope="burgers:cook"',
    });
    expect(await send("/either", { "x-api-key": "one" })).toMatchObject({ status: 200, body: "till" });
    expect(await send("/either", await bearing())).toMatchObject({ status: 200, body: "ada" });
    expect(await send("/either", { ...(await bearing()), "x-api-key": "bad" })).toMatchObject({
      status: 401,
    });
  });

  it("are documented with it, as OpenAPI wants it", async () => {
    const { body } = await send("/openapi.json");
    const { valid, errors } = await new Validator().validate(
      structuredClone(body) as Record<string, unknown>,
    );
    expect(valid || errors).toBe(true);
    expect(body).toMatchObject({
      components: {
        securitySchemes: {
          jwt: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
          apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
          basic: { type: "http", scheme: "basic" },
        },
      },
      paths: {
        "/claims": { get: { security: [{ jwt: [] }] } },
        "/burgers": { post: { security: [{ jwt: ["burgers:cook"] }], responses: { 403: {} } } },
        "/key": { get: { security: [{ apiKey: [] }] } },
        "/user": { get: { security: [{ basic: [] }] } },
        "/either": { get: { security: [{ apiKey: [] }, { jwt: [] }] } },
      },
    });
    const { paths } = body as { paths: Record<string, Record<string, Documented>> };
    expect(paths["/open"]?.get).not.toHaveProperty("security");
    for (const item of Object.values(paths))
      for (const { security, tags, responses, parameters = [] } of Object.values(item)) {
        if (!security || tags.includes("operators")) continue;
        expect(responses["401"]).toHaveProperty(["headers", "WWW-Authenticate"]);
        // The scheme says where the credentials are.
        expect(parameters.map(({ name }) => name.toLowerCase())).not.toContain("x-api-key");
      }
  });
});

describeInBrowser("the docs page", () => {
  it("signs in by what the document says, and executes", async () => {
    const { page } = await visit(server.url);
    await page.goto("/docs");
    const execute = async (operation: string) => {
      const block = page.locator(`#operations-secured-${operation}`);
      await block.locator(".opblock-summary-control").click();
      await block.locator(".try-out__btn").click();
      await block.locator(".execute").click();
      return block.locator(".live-responses-table .response-col_status").last().textContent();
    };
    expect(await execute("either")).toContain("401");

    await page.locator(".scheme-container button.authorize").click();
    for (const [scheme, ...credentials] of [
      ["apiKey", "two"],
      ["basic", "ada", "password"],
      ["jwt", await issuer.sign(CLAIMS)],
    ]) {
      const form = page.locator(".auth-container", { has: page.locator(`h4 code:text-is("${scheme}")`) });
      for (const [index, text] of credentials.entries()) await form.locator("input").nth(index).fill(text);
      await form.locator("button.authorize").click();
    }
    await page.locator(".modal-ux .btn-done").first().click();
    for (const operation of ["key", "user", "claims"]) expect(await execute(operation)).toContain("200");
  });
});
