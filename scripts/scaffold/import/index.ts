/**
 * An OpenAPI document becomes stubs: load → plan → reconcile → write. Each stage knows only the ones before.
 *
 * @module
 */

import { formatSources } from "../format-sources.ts";
import type { Finding } from "./findings.ts";
import { loadDocument } from "./load.ts";
import { kebab } from "./names.ts";
import { planOf } from "./plan.ts";
import { type Change, reconcile } from "./reconcile.ts";
import { RECORD_FILE, readRecord, recordText } from "./record.ts";
import { render } from "./render.ts";
import { readModules } from "./source.ts";
import { writeAll } from "./write.ts";

export interface Import {
  title: string;
  changes: Change[];
  /** Declarations that the document no longer has: `src/models/pet#Pet`. */
  vanished: string[];
  findings: Finding[];
}

/**
 * Import a document into a project.
 *
 * @param root the project's folder, absolute
 * @param file the document, relative to where the process runs
 * @throws {ImportFailure} before anything is written
 */
export async function importDocument(root: string, file: string, { dryRun = false } = {}): Promise<Import> {
  const document = await loadDocument(file);
  const record = readRecord(root);
  const title = String(document.value.info?.title ?? "untitled");
  const before = record[title] ?? {};
  const project = readModules(root);
  const { modules, findings } = planOf(document, {
    prefix: kebab(title),
    functions: [...project.values()]
      .filter(({ path }) => !path.startsWith("src/models/"))
      .flatMap(({ path, declarations }) =>
        declarations.flatMap(({ name }) => (before[`${path}#${name}`] === undefined ? [name] : [])),
      ),
    paths: [...project.keys()].filter(
      (path) => !Object.keys(before).some((key) => key.startsWith(`${path}#`)),
    ),
  });
  const rendered = new Map(modules.map((module) => [`${module.path}.ts`, render(module)]));
  const texts = await formatSources(root, rendered);
  const wanted = modules.map((module) => ({ module, text: texts.get(`${module.path}.ts`) ?? "" }));
  const reconciled = reconcile(wanted, project, before);
  const result: Import = { title, changes: reconciled.changes, vanished: reconciled.vanished, findings };
  if (dryRun) return result;
  const files = new Map<string, string>();
  for (const { path, text } of reconciled.changes) if (text !== undefined) files.set(path, text);
  const merged = new Map([...files].filter(([path, text]) => text !== texts.get(path)));
  const ready = new Map([...files, ...(await formatSources(root, merged))]);
  const next = recordText({ ...record, [title]: reconciled.record });
  await writeAll(root, new Map([...ready, [RECORD_FILE, next]]));
  return result;
}
