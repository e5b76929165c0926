/** A document on its whole way through the scaffolder, in a project of its own. */
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import ts from "typescript";
import { formatDiagnostic } from "../../../scripts/scaffold/diagnostic.ts";
import { emitOpenApi } from "../../../scripts/scaffold/emit/openapi.ts";
import type { Finding } from "../../../scripts/scaffold/import/findings.ts";
import { importDocument } from "../../../scripts/scaffold/import/index.ts";
import { loadDocument } from "../../../scripts/scaffold/import/load.ts";
import { readProject } from "../../../scripts/scaffold/read/index.ts";
import { differencesOf } from "./round-trip.ts";
import type { Difference } from "./schemas.ts";

const REPOSITORY = resolve(import.meta.dirname, "../../..");

export interface Journey {
  findings: Finding[];
  /** What the scaffolder has against the stubs that were written, and TypeScript if it was asked. */
  diagnostics: string[];
  differences: Difference[];
  operations: number;
  milliseconds: { import: number; read: number };
}

/** A project without handlers. */
async function emptyProject(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "shortorder-import-"));
  await mkdir(join(root, "src"));
  for (const shared of ["node_modules", "src/operations"])
    await symlink(join(REPOSITORY, shared), join(root, shared));
  for (const file of ["biome.json", "tsconfig.json", "tsconfig.base.json", "worker-configuration.d.ts"])
    await cp(join(REPOSITORY, file), join(root, file));
  return root;
}

/** What TypeScript has against what was written. */
function typeErrors(program: ts.Program, root: string): string[] {
  return program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${root}/src/`))
    .flatMap((source) => [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ])
    .map(
      (one) =>
        `${one.file?.fileName} - error TS${one.code}: ${ts.flattenDiagnosticMessageText(one.messageText, " ")}`,
    );
}

/** @throws {ImportFailure} */
export async function travel(
  file: string,
  { keep = false, types = false, again = false } = {},
): Promise<Journey & { root: string }> {
  const root = await emptyProject();
  try {
    const started = performance.now();
    const { findings } = await importDocument(root, file);
    const imported = performance.now();
    const { project, diagnostics, program } = readProject({
      root,
      tsconfig: join(REPOSITORY, "tsconfig.json"),
    });
    const read = performance.now();
    const changes = again ? (await importDocument(root, file, { dryRun: true })).changes : [];
    const unlike = changes.filter(({ action, details }) => action !== "same" || details.length > 0);
    const emitted = emitOpenApi(project, { title: "", version: "" });
    return {
      root,
      findings,
      diagnostics: [
        ...diagnostics.map(formatDiagnostic),
        ...(types ? typeErrors(program, root) : []),
        ...unlike.map(({ path, details }) => `${path} - a second run changes it: ${details.join(", ")}`),
      ],
      differences: differencesOf(await loadDocument(file), emitted, findings),
      operations: project.operations.length,
      milliseconds: { import: imported - started, read: read - imported },
    };
  } finally {
    if (!keep) await rm(root, { recursive: true });
  }
}
