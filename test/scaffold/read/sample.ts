import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { formatDiagnostic } from "../../../scripts/scaffold/diagnostic.ts";
import type { Operation, Parameter, Project, Schema } from "../../../scripts/scaffold/operation.ts";
import { type Earlier, type ReadResult, readProject } from "../../../scripts/scaffold/read/index.ts";

export const REPOSITORY = resolve(import.meta.dirname, "../../..");

/** What the last project was read from. The template's part is the same in all of them, and is parsed once. */
let before: Earlier | undefined;

/** Read a project of these files: path → source. Handlers find the markers at `../operations`, as in the template. */
export function readFiles(files: Record<string, string>): ReadResult {
  const root = mkdtempSync(join(tmpdir(), "stubs-"));
  try {
    mkdirSync(join(root, "src"));
    for (const shared of ["node_modules", "src/operations", "src/security", "src/logs"])
      symlinkSync(join(REPOSITORY, shared), join(root, shared));
    for (const [path, source] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), source);
    }
    const result = readProject({ root, tsconfig: join(REPOSITORY, "tsconfig.json"), before });
    before = result;
    return result;
  } finally {
    rmSync(root, { recursive: true });
  }
}

const IMPORTS = `import type { Body, Cookie, Depends, Form, Header, Messages, Path, Query, Resume, Room, SocketEvent, Step, Steps, UploadedFile } from "../operations";\n`;

/** Read one file of handlers; the markers are imported on its first line. */
export function readStubs(source: string): ReadResult {
  return readFiles({ "src/handlers/stubs.ts": IMPORTS + source });
}

/** The diagnostics of one file of handlers, as the terminal shows them. */
export function complaints(source: string): string {
  return readStubs(source).diagnostics.map(formatDiagnostic).join("\n\n");
}

/** The same for several files. */
export function complaintsOf(files: Record<string, string>): string {
  return readFiles(files).diagnostics.map(formatDiagnostic).join("\n\n");
}

/** The one operation of a file without diagnostics. */
export function onlyOperation(source: string): Operation {
  const [operation, ...others] = readSound(source).operations;
  if (!operation || others.length > 0) throw new Error("Exactly one operation was expected.");
  return operation;
}

/** What a type becomes as the result of a function, and the models that it needs. */
export function schemaOf(
  type: string,
  declarations = "",
): { schema: Schema; models: Record<string, Schema> } {
  const { schemas, models } = schemasOf([type], declarations);
  return { schema: schemas.get(type) ?? {}, models };
}

/** The same for many types, in one program: a test for each, without a program for each. */
export function schemasOf(
  types: string[],
  declarations = "",
): { schemas: Map<string, Schema>; models: Record<string, Schema> } {
  const stubs = types.map(
    (type, index) =>
      `/** @get /value${index} */\nexport async function value${index}(): Promise<${type}> {\n  throw new Error();\n}\n`,
  );
  const { operations, models } = readSound(`${declarations}\n${stubs.join("")}`);
  const schemas = operations.map(({ returns }, index): [string, Schema] => {
    if (returns.type !== "json") throw new Error(`${types[index]} is ${returns.type}, not JSON.`);
    return [types[index] ?? "", returns.schema];
  });
  const named = Object.entries(models).map(([name, { schema }]): [string, Schema] => [name, schema]);
  return { schemas: new Map(schemas), models: Object.fromEntries(named) };
}

/** The parameters of functions that have one each, by their declaration; `path` follows a part that is the function's own. */
export function parametersOf(declared: string[], declarations = "", path = ""): Map<string, Parameter> {
  const stubs = declared.map(
    (parameter, index) =>
      `/** @post /f${index}${path} */\nexport async function f${index}(${parameter}): Promise<void> {}\n`,
  );
  const { operations } = readSound(`${declarations}\n${stubs.join("")}`);
  return new Map(
    operations.flatMap(({ parameters }, index) =>
      parameters.map((parameter) => [declared[index] ?? "", parameter]),
    ),
  );
}

/** What stubs without diagnostics declare. */
function readSound(source: string): Project {
  const { project, diagnostics } = readStubs(source);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join("\n\n"));
  return project;
}
