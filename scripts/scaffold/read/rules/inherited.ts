import { dependenciesOf, type ReadProject } from "./dependents.ts";

/** What a dependency throws and the security that it asks for hold for every operation that depends on it. */
export function inherit(project: ReadProject): void {
  for (const { operation } of project.operations) {
    for (const { throws, security } of dependenciesOf(operation, project)) {
      for (const thrown of throws) {
        // What the operation says of a status is the more particular.
        if (!operation.throws.some(({ status }) => status === thrown.status)) operation.throws.push(thrown);
      }
      for (const scheme of security) {
        if (!operation.security.includes(scheme)) operation.security.push(scheme);
      }
    }
  }
}
