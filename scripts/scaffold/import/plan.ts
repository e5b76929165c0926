/**
 * The document as modules of TypeScript: what should be there, whatever is there now.
 *
 * @module
 */

import { type Finding, Findings } from "./findings.ts";
import { Models } from "./models.ts";
import { Draft, type PlannedModule } from "./module.ts";
import { Names } from "./names.ts";
import { stubsOf } from "./operations.ts";
import { Paths } from "./paths.ts";
import { isRecord, type Place } from "./place.ts";
import { Security } from "./security.ts";
import { declaration, Types } from "./types.ts";

export interface Plan {
  title: string;
  modules: PlannedModule[];
  findings: Finding[];
}

/** What the project has of its own: names and files that are not to be taken. */
export interface Taken {
  /** What goes before the name of a file that there is already. */
  prefix: string;
  functions: Iterable<string>;
  /** Relative to the root, without extension. */
  paths: Iterable<string>;
}

export function planOf(root: Place, taken: Taken): Plan {
  const findings = new Findings();
  const paths = new Paths(taken.paths, taken.prefix);
  const models = new Models(root, paths);
  const types = new Types(models, findings);
  const functions = new Names([...taken.functions].map((name) => name.toLowerCase()));
  const security = new Security(root, functions, paths, findings);
  const modules = new Map<string, PlannedModule>();
  const add = ({ path, declarations }: PlannedModule) => {
    const module = modules.get(path) ?? { path, declarations: [] };
    module.declarations.push(...declarations);
    modules.set(path, module);
  };
  noteRest(root, findings);
  for (const stub of stubsOf(root, { types, findings, security, names: functions, paths })) add(stub);
  for (const dependency of security.dependencies()) add(dependency);
  for (const { name, path, place } of models.toWrite(root)) {
    const draft = new Draft(path);
    const written = types.of(place, draft, name);
    const own = { name, text: declaration(name, written), imports: draft.imports, pointer: place.pointer };
    add({ path, declarations: [own, ...draft.beside] });
  }
  return {
    title: String(root.value.info?.title ?? "untitled"),
    modules: [...modules.values()],
    findings: findings.all(),
  };
}

function noteRest(root: Place, findings: Findings): void {
  if (root.at("servers").items().length > 0)
    findings.add(root.at("servers").pointer, "servers: the document is served where the API is");
  if (isRecord(root.value.externalDocs))
    findings.add(root.at("externalDocs").pointer, "a link to other documentation");
  for (const [name, webhook] of root.at("webhooks").entries())
    findings.add(webhook.pointer, `the webhook ${name}: a request that the API sends`);
  for (const field of ["description", "termsOfService", "contact", "license", "summary"])
    if (root.value.info?.[field] !== undefined)
      findings.add(root.at("info", field).pointer, `info.${field}: package.json says what the API is`);
  for (const [index, tag] of root.at("tags").items().entries())
    if (tag.value?.description !== undefined || tag.value?.externalDocs !== undefined)
      findings.add(root.at("tags", index).pointer, "what is said of a tag");
}
