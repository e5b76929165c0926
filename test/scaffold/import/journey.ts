/** A document on its whole way through the scaffolder, in a project of its own. */
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import ts from "typescript";
import { formatDiagnostic } from "../../../scripts/scaffold/diagnostic.ts";
import { Emitter } from "../../../scripts/scaffold/emit/index.ts";
import { emitOpenApi } from "../../../scripts/scaffold/emit/openapi.ts";
import type { Finding } from "../../../scripts/scaffold/import/findings.ts";
import { importDocument } from "../../../scripts/scaffold/import/index.ts";
import { loadDocument } from "../../../scripts/scaffold/import/load.ts";
import type { Project } from "../../../scripts/scaffold/operation.ts";
import { type Earlier, readProject } from "../../../scripts/scaffold/read/index.ts";
import { writeFolder } from "../../../scripts/scaffold/write.ts";
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

/** What each project has for itself. */
const OWN_FOLDERS = ["handlers", "models", "dependencies", "generated"];

/** A project without handlers. */
async function emptyProject(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "shortorder-import-"));
  await mkdir(join(root, "src"));
  const folders = (await readdir(join(REPOSITORY, "src"), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && !OWN_FOLDERS.includes(entry.name))
    .map(({ name }) => `src/${name}`);
  for (const shared of ["node_modules", ...folders])
    await symlink(join(REPOSITORY, shared), join(root, shared));
  for (const file of ["biome.json", "tsconfig.json", "tsconfig.base.json", "worker-configuration.d.ts"])
    await cp(join(REPOSITORY, file), join(root, file));
  return root;
}

/** What TypeScript has against what was written, and against what is generated of it. */
async function typeErrors(project: Project, before: ts.Program, root: string): Promise<string[]> {
  const info = { title: "", version: "" };
  await writeFolder(root, "src/generated", new Map(new Emitter().emit(project, info)));
  const rootNames = [
    ...before.getRootFileNames(),
    ...ts.sys.readDirectory(join(root, "src/generated"), [".ts"]),
  ];
  const program = ts.createProgram({ rootNames, options: before.getCompilerOptions(), oldProgram: before });
  return program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${root}/src/`))
    .flatMap((source) => [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ])
    .map(({ file, start, code, messageText }) => {
      const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
      return `${file?.fileName}:${line} - error TS${code}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
}

/** What the last project was read from. The template's part is the same in all of them, and is parsed once. */
let before: Earlier | undefined;

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
    const { project, diagnostics, ...earlier } = readProject({
      root,
      tsconfig: join(REPOSITORY, "tsconfig.json"),
      before,
    });
    before = earlier;
    const read = performance.now();
    const changes = again ? (await importDocument(root, file, { dryRun: true })).changes : [];
    const unlike = changes.filter(({ action, details }) => action !== "same" || details.length > 0);
    const emitted = emitOpenApi(project, { title: "", version: "" });
    return {
      root,
      findings,
      diagnostics: [
        ...diagnostics.map(formatDiagnostic),
        ...(types && diagnostics.length === 0 ? await typeErrors(project, earlier.program, root) : []),
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
