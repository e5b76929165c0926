import type { Source } from "../../operation.ts";
import type { ReadDependency } from "../dependencies.ts";
import type { ReadOperation } from "../operations.ts";
import type { ReadParameter } from "../parameters.ts";
import type { Reporter } from "../reporter.ts";
import { allParametersOf, dependenciesOf, type ReadProject } from "./dependents.ts";

/**
 * One JSON parameter is the body itself; two or more are its properties. A dependency's are always properties, whoever
 * depends on it, so that it is called in one way.
 */
export function keyBodies(project: ReadProject): void {
  for (const read of project.operations) {
    const own = read.parameters.filter(({ parameter }) => parameter.source.in === "body");
    const others = dependenciesOf(read.operation, project).flatMap(({ parameters }) => parameters);
    const isShared = others.some(({ parameter }) => parameter.source.in === "body");
    const [only] = own;
    if (only?.parameter.source.in !== "body" || own.length > 1 || isShared) continue;
    only.parameter.source = { ...only.parameter.source, key: null };
  }
}

/** One request has one body, of one kind; some methods have none. */
export function checkBodies(project: ReadProject, reporter: Reporter): void {
  for (const read of project.operations) {
    const bodies = allParametersOf(read, project).filter(
      ({ parameter }) => describe(parameter.source) !== undefined,
    );
    checkMethod(read, bodies, reporter);
    checkOneKind(read, bodies, reporter);
    checkConsumes(read, reporter);
  }
  for (const read of project.dependencies) checkConsumes(read, reporter);
}

function checkMethod({ operation }: ReadOperation, bodies: ReadParameter[], reporter: Reporter): void {
  if (operation.method !== "get" && operation.method !== "head") return;
  for (const { parameter, node } of bodies) {
    reporter.report("SO207", node, {
      name: parameter.name,
      method: operation.method,
      operation: operation.name,
    });
  }
}

function checkOneKind({ operation }: ReadOperation, bodies: ReadParameter[], reporter: Reporter): void {
  const [first, ...rest] = bodies;
  if (!first) return;
  for (const { parameter, node } of rest) {
    if (goTogether(first.parameter.source, parameter.source)) continue;
    reporter.report("SO208", node, {
      name: parameter.name,
      this: describe(parameter.source) ?? "",
      other: first.parameter.name,
      that: describe(first.parameter.source) ?? "",
      operation: operation.name,
    });
  }
}

function goTogether(a: Source, b: Source): boolean {
  if (a.in === "body") return b.in === "body";
  const isForm = (source: Source) => source.in === "form" || source.in === "file";
  if (!isForm(a) || !isForm(b)) return false;
  // A form that is one object has no room for other fields; files stand beside it.
  const isWhole = (source: Source) => source.in === "form" && source.key === null;
  return a.in === "file" || b.in === "file" || (!isWhole(a) && !isWhole(b));
}

/** The tag says what the function's own parameter takes, not what that of a dependency does. */
function checkConsumes({ fn, parameters }: ReadOperation | ReadDependency, reporter: Reporter): void {
  const tag = fn.doc.tags.find(({ name }) => name === "consumes");
  if (tag && !parameters.some(({ parameter }) => parameter.source.in === "bytes"))
    reporter.report("SO112", tag.span, {});
}

function describe(source: Source): string | undefined {
  switch (source.in) {
    case "body":
      return "a JSON body";
    case "form":
      return source.key === null ? "the whole form" : "a form field";
    case "file":
      return "a file of a form";
    case "bytes":
      return "the raw body";
    default:
      return undefined;
  }
}
