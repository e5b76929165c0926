import ts from "#typescript";
import type { Callable, Operation } from "../../operation.ts";
import type { NamedFunction } from "../functions.ts";
import type { Reporter } from "../reporter.ts";
import type { ReadProject } from "./dependents.ts";

/** Names are operationIds, job names and the names of twins: unique in the project. */
export function checkNames({ operations, jobs, dependencies }: ReadProject, reporter: Reporter): void {
  const seen = new Map<string, Callable>();
  const check = (callable: Callable, { nameNode }: NamedFunction) => {
    if (isReservedWord(callable.name)) reporter.report("SO009", nameNode, { name: callable.name });
    const other = seen.get(callable.name);
    if (!other) seen.set(callable.name, callable);
    // An operation that others depend on is there twice, and is the same function.
    else if (other.module !== callable.module) {
      reporter.report("SO501", nameNode, {
        name: callable.name,
        elsewhere: `${other.place.file}:${other.place.line}`,
      });
    }
  };
  for (const { operation, fn } of operations) check(operation, fn);
  for (const { job, fn } of jobs) check(job, fn);
  for (const { dependency, fn } of dependencies) check(dependency, fn);
}

/** `export { remove as delete }`: a name to others, but none for a variable. */
function isReservedWord(name: string): boolean {
  const token = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, name).scan();
  return token >= ts.SyntaxKind.FirstReservedWord && token <= ts.SyntaxKind.LastFutureReservedWord;
}

const RESERVED = [/^\w+ \/openapi\.json$/, /^\w+ \/docs(\/.*)?$/, /^\w+ \/jobs\/.+$/, /^get \/jobs$/];

/** Whether the template itself answers there. */
export function isReserved({ method, path }: Pick<Operation, "method" | "path">): boolean {
  return RESERVED.some((pattern) => pattern.test(`${method} ${path}`));
}

/** Method and path as routes are compared: whatever the placeholders are called. */
export function routeOf({ method, path }: Pick<Operation, "method" | "path">): string {
  return `${method} ${path.replace(/\{[^{}]*\}/g, "{}")}`;
}

/** One method and path, one operation. */
export function checkRoutes({ operations }: ReadProject, reporter: Reporter): void {
  const seen = new Map<string, Callable>();
  for (const { operation, tag } of operations) {
    const { method, path } = operation;
    if (isReserved(operation)) reporter.report("SO503", tag.valueSpan, { path });
    const route = routeOf(operation);
    const other = seen.get(route);
    if (!other) seen.set(route, operation);
    else {
      const elsewhere = `${other.place.file}:${other.place.line}`;
      reporter.report("SO502", tag.valueSpan, {
        route: `${method.toUpperCase()} ${path}`,
        name: other.name,
        elsewhere,
      });
    }
  }
}
