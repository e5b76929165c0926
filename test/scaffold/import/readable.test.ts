/** What a newcomer sees of an imported document. */
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { travel } from "./journey.ts";

const string = { type: "string" };
const DOCUMENT = {
  openapi: "3.0.3",
  info: { title: "Gists", version: "1" },
  paths: {
    "/gists": {
      post: {
        tags: ["OAuth2 gists"],
        operationId: "gists/create",
        description: "Create a gist.\n\n**Note:** the first line names it.\n* *Never* empty\n* never long",
        parameters: [
          { name: "page", in: "query", schema: { type: "integer", minimum: 1 } },
          { name: "size", in: "query", schema: { type: "integer", maximum: 9 } },
        ],
        requestBody: {
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: {
                  public: {
                    anyOf: [
                      { type: "boolean", default: false },
                      { type: "string", enum: ["true", "false"], default: "false" },
                    ],
                  },
                  owner: {
                    anyOf: [
                      { title: "Simple User", type: "object", properties: { login: string }, example: {} },
                      { title: "Team", type: "object", properties: { slug: string }, example: {} },
                    ],
                  },
                },
              },
            },
          },
        },
        security: [{ OAuth2Security: [] }],
        responses: { "204": { description: "created" } },
      },
    },
  },
  components: { securitySchemes: { OAuth2Security: { type: "http", scheme: "bearer" } } },
};

describe("what is written", { timeout: 60_000 }, () => {
  const file = join(tmpdir(), `shortorder-readable-${process.pid}.json`);
  let root = "";
  let diagnostics: string[] = [];
  beforeAll(async () => {
    await writeFile(file, JSON.stringify(DOCUMENT));
    ({ root, diagnostics } = await travel(file, { keep: true, types: true }));
  }, 60_000);
  afterAll(() => Promise.all([file, root].map((path) => rm(path, { recursive: true }))));

  it("type-checks with what is generated of it, where no type has a name of the document's", () => {
    expect(diagnostics).toEqual([]);
  });

  it("is in files that are called as a person would call them", async () => {
    expect(await readdir(join(root, "src/handlers"))).toEqual(["oauth2-gists.ts"]);
    expect(await readdir(join(root, "src/dependencies"))).toEqual(["oauth2-security.ts"]);
  });

  it("names the parts of a union by what tells them apart, and leaves Markdown as it is", async () => {
    expect(await readFile(join(root, "src/handlers/oauth2-gists.ts"), "utf8")).toMatchInlineSnapshot(`
      "import { HTTPException } from "hono/http-exception";
      import type { oAuth2Security } from "../dependencies/oauth2-security";
      import type { Depends, Integer } from "../operations";

      /** @default false */
      export type GistsCreateBodyPublicBoolean = boolean;

      /** @default "false" */
      export type GistsCreateBodyPublicString = "true" | "false";

      /**
       * @title Simple User
       * @example {}
       */
      export interface GistsCreateBodyOwnerSimpleUser {
        login?: string;
      }

      /**
       * @title Team
       * @example {}
       */
      export interface GistsCreateBodyOwnerTeam {
        slug?: string;
      }

      export interface GistsCreateBody {
        public?: GistsCreateBodyPublicBoolean | GistsCreateBodyPublicString;
        owner?: GistsCreateBodyOwnerSimpleUser | GistsCreateBodyOwnerTeam;
      }

      /**
       * Create a gist.
       *
       * **Note:** the first line names it.
       * - *Never* empty
       * - never long
       *
       * @post /gists
       * @tag OAuth2 gists
       */
      export async function gistsCreate(
        credentials: Depends<typeof oAuth2Security>,
        /** @minimum 1 */ page?: Integer,
        /** @maximum 9 */ size?: Integer,
        body?: GistsCreateBody,
      ): Promise<void> {
        throw new HTTPException(501);
      }
      "
    `);
  });
});
