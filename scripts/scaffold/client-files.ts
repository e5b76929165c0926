/**
 * The client as it leaves the project: one JavaScript module and its declarations, which need nothing beside them.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "#typescript";
import { CLIENT_NAMES, emitClient } from "./emit/client.ts";
import type { Info } from "./emit/openapi.ts";
import { WireTypes } from "./emit/wire.ts";
import { formatGenerated } from "./format.ts";
import type { Project } from "./operation.ts";

/** What users see of the runtime. */
const PUBLIC = ["src/client/contract.ts", "src/client/api-error.ts"];

/**
 * @param root the project's folder
 * @param file the module, `.js` or `.mjs`
 * @returns the texts of both files by their paths
 */
export async function clientFiles(
  root: string,
  file: string,
  project: Project,
  { title, version }: Info,
): Promise<Map<string, string>> {
  const types = new WireTypes(project.models, CLIENT_NAMES);
  const client = emitClient(project, types).text();
  const banner = `// The client of ${title} ${version}, written by \`npm run scaffold -- client\`.`;
  const runtime = PUBLIC.map((path) => readFile(join(root, path), "utf8"));
  const declarations = [...(await Promise.all(runtime)), types.module.text(), client].map(declarationsOf);
  const declarationFile = file.replace(/js$/, "ts").replace(/(?=\.m?ts$)/, ".d");
  return new Map([
    [file, await bundle(root, client, banner)],
    [declarationFile, await formatGenerated(declarationFile, [banner, ...declarations].join("\n\n"))],
  ]);
}

async function bundle(root: string, client: string, banner: string): Promise<string> {
  // No other command needs it.
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    // A sibling of src/generated, which need not be there.
    stdin: { contents: client, loader: "ts", resolveDir: join(root, "src/client") },
    bundle: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    write: false,
    banner: { js: banner },
  });
  return outputFiles[0]?.text ?? "";
}

/** A module's declarations without its imports: in one file they all see each other. */
function declarationsOf(source: string): string {
  const { outputText } = ts.transpileDeclaration(source, {
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  return outputText
    .replace(/^(?:import|export)\b[^;]* from "\.[^"]*";\n/gm, "")
    .replace(/^\/\/.*\n/gm, "")
    .replace(/^\/\*\*(?:(?!\*\/)[\s\S])*@module\s*\*\/\n/, "");
}
