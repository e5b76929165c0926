import { build } from "esbuild";
import { emitModels } from "../../../scripts/scaffold/emit/models.ts";
import { Module } from "../../../scripts/scaffold/emit/module.ts";
import { needsPick } from "../../../scripts/scaffold/emit/schema.ts";
import type { Model, Schema } from "../../../scripts/scaffold/operation.ts";
import type { Check } from "../../../src/operations/report.ts";

/** What `models.ts` exports. */
export interface CompiledModels {
  check(name: string): Check;
  /** Undefined where a value is carried over as it is. */
  pick(name: string): ((value: unknown) => unknown) | undefined;
  text: string;
}

/** Generate the module of these schemas and load it. */
export async function compileModels(schemas: Record<string, Schema>): Promise<CompiledModels> {
  const models = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]): [string, Model] => [name, { name, schema }]),
  );
  const user = new Module("src/generated/user.ts");
  for (const [name, schema] of Object.entries(schemas)) {
    user.use("src/generated/models", `check${name}`);
    if (needsPick(schema, models)) user.use("src/generated/models", `pick${name}`);
  }
  const project = {
    operations: [],
    jobs: [],
    dependencies: [],
    models,
    securitySchemes: {},
    settings: { otherSites: false, rateLimit: false },
  };
  const text = emitModels(project, [user]).text();
  const exports = await load(text);
  return {
    check: (name) => exports[`check${name}`] as Check,
    pick: (name) => exports[`pick${name}`] as ReturnType<CompiledModels["pick"]>,
    text,
  };
}

/** Load a module of `src/generated` from its text. */
async function load(text: string): Promise<Record<string, unknown>> {
  const root = new URL("../../..", import.meta.url).pathname;
  const result = await build({
    stdin: {
      contents: text,
      loader: "ts", // A sibling of src/generated, which need not be there.
      resolveDir: `${root}src/operations`,
    },
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  const code = result.outputFiles[0]?.text ?? "";
  return import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
}
