/** The document, held against the official meta-schema of OpenAPI 3.1 and against what the stubs say. */
import { Validator } from "@seriousme/openapi-schema-validator";
import { beforeAll, describe, expect, it } from "vitest";
import { emitOpenApi } from "../../../scripts/scaffold/emit/openapi.ts";
import { readProject } from "../../../scripts/scaffold/read/index.ts";
import { adminRoutes } from "../../../src/jobs/http/admin";
import { jobRoutes } from "../../../src/jobs/http/routes";
import { copyProject } from "../../end-to-end/harness.ts";
import { REPOSITORY, readStubs } from "../read/sample.ts";

const INFO = { title: "test", version: "1.0.0" };

/** A document as far as these tests look into it. */
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes?: Record<string, unknown> };
  webhooks?: Record<string, unknown>;
}
interface Operation {
  operationId: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema: unknown }[];
  requestBody?: unknown;
  responses: Record<string, { content?: unknown }>;
  security?: unknown;
}

async function validate(document: unknown): Promise<unknown> {
  // The validator replaces references in what it is given.
  const { valid, errors } = await new Validator().validate(
    structuredClone(document) as Record<string, unknown>,
  );
  return valid || errors;
}

describe("the document", { timeout: 60_000 }, () => {
  let sample: Document;
  beforeAll(async () => {
    const { project, diagnostics } = readProject({ root: await copyProject("parameters") });
    expect(diagnostics).toEqual([]);
    sample = emitOpenApi(project, INFO) as unknown as Document;
  });
  const operation = (method: string, path: string) => sample.paths[path]?.[method];

  it("of the examples is valid", async () => {
    const { project } = readProject({ root: REPOSITORY });
    expect(await validate(emitOpenApi(project, INFO))).toBe(true);
  });

  it("of the sample is valid", async () => {
    expect(await validate(sample)).toBe(true);
  });

  it("has each operationId once, though stubs take the names of the built-in ones", () => {
    const ids = Object.values(sample.paths).flatMap((path) =>
      Object.values(path).map((one) => one.operationId),
    );
    expect(ids).toHaveLength(new Set(ids).size);
    expect(ids).toContain("readJob2");
  });

  it("has the routes under /jobs that are served, those of operators behind their token, and the webhook", async () => {
    const { project } = readProject({ root: REPOSITORY });
    const document = emitOpenApi(project, INFO) as unknown as Document;
    const documented = (tag: string) =>
      Object.entries(document.paths).flatMap(([path, item]) =>
        Object.entries(item).flatMap(([method, one]) =>
          one.tags?.includes(tag) ? [`${method} ${path}`] : [],
        ),
      );
    const served = ({ routes }: { routes: { method: string; path: string }[] }) => [
      ...new Set(
        routes.map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, "{$1}")}`),
      ),
    ];
    expect(documented("operators").sort()).toEqual(served(adminRoutes).sort());
    expect(documented("jobs").sort()).toEqual(served(jobRoutes).sort());
    expect(document.components.securitySchemes).toMatchObject({ operators: { scheme: "bearer" } });
    expect(document.paths["/jobs"]?.get?.security).toEqual([{ operators: [] }]);
    expect(document.paths["/jobs/{id}"]?.get?.security).toBeUndefined();
    expect(Object.keys(document.webhooks ?? {})).toEqual(["jobDone"]);
  });

  it("says nothing of jobs where there are none", () => {
    const { project } = readStubs(`
/** @get /ping */
export async function ping(): Promise<string> { return "pong"; }
`);
    const document = emitOpenApi(project, INFO) as unknown as Document;
    expect(Object.keys(document.paths)).toEqual(["/ping", "/health"]);
    expect(document.webhooks).toBeUndefined();
    expect(document.components).not.toHaveProperty("securitySchemes");
  });

  it("leaves a stub its path, though a built-in route has it", async () => {
    const { project } = readStubs(`
/** @post /jobs */
export async function offerJob(): Promise<string> { return ""; }
/** @get /primes */
export function primes(): number[] { return []; }
`);
    const document = emitOpenApi(project, INFO) as unknown as Document;
    expect(await validate(document)).toBe(true);
    expect(document.paths["/jobs"]?.post?.operationId).toBe("offerJob");
    expect(document.paths["/jobs"]?.get?.operationId).toBe("listJobs");
  });

  it("leaves models their names, and has none that no request carries", () => {
    const { schemas } = sample.components;
    expect(schemas.Job).toMatchObject({ properties: { title: { type: "string" } } });
    expect(schemas.Problem).toMatchObject({ properties: { reason: { type: "string" } } });
    expect(operation("get", "/names/delegate")?.responses).toMatchObject({
      202: { content: { "application/json": { schema: { $ref: "#/components/schemas/Job2" } } } },
      default: {
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem2" } } },
      },
    });
  });

  it("says where parameters are, what they may be and what they are without", () => {
    expect(operation("get", "/query/default")?.parameters).toEqual([
      { name: "value", in: "query", schema: { type: "integer", minimum: 1, maximum: 10, default: 5 } },
    ]);
    expect(operation("get", "/path/slug/{value}")?.parameters).toEqual([
      {
        name: "value",
        in: "path",
        required: true,
        schema: { type: "string", minLength: 2, pattern: "^[a-z]+$" },
      },
    ]);
    expect(operation("get", "/names/delegate")?.parameters?.map(({ name }) => name)).toEqual([
      "a",
      "Prefer",
      "Idempotency-Key",
      "Webhook-Url",
    ]);
  });

  it("writes dates, bigints, brands and unions as JSON Schema does", () => {
    const { schemas } = sample.components;
    expect(schemas.Shape).toEqual({
      oneOf: [{ $ref: "#/components/schemas/Circle" }, { $ref: "#/components/schemas/Square" }],
      discriminator: {
        propertyName: "kind",
        mapping: { circle: "#/components/schemas/Circle", square: "#/components/schemas/Square" },
      },
    });
    expect(schemas.Account).toMatchObject({ properties: { balance: { type: "string", format: "int64" } } });
    expect(JSON.stringify(sample)).not.toMatch(/x-(date|bigint|branded)/);
  });

  it("says what each kind of body is and what goes wrong with it", () => {
    expect(operation("post", "/form/file")?.requestBody).toMatchObject({
      content: {
        "multipart/form-data": {
          schema: { properties: { photo: { type: "string", contentMediaType: "application/octet-stream" } } },
        },
      },
    });
    expect(operation("get", "/answers/bytes")?.responses[200]?.content).toEqual({ "image/png": {} });
    expect(Object.keys(operation("post", "/body/person")?.responses ?? {})).toEqual([
      "200",
      "413",
      "415",
      "422",
      "default",
    ]);
    expect(Object.keys(operation("get", "/answers/empty")?.responses ?? {})).toEqual(["204", "default"]);
  });

  it("lists errors with bodies of their own beside the problems that there may be instead", () => {
    const problem = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem2" } } };
    const soldOut = { schema: { $ref: "#/components/schemas/SoldOut" } };
    const reasons = { schema: { $ref: "#/components/schemas/Reasons" } };
    expect(operation("get", "/errors/{status}")?.responses).toEqual({
      200: expect.anything(),
      404: { description: "There is none.", content: problem },
      409: { description: "It is sold out.", content: { "application/json": soldOut } },
      418: { description: "It is a teapot.", content: { "text/plain": { schema: { type: "string" } } } },
      422: {
        description: "The request does not fit this operation. It is no good.",
        content: { ...problem, "application/json": reasons },
      },
      default: { description: "Whatever it is.", content: { ...problem, "application/json": soldOut } },
    });
    expect(operation("post", "/errors/worked")?.responses).toMatchObject({
      409: { content: { "application/vnd.kitchen+json": soldOut } },
    });
    expect(sample.components.schemas.SoldOut).toMatchObject({
      properties: { burger: { type: "string", minLength: 1 } },
    });
  });

  it("says of several errors of one status what each is", () => {
    const { project, diagnostics } = readStubs(`
interface Taken { name: string }
interface SoldOut { until: string }
/** @throws {409} {@link SoldOut} Of a dependency. */
export async function stock(): Promise<void> {}
/**
 * @post /burgers
 * @throws {409} {@link Taken} The name is taken.
 * @throws {409 text/html} A page.
 * @throws {500} {@link Taken} It is broken.
 */
export async function burger(_: Depends<typeof stock>): Promise<void> {}
`);
    expect(diagnostics).toEqual([]);
    const document = emitOpenApi(project, INFO) as unknown as Document;
    const taken = { $ref: "#/components/schemas/Taken" };
    expect(document.paths["/burgers"]?.post?.responses).toMatchObject({
      409: {
        description: "The name is taken. A page.",
        content: {
          "application/json": { schema: { anyOf: [taken, { $ref: "#/components/schemas/SoldOut" }] } },
          "text/html": { schema: { type: "string" } },
        },
      },
      500: {
        description: "It is broken.",
        content: { "application/problem+json": expect.anything(), "application/json": { schema: taken } },
      },
    });
  });

  it("has no model of a checkpoint, and the security that a tag names", () => {
    const { project } = readStubs(`
interface Weights { epoch: number }
/**
 * @post /train
 * @security bearer
 */
export function* train(resume?: Resume<Weights>): Steps<Weights, number> {
  yield { checkpoint: resume ?? { epoch: 0 } };
  return 1;
}
`);
    const document = emitOpenApi(project, INFO) as unknown as Document;
    expect(Object.keys(document.components.schemas)).toEqual(["Problem", "Job"]);
    expect(document.paths["/train"]?.post?.security).toEqual([{ bearer: [] }]);
  });
});
