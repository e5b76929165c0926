import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Routes from "../../../scripts/scaffold/emit/routes.ts";
import type * as Scaffolding from "../../../scripts/scaffold/index.ts";

/** What this needs of a Vite plugin. */
interface Plugin {
  name: string;
  enforce: "pre";
  load(id: string): Promise<string | undefined>;
}

/**
 * Serves the generated routes with a question at each dependency: is it overridden? Both come from the same record by
 * the same emitter, so all else is what is deployed.
 */
export function overridableRoutes(root: string): Plugin {
  let routes: Promise<Map<string, string>> | undefined;
  return {
    name: "shortorder:overridable-routes",
    enforce: "pre",
    async load(id) {
      const path = relative(root, id).split(sep).join("/");
      if (!path.startsWith("src/generated/routes")) return undefined;
      routes ??= readRoutes(root);
      return (await routes).get(path);
    },
  };
}

async function readRoutes(root: string): Promise<Map<string, string>> {
  // TypeScript is large, and whoever only reads the configuration needs none of it. By its address, or Vite would make the
  // scaffolder a part of the configuration, where it finds no TypeScript.
  const load = (file: string) => import(pathToFileURL(join(root, "scripts/scaffold", file)).href);
  const { Scaffolder }: typeof Scaffolding = await load("index.ts");
  const { emitRoutes }: typeof Routes = await load("emit/routes.ts");
  const { project, files, diagnostics } = await new Scaffolder(root).write();
  if (!files) throw new Error(`${diagnostics.length} stubs have errors: npm run scaffold shows them.`);
  const modules = emitRoutes(project, { overridable: true });
  return new Map(modules.map((module) => [module.path, module.text()]));
}
