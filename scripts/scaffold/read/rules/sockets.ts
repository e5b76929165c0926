import type { Reporter } from "../reporter.ts";
import { dependenciesOf, type ReadProject } from "./dependents.ts";

/** A room lasts longer than the request that enters it, and so longer than what is torn down with that. */
export function checkRooms(project: ReadProject, reporter: Reporter): void {
  for (const { operation, fn } of project.operations) {
    if (operation.returns.type !== "socket" || operation.kind !== "async") continue;
    for (const { dependency } of dependenciesOf(operation, project)) {
      if (dependency.kind !== "stream") continue;
      reporter.report("SO606", fn.nameNode, { name: operation.name, dependency: dependency.name });
    }
  }
}
