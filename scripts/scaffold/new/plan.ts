/**
 * From a wish to the files that fulfil it.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Callable, Project } from "../operation.ts";
import { problemOf } from "../read/paths.ts";
import { isReserved, routeOf } from "../read/rules/conflicts.ts";
import { type Addition, extended } from "./extend.ts";
import { groupOf, kebab, operationName, subjectOf, summaryOf } from "./names.ts";
import { Refusal } from "./refusal.ts";
import { signatureOf } from "./signature.ts";
import { stubOf, testOf } from "./stub.ts";
import { Types } from "./types.ts";
import type { Wish } from "./wish.ts";

export interface Plan {
  name: string;
  test: string;
  /** Texts by path relative to the root. */
  files: Map<string, { text: string; isNew: boolean }>;
}

/** @throws {Refusal} */
export async function planOperation(root: string, wish: Wish, project: Project): Promise<Plan> {
  checkRoute(wish, project);
  const name = wish.name ?? operationName(wish.method, wish.path);
  checkName(name, project);
  const group = (wish.file ?? groupFor(wish.path, project)).replace(/^src\/handlers\/|\.ts$/g, "");
  const module = `src/handlers/${group}`;
  const test = `test/handlers/${group}.test.ts`;
  const read = (path: string) => readFile(join(root, path), "utf8").catch(missing);

  const types = new Types(root);
  const stubs = await read(`${module}.ts`);
  types.add(module, stubs ?? "");
  const signature = signatureOf(wish, types, project);

  const additions: [path: string, addition: Addition][] = [];
  for (const type of signature.missing) {
    const model = `src/models/${kebab(subjectOf(type))}`;
    const code = `/** Any object, until an interface says which properties it has. */\nexport type ${type} = Record<string, unknown>;`;
    types.add(model, code);
    additions.push([`${model}.ts`, { imports: [], code }]);
  }
  additions.push([`${module}.ts`, stubOf(wish, name, wish.summary ?? summaryOf(name), signature, types)]);
  additions.push([test, testOf(wish, name, module, signature, types)]);

  const files: Plan["files"] = new Map();
  for (const [path, addition] of additions) {
    const known = files.get(path);
    const before = known ? known.text : await read(path);
    const own = addition.imports.filter((one) => `${one.module}.ts` !== path);
    const text = await extended(root, path, before, { ...addition, imports: own });
    files.set(path, { text, isNew: known?.isNew ?? before === undefined });
  }
  return { name, test, files };
}

/**
 * What is wrong with a path whatever the project has.
 *
 * @throws {Refusal}
 */
export function checkPath({ method, path }: Wish): void {
  const problem = problemOf(path);
  if (problem) throw new Refusal(`The path ${path} ${problem.reason}. ${problem.instead}`);
  if (isReserved({ method, path }))
    throw new Refusal(`${path} belongs to the template itself: choose another path.`);
}

function checkRoute({ method, path }: Wish, project: Project): void {
  const other = project.operations.find((one) => routeOf(one) === routeOf({ method, path }));
  if (!other) return;
  const route = `${method.toUpperCase()} ${other.path}`;
  throw new Refusal(`${route} is there already: ${other.name} in ${placeOf(other)}.`);
}

function checkName(name: string, project: Project): void {
  if (!/^[A-Za-z_$][\w$]*$/.test(name))
    throw new Refusal(`"${name}" is no name for a function: choose one with --name.`);
  const other = [...project.operations, ...project.jobs, ...project.dependencies].find(
    (one) => one.name === name,
  );
  if (other)
    throw new Refusal(
      `There is a function ${name} already, in ${placeOf(other)}: choose another name with --name.`,
    );
}

function placeOf({ place }: Callable): string {
  return `${place.file}:${place.line}`;
}

/** The file with the operations of the same first segment, most of them; else one of that name. */
function groupFor(path: string, project: Project): string {
  const group = groupOf(path);
  const counts = new Map<string, number>();
  for (const operation of project.operations) {
    if (groupOf(operation.path) === group)
      counts.set(operation.module, (counts.get(operation.module) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most ? most[0].replace(/^src\/handlers\//, "") : group;
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
