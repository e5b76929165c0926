import type { Project } from "../operation.ts";
import { cpuFunctions } from "./jobs.ts";
import { Module } from "./module.ts";
import { HEALTH_PATH } from "./openapi-health.ts";
import { isRoom } from "./sockets.ts";

/** `edge.ts`: what of the edge Worker the project has a use for. What it has none for is not in the bundle. */
export function emitEdge(project: Project): Module {
  const module = new Module("src/generated/edge.ts");
  module.add(
    cpuFunctions(project).length > 0
      ? 'export * from "../jobs/edge";'
      : '// No function works on an executor.\nexport * from "../jobs/edge-without-jobs";',
    project.operations.some(isRoom)
      ? 'export * from "../sockets/edge";'
      : '// No operation is a room.\nexport * from "../sockets/edge-without-rooms";',
  );
  const { otherSites, rateLimit } = project.settings;
  const settings = [
    otherSites ? `CORS_ORIGINS: ${module.use("src/operations/cors", "allowOrigins")}` : "",
    rateLimit ? `RATE_LIMIT: ${module.use("src/operations/rate-limit", "limitRate")}` : "",
  ];
  const type = module.use("src/operations/app", "Settings", { type: true });
  const hasOwnHealth = project.operations.some(
    ({ method, path }) => (method === "get" || method === "head") && path === HEALTH_PATH,
  );
  module.add(
    `/** What wrangler.toml and .dev.vars switch on; the rest is not in the bundle. */\nexport const settings: ${type} = { ${settings.filter(Boolean).join(", ")} };`,
    `/** Whether a stub answers \`GET ${HEALTH_PATH}\`, or HEAD, in place of what the template says there. */\nexport const hasOwnHealth = ${hasOwnHealth};`,
  );
  return module;
}
