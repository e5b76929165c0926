import { isMalformed, placeholdersOf } from "../paths.ts";
import type { Reporter } from "../reporter.ts";
import { closest } from "../spelling.ts";
import { allParametersOf, operationsOn, type ReadProject } from "./dependents.ts";

/**
 * A dependency's parameter whose name is in the path of the operations that use it comes from the path, as if it were
 * the operation's own. It is one function with one way to be called, so all of them must agree.
 */
export function placeInPath(project: ReadProject, reporter: Reporter): void {
  for (const dependency of project.dependencies) {
    const operations = operationsOn(dependency, project).map(({ operation }) => operation);
    for (const { parameter, node, unmarked } of dependency.parameters) {
      const { name, source } = parameter;
      if (!unmarked || source.in !== "query") continue;
      const inPath = operations.filter(({ path }) => placeholdersOf(path).includes(name));
      if (inPath.length === 0) continue;
      const others = operations.filter((operation) => !inPath.includes(operation));
      if (others.length > 0) {
        const list = (some: { name: string }[]) => some.map((one) => one.name).join(", ");
        reporter.report("SO219", node, { name, operations: list(inPath), others: list(others) });
      }
      parameter.source = { ...source, in: "path" };
      if (parameter.optional) reporter.report("SO206", node, { name });
    }
  }
}

/** Placeholders and path parameters belong together. */
export function checkPlaceholders(project: ReadProject, reporter: Reporter): void {
  for (const read of project.operations) {
    const { name: operation, path } = read.operation;
    if (isMalformed(path)) continue;
    const placeholders = placeholdersOf(path);
    const parameters = allParametersOf(read, project);
    const taken = new Set<string>();
    for (const { parameter, node, unmarked } of parameters) {
      const { name, source } = parameter;
      if (source.in !== "path") continue;
      taken.add(source.key);
      // One without a marker is in the path of some operation: `placeInPath` has said what is wrong.
      if (!unmarked && !placeholders.includes(source.key))
        reporter.report("SO204", node, { name, operation, path });
    }
    const own = read.fn.node.parameters.map(({ name }) => name.getText());
    for (const name of placeholders) {
      // A parameter of that name which is not usable has its own diagnostic.
      if (
        taken.has(name) ||
        (own.includes(name) && !parameters.some(({ parameter }) => parameter.name === name))
      )
        continue;
      const suggestion = closest(
        name,
        own.filter((candidate) => !placeholders.includes(candidate)),
      );
      reporter.report("SO205", read.tag.valueSpan, { name, path, suggestion });
    }
  }
}
