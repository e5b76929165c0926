import type { Callable } from "../../operation.ts";
import type { ReadDependency } from "../dependencies.ts";
import type { ReadJobFunction } from "../job-functions.ts";
import type { ReadOperation } from "../operations.ts";
import type { ReadParameter } from "../parameters.ts";

/** Everything that was read, for the rules that look at more than one function. */
export interface ReadProject {
  operations: ReadOperation[];
  jobs: ReadJobFunction[];
  dependencies: ReadDependency[];
}

/** The dependencies of a function, and theirs, each once. */
export function dependenciesOf(callable: Callable, { dependencies }: ReadProject): ReadDependency[] {
  const found = new Set<ReadDependency>();
  const visit = ({ parameters }: Callable): void => {
    for (const { source } of parameters) {
      if (source.in !== "dependency") continue;
      const next = dependencies.find(({ dependency }) => dependency.name === source.dependency);
      if (!next || found.has(next)) continue;
      found.add(next);
      visit(next.dependency);
    }
  };
  visit(callable);
  return [...found];
}

/** The operations that call a dependency, directly or not. */
export function operationsOn(dependency: ReadDependency, project: ReadProject): ReadOperation[] {
  return project.operations.filter(({ operation }) =>
    dependenciesOf(operation, project).includes(dependency),
  );
}

/** The parameters that a request to the operation fills: its own and its dependencies'. */
export function allParametersOf(operation: ReadOperation, project: ReadProject): ReadParameter[] {
  return [
    ...operation.parameters,
    ...dependenciesOf(operation.operation, project).flatMap(({ parameters }) => parameters),
  ];
}
