/**
 * Operations become Hono routes: a list of them all, and one file a handler file.
 *
 * @module
 */

import type { Operation, Project } from "../operation.ts";
import { Checks } from "./checks.ts";
import { Made } from "./made.ts";
import { Module } from "./module.ts";
import { bySpecificity, honoPath } from "./paths.ts";
import { Picks } from "./picks.ts";
import { callsTwins, emitRoute, localsOf, type Surroundings } from "./route.ts";

/**
 * `routes.ts` and `routes/**`.
 *
 * @param overridable whether tests may put something else in a dependency's place
 */
export function emitRoutes(
  project: Project,
  { overridable = false, made = new Made<Module>() } = {},
): Module[] {
  const table = new Module("src/generated/routes.ts", ["mountRoutes", "AppType", "app"]);
  const hono = table.use("src/operations/hono", "Hono", { type: true });
  const env = table.use("hono/types", "BlankEnv", { type: true });
  const schema = table.use("src/generated/hono", "Routes", { type: true });
  const lines: string[] = [];

  for (const operation of [...project.operations].sort(bySpecificity)) {
    const file = routesFile(operation.module);
    const group = table.use(file, "*", { as: groupName(operation.module) });
    const middleware = callsTwins(operation, project)
      ? [table.use("src/operations/current-request", "rememberRequest")]
      : [];
    const isHead = operation.method === "head";
    const handler = `${group}.${operation.name}`;
    const handlers = [
      ...middleware,
      isHead ? `${table.use("src/operations/route", "headOnly")}(${handler})` : handler,
    ].join(", ");
    const method = isHead ? "get" : operation.method;
    lines.push(`app.${method}(${JSON.stringify(honoPath(operation.path))}, ${handlers});`);
  }
  table.add(
    `/** Add every path operation; where two paths fit a request, the more specific one comes first. */\nexport function mountRoutes(app: ${hono}): void {\n${lines.join("\n")}\n}`,
    `/** The type of an app with these routes, for Hono's client: \`hc<AppType>\`. */\nexport type AppType = ${hono}<${env}, ${schema}>;`,
  );
  const files = Map.groupBy(project.operations, ({ module }) => routesFile(module));
  const modules = [...files].map(([file, operations]) =>
    made.get(file, [project.models, project.dependencies, ...operations], () =>
      emitFile(file, operations, project, overridable),
    ),
  );
  return [table, ...modules];
}

function emitFile(
  file: string,
  operations: Operation[],
  surroundings: Surroundings,
  overridable: boolean,
): Module {
  const module = new Module(
    `${file}.ts`,
    operations.flatMap((operation) => [operation.name, ...localsOf(operation, surroundings)]),
  );
  const checks = new Checks(module, surroundings.models);
  const picks = new Picks(module, surroundings.models, checks);
  for (const operation of operations)
    emitRoute(operation, surroundings, { module, checks, picks, overridable });
  return module;
}

/** `src/generated/routes/burgers` of `src/handlers/burgers`. */
function routesFile(module: string): string {
  return `src/generated/routes/${module.split("/").slice(2).join("/")}`;
}

/** `adminUsers` of `src/handlers/admin/users`. */
function groupName(module: string): string {
  const words = module
    .split("/")
    .slice(2)
    .join("-")
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter(Boolean);
  const name = words
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  return name.replace(/^(?=\d|$)/, "_");
}
