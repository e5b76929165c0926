/** `npm run scaffold -- import` as a person runs it, in a project folder of its own. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { copyProject } from "../../end-to-end/harness.ts";

const PETS = `openapi: 3.0.3
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      tags: [pets]
      operationId: listPets
      summary: List all pets
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100, default: 20 } }
        - { name: "filter[kind]", in: query, schema: { type: string, enum: [cat, dog] } }
      responses:
        "200": { description: ok, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Pet" } } } } }
    post:
      tags: [pets]
      operationId: createPet
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
      responses:
        "201": { description: made, content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
        "409": { $ref: "#/components/responses/Taken" }
        default: { description: "Anything else", content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
components:
  responses:
    Taken:
      description: The name is taken
      content: { application/json: { schema: { type: object, properties: { by: { $ref: "#/components/schemas/Pet" } } } } }
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: { type: string, minLength: 1 }
        owner: { $ref: "./people.yaml#/Person" }
    Error: { type: object, required: [code], properties: { code: { type: integer } } }
`;
const PEOPLE =
  "Person:\n  type: object\n  properties:\n    email: { type: string, format: email, nullable: true }\n";

let root: string;
beforeAll(async () => {
  root = await copyProject("parameters");
});
beforeEach(async () => {
  for (const folder of ["handlers", "models", "dependencies"]) {
    await rm(path.join(root, "src", folder), { recursive: true, force: true });
    await mkdir(path.join(root, "src", folder));
  }
  await rm(path.join(root, "imported.json"), { force: true });
  await write("pets.yaml", PETS);
  await write("people.yaml", PEOPLE);
});

const write = (file: string, text: string) => writeFile(path.join(root, file), text);
const read = (file: string) => readFile(path.join(root, file), "utf8");

function run(
  command: string,
  ...args: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd: root, maxBuffer: 1e8 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
const scaffold = (...args: string[]) => run(process.execPath, "scripts/scaffold.ts", ...args);
const written = async () =>
  (
    await Promise.all(
      ["handlers", "models", "dependencies"].map((folder) => readdir(path.join(root, "src", folder))),
    )
  ).flat();

describe("import", { timeout: 60_000 }, () => {
  it("writes stubs that generate, type-check and are formatted", async () => {
    expect(await scaffold("import", "pets.yaml")).toMatchObject({ code: 0, stderr: "" });
    expect(await read("src/handlers/pets.ts")).toMatchInlineSnapshot(`
      "import { HTTPException } from "hono/http-exception";
      import type { ErrorModel } from "../models/error-model";
      import type { Pet } from "../models/pet";
      import type { Taken } from "../models/taken";
      import type { Integer, Query } from "../operations";

      /**
       * List all pets.
       *
       * @get /pets
       */
      export async function listPets(
        /** @minimum 1 @maximum 100 */ limit: Integer = 20,
        filterKind?: Query<"cat" | "dog", "filter[kind]">,
      ): Promise<Pet[]> {
        throw new HTTPException(501);
      }

      /**
       * @post /pets
       * @status 201
       * @throws {409} {@link Taken} The name is taken
       * @throws {default} {@link ErrorModel} Anything else
       */
      export async function createPet(pet: Pet): Promise<Pet> {
        throw new HTTPException(501);
      }
      "
    `);
    expect(await read("src/models/pet.ts")).toMatchInlineSnapshot(`
      "import type { Person } from "./person";

      export interface Pet {
        /** @minLength 1 */
        name: string;
        owner?: Person;
      }
      "
    `);
    expect(await scaffold("generate")).toMatchObject({ code: 0, stderr: "" });
    expect(await run(process.execPath, "node_modules/typescript/bin/tsc", "-p", ".")).toMatchObject({
      code: 0,
      stdout: "",
    });
    const biome = [
      "node_modules/@biomejs/biome/bin/biome",
      "check",
      "--vcs-enabled=false",
      "src/handlers",
      "src/models",
    ];
    expect(await run(process.execPath, ...biome)).toMatchObject({ code: 0 });
  });

  it("changes nothing at a second run", async () => {
    await scaffold("import", "pets.yaml");
    const before = await read("src/handlers/pets.ts");
    const { stdout } = await scaffold("import", "pets.yaml");
    expect(stdout).toContain("Pets: 0 create, 0 update, 5 same, 0 conflict");
    expect(await read("src/handlers/pets.ts")).toBe(before);
  });

  it("--dry-run prints the plan and writes nothing", async () => {
    const { code, stdout } = await scaffold("import", "pets.yaml", "--dry-run");
    expect(code).toBe(0);
    expect(stdout.startsWith("  create  src/handlers/pets.ts")).toBe(true);
    expect(stdout).toContain("(nothing was written)");
    expect(await written()).toEqual([]);
    expect(existsSync(path.join(root, "imported.json"))).toBe(false);
  });

  it("adds what is new, renews models, and leaves what a person wrote", async () => {
    await scaffold("import", "pets.yaml");
    const filled = (await read("src/handlers/pets.ts"))
      .replace(
        "import { HTTPException }",
        'import { env } from "cloudflare:workers";\nimport { HTTPException }',
      )
      .replace("throw new HTTPException(501);", "return env.QUEUE_LANES ? [] : []; // mine");
    await write("src/handlers/pets.ts", filled);
    const changed = PETS.replace("minLength: 1", "minLength: 2")
      .replace("maximum: 100", "maximum: 50")
      .replace(
        "components:",
        '  /pets/{id}:\n    delete: { tags: [pets], operationId: deletePet, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { "204": { description: gone } } }\ncomponents:',
      )
      .replace(/ {4}post:[\s\S]*?(?= {2}\/pets\/\{id\})/, "");
    await write("pets.yaml", changed);
    const { code, stdout } = await scaffold("import", "pets.yaml");
    expect(code).toBe(1);
    expect(stdout).toContain("listPets: you changed it, and so did the document; yours stays");
    expect(stdout).toContain("deletePet: new");
    expect(stdout).toContain("src/handlers/pets.ts: createPet is no longer in the document");
    const after = await read("src/handlers/pets.ts");
    expect(after.startsWith(filled.trimEnd())).toBe(true);
    expect(after).toContain("export async function deletePet(id: string): Promise<void>");
    expect(await read("src/models/pet.ts")).toContain("@minLength 2");
  });

  it("says so when no operation can be a stub", async () => {
    const pets = PETS.slice(PETS.indexOf("  /pets:"), PETS.indexOf("components:"));
    const actions = ["pets", "animals"].map((name) => pets.replace("/pets:", `/#action=${name}:`));
    await write("pets.yaml", PETS.replace(pets, actions.join("")));
    const { code, stdout } = await scaffold("import", "pets.yaml");
    expect(code).toBe(0);
    expect(stdout).toContain("None of its operations can be a stub");
    expect(stdout).toContain(
      "Not carried over:\n  the operation is no route: what stands behind # in its path never reaches a server",
    );
    expect(stdout).toContain("#/paths/~1#action=pets/get");
  });

  it("keeps out of files that are a person's", async () => {
    await write("src/models/pet.ts", "export type Pet = string;\n");
    expect(await scaffold("import", "pets.yaml")).toMatchObject({ code: 0 });
    expect(await read("src/models/pet.ts")).toBe("export type Pet = string;\n");
    expect(await read("src/models/pets-pet.ts")).toContain("export interface Pet {");
  });

  it("lets nobody pass a security scheme that is not written yet", async () => {
    const secured = PETS.replace(
      "operationId: createPet",
      "operationId: createPet\n      security: [{ token: [] }]",
    );
    const schemes = "  securitySchemes:\n    token: { type: http, scheme: bearer }\n";
    await write("pets.yaml", secured.replace("components:\n", `components:\n${schemes}`));
    expect(await scaffold("import", "pets.yaml")).toMatchObject({ code: 0 });
    expect(await read("src/handlers/pets.ts")).toContain("Depends<typeof token>");
    const stub = await read("src/dependencies/token.ts");
    expect(stub.slice(stub.indexOf("{\n"))).toMatchInlineSnapshot(`
      "{
        if (!authorization) throw new HTTPException(401);
        // Nobody passes until this says who does: check the credentials, and return whom they stand for.
        throw new HTTPException(501);
      }
      "
    `);
  });

  it.each([
    ["nowhere.yaml", undefined, "there is no such file"],
    ["swagger.json", '{"swagger":"2.0","paths":{}}', "Convert it first"],
    ["broken.yaml", "openapi: 3.1.0\n  paths: [", "it can't be read"],
    ["other.json", '{"name":"package"}', "this is not an OpenAPI document"],
    ["future.json", '{"openapi":"4.0.0","paths":{}}', "import takes OpenAPI 3.0 and 3.1"],
    ["empty.json", '{"openapi":"3.1.0","paths":{}}', "there is nothing to make operations of"],
    [
      "webhooks.json",
      '{"openapi":"3.1.0","webhooks":{"paid":{"post":{}}}}',
      "move each from `webhooks` to `paths`",
    ],
    [
      "dangling.json",
      '{"openapi":"3.1.0","paths":{"/a":{"$ref":"#/components/pathItems/A"}}}',
      "#/paths/~1a: there is nothing at #/components/pathItems/A",
    ],
    [
      "circle.json",
      '{"openapi":"3.1.0","paths":{"/a":{}},"components":{"schemas":{"A":{"$ref":"#/components/schemas/B"},"B":{"$ref":"#/components/schemas/A"}}}}',
      "leads back to itself",
    ],
    [
      "remote.json",
      '{"openapi":"3.1.0","paths":{"/a":{"$ref":"https://example.com/a.json"}}}',
      "nothing is read from the network",
    ],
  ])("refuses %s and writes nothing", async (file, text, message) => {
    if (text !== undefined) await write(file, text);
    const { code, stderr } = await scaffold("import", file);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
    expect(await written()).toEqual([]);
  });

  it("says how it is called", async () => {
    expect(await scaffold("import")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Usage: npm run scaffold -- import FILE"),
    });
    expect(await scaffold("import", "--help")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("--dry-run"),
    });
  });
});
