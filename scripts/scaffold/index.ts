/**
 * The scaffolder: read → check → emit → write. Each stage knows only the one before.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "./diagnostic.ts";
import { docsPage } from "./docs-page.ts";
import { emitProject } from "./emit/index.ts";
import type { Project } from "./operation.ts";
import { readProject } from "./read/index.ts";
import { type Written, writeFolder } from "./write.ts";

export interface Scaffolded {
  project: Project;
  /** Warnings too. With an error among them nothing was written. */
  diagnostics: Diagnostic[];
  /** Undefined when an error kept everything as it was. */
  written: Written | undefined;
}

/**
 * Make `src/generated` of the stubs in `src/handlers`.
 *
 * @param root the project's folder, absolute
 */
export async function scaffold(root: string): Promise<Scaffolded> {
  const { project, diagnostics } = readProject({ root });
  if (diagnostics.some(({ severity }) => severity === "error"))
    return { project, diagnostics, written: undefined };
  const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const { name: title, version, description } = manifest;
  const files = new Map<string, string | Buffer>([
    ...emitProject(project, { title, version, description }),
    ...(await docsPage(root)),
  ]);
  return { project, diagnostics, written: await writeFolder(root, "src/generated", files) };
}
