/**
 * `npm run test:differential`: the scaffolder's reading of TypeScript's types beside typia's and ajv's.
 *
 * For each type of `types.ts`, values that fit and values that were changed a little are shown to the generated check, to
 * the validator that typia makes of the same type, and to ajv with the schema of the OpenAPI document. A disagreement
 * is a failure, unless the table below explains it. `SEED` repeats a run, `RUNS` is how many values each type gets.
 *
 * @module
 */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { build } from "esbuild";
import fc from "fast-check";
import { formatDiagnostic } from "../../scripts/scaffold/diagnostic.ts";
import type { Json, Schema } from "../../scripts/scaffold/operation.ts";
import { readProject } from "../../scripts/scaffold/read/index.ts";
import { compileModels } from "../scaffold/emit/compile.ts";
import { valuesOf } from "./values.ts";

const HERE = import.meta.dirname;
const REPOSITORY = resolve(HERE, "../..");
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const RUNS = Number(process.env.RUNS ?? 400);

const UNTAGGED =
  "it picks the member by the properties that it alone has; by TypeScript's rules one member that fits is enough";

/** Why typia says something else of these types. */
const EXPLAINED: Record<string, string> = {
  Overlapping: UNTAGGED,
  OptionalInUnion: UNTAGGED,
  AnyBetween: "its text between takes no line breaks; TypeScript's does",
  UserId: "it refuses a brand that is made of an intersection",
  HasBranded: "it refuses a brand that is made of an intersection",
  When: "it asks for a Date in memory; the scaffolder for its text in JSON",
  HasDates: "it asks for a Date in memory; the scaffolder for its text in JSON",
  Point:
    "it leaves getters out; here they are computed properties of an answer, and have a type if they are sent",
  ClassData: "it leaves getters out, as above",
};

type Verdict = (value: Json) => boolean;

const { Report } = await import(await bundled(join(REPOSITORY, "src/operations/report.ts"), "report"));
const names = [
  ...(await readFile(join(HERE, "types.ts"), "utf8")).matchAll(
    /^export (?:type|interface|enum|class) (\w+)(<)?/gm,
  ),
]
  .filter(([, , generic]) => generic === undefined)
  .map(([, name = ""]) => name);

await rm(join(HERE, ".work"), { recursive: true, force: true });
await mkdir(join(HERE, ".work"));
try {
  await compareAll();
} finally {
  for (const folder of [".work", ".bundles"]) await rm(join(HERE, folder), { recursive: true, force: true });
}

async function compareAll(): Promise<void> {
  const { schemas, models } = await readTypes();
  const typia = await typiaVerdicts();
  const compiled = await compileModels({ ...models, ...prefixed(schemas) });
  const ajv = new Ajv2020({ strict: false, ownProperties: true });
  addFormats.default(ajv);
  const components = { schemas: models };
  let failures = 0;
  let compared = 0;
  let fitting = 0;
  for (const name of names) {
    const schema = schemas[name] as Schema;
    const validate = ajv.compile({ ...schema, components });
    const ours: Verdict = (value) => {
      const report = new Report();
      compiled.check(`Compared${name}`)(value, report);
      return report.ok;
    };
    const tally = { ajv: [] as Json[], typia: [] as Json[] };
    for (const value of fc.sample(valuesOf(schema, models), { numRuns: RUNS, seed: SEED })) {
      const verdict = ours(value);
      compared++;
      if (verdict) fitting++;
      if (validate(value) !== verdict) tally.ajv.push(value);
      if (typia[name] && typia[name](value) !== verdict) tally.typia.push(value);
    }
    for (const [oracle, values] of Object.entries(tally)) {
      if (values.length === 0) continue;
      const explanation = oracle === "typia" ? EXPLAINED[name] : undefined;
      if (explanation) {
        console.log(`${name}: typia differs on ${values.length} values: ${explanation}`);
        continue;
      }
      failures++;
      const shortest = values.map((value) => JSON.stringify(value)).sort((a, b) => a.length - b.length);
      console.log(`${name}: ${oracle} differs on ${values.length} values, such as`);
      for (const text of shortest.slice(0, 3)) console.log(`    ${text}   ours: ${ours(JSON.parse(text))}`);
    }
    if (!typia[name] && !EXPLAINED[name]) {
      failures++;
      console.log(`${name}: typia does not take this type, and nothing explains it`);
    }
  }
  console.log(
    `\n${names.length} types, ${compared} values of which ${fitting} fit (seed ${SEED}): ${failures} types with differences that nothing explains`,
  );
  process.exitCode = failures > 0 ? 1 : 0;
}

function prefixed(schemas: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [`Compared${name}`, schema]));
}

/** What the scaffolder makes of the types. */
async function readTypes(): Promise<{ schemas: Record<string, Schema>; models: Record<string, Schema> }> {
  const root = await mkdtemp(join(HERE, ".work/project-"));
  await mkdir(join(root, "src/handlers"), { recursive: true });
  await symlink(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
  await symlink(join(REPOSITORY, "src/operations"), join(root, "src/operations"));
  const stubs = names.map(
    (name) =>
      `/** @post /${name} */\nexport async function value${name}(value: Body<t.${name}>): Promise<void> {}\n`,
  );
  const imports = `import type * as t from "${HERE}/types.ts";\nimport type { Body } from "../operations";\n`;
  await writeFile(join(root, "src/handlers/types.ts"), imports + stubs.join(""));
  const { project, diagnostics } = readProject({ root, tsconfig: join(REPOSITORY, "test/tsconfig.json") });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join("\n\n"));
  const schemas: Record<string, Schema> = {};
  for (const { name, parameters } of project.operations) {
    const source = parameters[0]?.source;
    if (source?.in === "body") schemas[name.slice("value".length)] = source.schema;
  }
  const models = Object.entries(project.models).map(([name, { schema }]): [string, Schema] => [name, schema]);
  return { schemas, models: Object.fromEntries(models) };
}

/** The validators that typia makes; none for a type that it refuses. */
async function typiaVerdicts(): Promise<Record<string, Verdict>> {
  const refused = await transformed(names);
  const taken = names.filter((name) => !refused.has(name));
  await transformed(taken);
  const exports = await import(await bundled(join(HERE, ".work/validators.ts"), "validators"));
  return Object.fromEntries(taken.map((name) => [name, exports[name]]));
}

/** Write the module of these types' validators. @returns what typia refuses, whose calls stay what they are */
async function transformed(types: string[]): Promise<Set<string>> {
  const require = createRequire(join(HERE, "package.json"));
  const ts = require("typescript");
  const { transform } = createRequire(require.resolve("typia"))("@typia/transform");
  const file = join(HERE, ".work/validators.ts");
  const calls = types.map((name) => `export const ${name} = typia.createIs<t.${name}>();`);
  const source = `import typia from "typia";\nimport type * as t from "../types.ts";\n${calls.join("\n")}\n`;
  await writeFile(file, source);
  const program = ts.createProgram([file], {
    ...{ strict: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, types: [] },
    ...{
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
    },
    noEmit: true,
  });
  const refused = new Set<string>();
  const addDiagnostic = ({ start }: { start: number }) => {
    const line = source.slice(source.lastIndexOf("\n", start) + 1, start);
    refused.add(/^export const (\w+)/.exec(line)?.[1] ?? "");
  };
  const result = ts.transform(
    program.getSourceFile(file),
    [transform(program, undefined, { addDiagnostic })],
    program.getCompilerOptions(),
  );
  await writeFile(file, `// @ts-nocheck\n${ts.createPrinter().printFile(result.transformed[0])}`);
  return refused;
}

/** The address of a module that can be imported as it is. */
async function bundled(file: string, name: string): Promise<string> {
  const outfile = join(HERE, ".bundles", `${name}.mjs`);
  await build({
    entryPoints: [file],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "error",
  });
  return pathToFileURL(outfile).href;
}
