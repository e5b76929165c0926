/** What real documents do that is easily lost: each case came from one. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { travel } from "./journey.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "shortorder-document-"));
});
afterAll(() => rm(folder, { recursive: true }));

const ok = (schema?: object) => ({
  "200": { description: "ok", ...(schema && { content: { "application/json": { schema } } }) },
});
const fault = (schemas: Record<string, object>) => ({
  description: "It failed.",
  content: Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, { schema }])),
});
const json = (schema: object) => ({ required: true, content: { "application/json": { schema } } });
const STRING = { type: "string" };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const OAUTH = {
  type: "oauth2",
  flows: {
    authorizationCode: {
      authorizationUrl: "https://example.com/authorize",
      tokenUrl: "https://example.com/token",
      refreshUrl: "https://example.com/refresh",
      scopes: { "write:pets": "Change your pets.", "read:pets": "Read\nyour @pets." },
    },
    clientCredentials: { tokenUrl: "https://example.com/token", scopes: { admin: "* all\n* that there is" } },
  },
};

interface Case {
  openapi?: string;
  paths: object;
  schemas?: object;
  securitySchemes?: object;
  responses?: object;
}

const CASES: Record<string, Case> = {
  "a remark on a part of allOf, in a type that holds itself": {
    paths: { "/a": { get: { responses: ok(ref("Filter")) } } },
    schemas: {
      Filter: {
        type: "object",
        properties: { not: { allOf: [ref("Filter"), { description: "What must not be." }] } },
      },
    },
  },
  "parts of allOf that overlap, in a type that holds itself": {
    paths: { "/a": { get: { responses: ok(ref("Node")) } } },
    schemas: {
      Node: {
        type: "object",
        properties: {
          id: { type: "integer" },
          inner: {
            allOf: [ref("Node"), { type: "object", properties: { id: { type: "integer", minimum: 1 } } }],
          },
        },
      },
    },
  },
  "the default of a property that parts of allOf have, each another one": {
    paths: { "/a": { get: { responses: ok(ref("Dog")) } }, "/b": { get: { responses: ok(ref("Puppy")) } } },
    schemas: {
      Animal: { type: "object", properties: { kind: { type: "string", default: "animal" }, id: STRING } },
      Dog: {
        allOf: [ref("Animal"), { type: "object", properties: { kind: { type: "string", default: "dog" } } }],
      },
      Puppy: {
        allOf: [ref("Dog")],
        type: "object",
        properties: {
          kind: { type: "string", default: "puppy" },
          mother: { anyOf: [ref("Dog"), { type: "object", nullable: true }] },
        },
      },
    },
  },
  "patterns with escapes that the flag u forbids": {
    paths: { "/a": { get: { responses: ok(ref("Codes")) } } },
    schemas: {
      Codes: {
        type: "object",
        properties: Object.fromEntries(
          ["^[a-z\\_\\-\\:\\@]+\\-\\d\\/\\#$", "^\\\\_[\\]\\\\_]\\_$", "^[\\w-.]$"].map((pattern, index) => [
            `code${index}`,
            { ...STRING, pattern },
          ]),
        ),
      },
    },
  },
  "a type whose name is as long as its path": {
    paths: {
      "/a": {
        post: {
          operationId: "definitions".repeat(20),
          requestBody: json({ type: "object", properties: { id: STRING } }),
          responses: ok({ type: "object", properties: { id: STRING } }),
        },
      },
    },
  },
  "null around a type that holds itself": {
    paths: { "/a": { get: { responses: ok(ref("Tree")) } } },
    schemas: { Tree: { type: "object", nullable: true, properties: { parent: ref("Tree") } } },
  },
  "keywords beside a reference, in 3.1": {
    openapi: "3.1.0",
    paths: { "/a": { get: { responses: ok({ ...ref("Base"), required: ["name"] }) } } },
    schemas: { Base: { type: "object", properties: { name: { type: "string" } } } },
  },
  "a form with required fields that may be left out, and a file of another name": {
    paths: {
      "/a": {
        post: {
          requestBody: {
            content: {
              "multipart/form-data": {
                schema: {
                  type: "object",
                  required: ["package"],
                  properties: {
                    package: { type: "string", format: "binary" },
                    "truststore.p12": { type: "string", format: "binary" },
                  },
                },
              },
            },
          },
          responses: ok(),
        },
      },
    },
  },
  "a placeholder that shares its segment": {
    paths: {
      "/files/{id}.json": {
        get: {
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
          responses: ok(),
        },
      },
      "/files/{id}:copy": {
        post: {
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
          responses: ok(),
        },
      },
    },
  },
  "a parameter that is a credential too, and one that is called as the dependency": {
    paths: {
      "/a": {
        get: {
          security: [{ key: [] }],
          parameters: [{ name: "apikey", in: "query", required: true, schema: { type: "string" } }],
          responses: ok(),
        },
      },
      "/b": {
        get: {
          security: [{ key: [] }],
          parameters: [{ name: "key", in: "query", schema: { type: "string" } }],
          responses: ok(),
        },
      },
    },
    securitySchemes: { key: { type: "apiKey", in: "query", name: "apikey" } },
  },
  "security schemes of every kind, with their particulars": {
    paths: Object.fromEntries(
      ["token", "basic", "digest", "header-key", "apiKey", "session", "openId", "oauth2", "bearer"].map(
        (key) => [`/${key}`, { get: { security: [{ [key]: [] }], responses: ok() } }],
      ),
    ),
    securitySchemes: {
      token: {
        type: "http",
        scheme: "Bearer",
        bearerFormat: "JWT",
        description: "From @us/login.\n\nOr not.",
      },
      basic: { type: "http", scheme: "basic" },
      digest: { type: "http", scheme: "digest" },
      "header-key": { type: "apiKey", in: "header", name: "X-Shop-Key" },
      apiKey: { type: "apiKey", in: "query", name: "api_key" },
      session: { type: "apiKey", in: "cookie", name: "sid" },
      openId: { type: "openIdConnect", openIdConnectUrl: "https://example.com/openid" },
      oauth2: OAUTH,
      bearer: { type: "http", scheme: "bearer", bearerFormat: "basic" },
    },
  },
  "security of alternatives, combinations, scopes and nothing": {
    paths: {
      "/either": { get: { security: [{ key: [] }, { petstore: ["read:pets"] }], responses: ok() } },
      "/other": { get: { security: [{ key: [] }, { petstore: ["write:pets"] }], responses: ok() } },
      "/both": { get: { security: [{ key: [], app: [], petstore: ["read:pets"] }], responses: ok() } },
      "/pair": { get: { security: [{ app: [], key: [] }, { token: [] }, { basic: [] }], responses: ok() } },
      "/more": { get: { security: [{ key: [] }, { key: [], token: [] }], responses: ok() } },
      "/optional": { get: { security: [{}, { key: [] }], responses: ok() } },
      "/choice": { get: { security: [{ petstore: [], app: [] }, {}, { token: [] }], responses: ok() } },
      "/open": { get: { security: [], responses: ok() } },
    },
    securitySchemes: {
      key: { type: "apiKey", in: "header", name: "key", description: "Ask us for one." },
      app: { type: "apiKey", in: "query", name: "key" },
      petstore: OAUTH,
      token: { type: "http", scheme: "bearer" },
      basic: { type: "http", scheme: "basic" },
    },
  },
  "defaults that the pattern does not allow, of a parameter and of a part": {
    paths: {
      "/a": {
        get: {
          parameters: [
            { name: "size", in: "query", schema: { type: "string", pattern: "^[a-z]+$", default: "" } },
          ],
          responses: ok({
            allOf: [
              { type: "object", properties: { a: { type: "string", pattern: "^x" } } },
              { type: "object", properties: { a: { type: "string", default: "y" } } },
            ],
          }),
        },
      },
    },
  },
  "properties that only the alternatives declare, and the whole asks for": {
    paths: { "/a": { get: { responses: ok(ref("Rates")) } } },
    schemas: {
      Rates: {
        type: "object",
        required: ["id", "shipment"],
        properties: { limit: { type: "integer" } },
        oneOf: [ref("ById"), ref("Whole")],
      },
      ById: { type: "object", properties: { id: { type: "string", minLength: 1, maxLength: 25 } } },
      Whole: { type: "object", properties: { shipment: { type: "string", pattern: "^s" } } },
    },
  },
  "alternatives that only ask for properties, beside one without any": {
    paths: { "/a": { get: { responses: ok(ref("Change")) } } },
    schemas: {
      Change: {
        type: "object",
        nullable: true,
        properties: { content: { type: "string" }, name: { type: "string", default: "a" } },
        anyOf: [
          { required: ["content"] },
          { type: "object", properties: { name: { type: "string", minLength: 1 } } },
          { type: "object", maxProperties: 0 },
        ],
      },
    },
  },
  "nullable without a type, values that are objects, a type that is none, and what is no list's": {
    paths: { "/a": { get: { responses: ok(ref("Odd")) } } },
    schemas: {
      Odd: {
        type: "object",
        properties: {
          image: { allOf: [{ nullable: true }, ref("Image")] },
          ports: { type: "object", additionalProperties: { type: "object", enum: [{}], default: {} } },
          kind: { type: { enum: ["a"] } },
          rules: { type: "array", items: { type: "string" }, required: ["action"] },
        },
      },
      Image: { type: "string", minLength: 1 },
    },
  },
  "bounds of a file, and a form that is closed": {
    paths: {
      "/a": {
        post: {
          requestBody: {
            content: {
              "multipart/form-data": {
                schema: {
                  type: "object",
                  additionalProperties: false,
                  properties: { file: { type: "string", format: "binary", minLength: 1 } },
                },
              },
            },
          },
          responses: ok(),
        },
      },
    },
  },
  "errors with bodies: named, shared, in the operation itself, of several types, and none": {
    paths: {
      "/a": {
        post: {
          requestBody: { content: { "application/json": { schema: ref("Fault") } } },
          responses: {
            ...ok(),
            "400": { $ref: "#/components/responses/400" },
            "401": { description: "", content: { "application/json": {}, "text/html": {} } },
            "403": { description: "Forbidden" },
            "404": fault({ "text/plain": ref("Fault"), "text/json": ref("Fault") }),
            "409": fault({ "application/json": ref("Fault"), "application/problem+json": ref("Other") }),
            "410": fault({ "application/json": { type: "array", minItems: 1, items: ref("Fault") } }),
            "411": fault({ "application/json": { type: "string", minLength: 3 } }),
            "412": fault({ "text/plain": { type: "string" }, "image/png": { type: "string" } }),
            "422": fault({ "application/problem+json": ref("Other") }),
            "500": fault({ "application/json": ref("Fault") }),
            "501": fault({ "application/json": { oneOf: [ref("Fault"), ref("Other")] } }),
            "5xx": fault({ "application/json": ref("Other") }),
            default: fault({ "application/json": ref("Other") }),
          },
        },
      },
      "/b": {
        get: {
          responses: {
            ...ok(),
            "4XX": { $ref: "#/components/responses/400" },
            "503": fault({ "*/*": ref("Fault"), "application/xml; charset=utf-8": ref("Fault"), none: {} }),
          },
        },
      },
    },
    schemas: {
      Fault: { type: "object", required: ["code"], properties: { code: { type: "integer" } } },
      Other: { type: "object", properties: { title: { type: "string" }, more: { type: "boolean" } } },
    },
    responses: {
      "400": fault({ "application/json": { type: "object", properties: { reason: { type: "string" } } } }),
    },
  },
  "alternatives beside the type null": {
    openapi: "3.1.0",
    paths: { "/a": { get: { responses: ok(ref("Value")) } } },
    schemas: {
      Value: {
        type: "null",
        oneOf: [{ type: "string" }, { type: "array", items: ref("Value") }],
      },
    },
  },
  "lists and objects in the query, in every style": {
    paths: {
      "/a/{ids}": {
        get: {
          parameters: [
            ...[undefined, "form", "spaceDelimited", "pipeDelimited", "deepObject"].flatMap((style) =>
              [undefined, true, false].flatMap((explode) =>
                [ref("Numbers"), ref("Filter"), ref("Loose")].map((schema, index) => ({
                  name: `${style}-${explode}-${index}`,
                  in: "query",
                  ...(style && { style }),
                  ...(explode !== undefined && { explode }),
                  schema,
                })),
              ),
            ),
            {
              name: "where",
              in: "query",
              required: true,
              style: "deepObject",
              schema: { type: "object", properties: { name: { type: "string", minLength: 1 } } },
            },
            ...[{ format: "object", properties: {} }, { format: "string" }].map((items, index) => ({
              name: `untyped-${index}`,
              in: "query",
              schema: { type: "array", items },
            })),
            { name: "kinds", in: "query", explode: true, schema: { type: "array", items: {}, enum: ["a"] } },
            { name: "ids", in: "path", required: true, style: "matrix", schema: { type: "string" } },
            { name: "x-ids", in: "header", schema: ref("Numbers") },
          ],
          responses: ok(),
        },
      },
    },
    schemas: {
      Numbers: { type: "array", minItems: 1, items: { type: "integer", maximum: 9 } },
      Filter: {
        type: "object",
        required: ["kind"],
        properties: { kind: { type: "string", enum: ["a", "b"] }, ids: ref("Numbers") },
      },
      Loose: { type: "object", additionalProperties: { type: "string" } },
    },
  },
  "paths with # or ? that are the only ones of their route": {
    paths: {
      "/?Action=ListPets": { get: { responses: ok() } },
      "/#Action=AddPet": { post: { responses: ok() } },
      "/pets/{id}#format=sdk": {
        get: {
          parameters: [
            { name: "id", in: "path", required: true, schema: { type: "integer" } },
            { name: "format", in: "query", required: true, schema: { type: "string" } },
          ],
          responses: ok(),
        },
      },
      "/pets?kind={kind}&limit={limit}": {
        get: {
          parameters: [
            { name: "kind", in: "path", required: true, schema: { type: "string", enum: ["cat", "dog"] } },
            { name: "limit", in: "query", required: true, schema: { type: "integer", minimum: 1 } },
          ],
          responses: ok(),
        },
      },
    },
  },
  "JSON in several versions, the first without a schema, and a list of which lists are the values": {
    paths: {
      "/a": {
        get: {
          parameters: [
            {
              name: "actions",
              in: "query",
              explode: false,
              schema: { type: "array", items: { type: "string" }, enum: [["open"], ["click"]] },
            },
          ],
          responses: {
            "200": {
              description: "ok",
              content: {
                "application/json": { example: {} },
                "application/json; version=1": {
                  schema: { type: "object", properties: { a: { type: "string", minLength: 1 } } },
                },
                "application/json; version=2": {
                  schema: { type: "object", properties: { b: { type: "integer" } } },
                },
              },
            },
          },
        },
      },
    },
  },
  "a raw body of types that are none": {
    paths: {
      "/a": {
        post: {
          requestBody: { required: true, content: { "text/plain; utf-8": {}, "codecs=opus": {} } },
          responses: ok(),
        },
      },
    },
  },
};

describe("the round trip of", { timeout: 60_000 }, () => {
  it.each(Object.entries(CASES))(
    "%s",
    async (_, { openapi = "3.0.3", paths, schemas = {}, securitySchemes, responses }) => {
      const file = join(folder, "document.json");
      const components = {
        schemas,
        ...(securitySchemes && { securitySchemes }),
        ...(responses && { responses }),
      };
      await writeFile(
        file,
        JSON.stringify({ openapi, info: { title: "T", version: "1" }, paths, components }),
      );
      const { diagnostics, differences, operations } = await travel(file);
      expect({ diagnostics, differences }).toEqual({ diagnostics: [], differences: [] });
      expect(operations).toBe(Object.keys(paths).length);
    },
  );
});
