import type { SecurityRequirement, Thrown } from "../../operation.ts";
import type { SecurityTag } from "../security.ts";
import { dependenciesOf, type ReadProject } from "./dependents.ts";

/** What a dependency throws and the security that it asks for hold for every operation that depends on it. */
export function inherit(project: ReadProject): void {
  for (const read of project.operations) {
    const { operation } = read;
    const dependencies = dependenciesOf(operation, project);
    for (const { throws } of dependencies) {
      for (const thrown of throws) {
        const own = operation.throws.filter(({ status }) => status === thrown.status);
        if (own.length === 0) operation.throws.push(thrown);
        // What the operation says of a status is the more particular, but the body may be another one.
        else if (!own.some((one) => isSameBody(one, thrown)))
          operation.throws.push({ ...thrown, description: "" });
      }
    }
    operation.security = allOf([read, ...dependencies].map(({ security }) => security));
  }
}

function isSameBody(one: Thrown, other: Thrown): boolean {
  return JSON.stringify(one.content) === JSON.stringify(other.content);
}

/** The ways to satisfy every function: one of each one's alternatives, all taken together. */
function allOf(functions: SecurityTag[][]): SecurityRequirement[] {
  const [first, ...others] = functions
    .filter((tags) => tags.length > 0)
    .map((tags) => tags.map(({ requirement }) => requirement));
  if (!first) return [];
  // What one function says is left as it is.
  if (others.length === 0) return first;
  return leastOf(
    others.reduce((ways, next) => ways.flatMap((way) => next.map((one) => both(way, one))), first),
  );
}

function both(a: SecurityRequirement, b: SecurityRequirement): SecurityRequirement {
  const all = { ...a };
  for (const [name, scopes] of Object.entries(b)) all[name] = [...new Set([...(all[name] ?? []), ...scopes])];
  return all;
}

/** Without those that ask for more than another one does; but that nothing may be asked for is worth saying. */
function leastOf(ways: SecurityRequirement[]): SecurityRequirement[] {
  return ways.filter(
    (way, index) =>
      !ways.some(
        (other, at) =>
          at !== index &&
          Object.keys(other).length > 0 &&
          covers(way, other) &&
          // Of two that are the same, the first stays.
          (at < index || !covers(other, way)),
      ),
  );
}

/** Whether who satisfies the one satisfies the other. */
function covers(way: SecurityRequirement, other: SecurityRequirement): boolean {
  return Object.entries(other).every(
    ([name, scopes]) => way[name] !== undefined && scopes.every((scope) => way[name]?.includes(scope)),
  );
}
