import { relative, sep } from "node:path";

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
  // TypeScript is large, and whoever only reads the configuration needs none of it.
  const { Scaffolder } = await import("../../../scripts/scaffold/index.ts");
  const { emitRoutes } = await import("../../../scripts/scaffold/emit/routes.ts");
  const { project, files, diagnostics } = await new Scaffolder(root).write();
  if (!files) throw new Error(`${diagnostics.length} stubs have errors: npm run scaffold shows them.`);
  const modules = emitRoutes(project, { overridable: true });
  return new Map(modules.map((module) => [module.path, module.text()]));
}
