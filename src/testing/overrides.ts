/**
 * Dependency overrides, for tests: FastAPI's `dependency_overrides`. What is deployed knows nothing of them; a test
 * runs routes that the scaffolder writes with a question at every dependency.
 *
 * @module
 */

import type { Context } from "hono";
import { skipped } from "../operations/input";

// biome-ignore lint/suspicious/noExplicitAny: whatever its parameters are
type DependencyFunction = (...args: any[]) => unknown;

/** What a handler gets of a dependency: of a generator, what it yields. */
type Given<F extends DependencyFunction> =
  ReturnType<F> extends AsyncGenerator<infer Item, unknown, unknown> ? Item : Awaited<ReturnType<F>>;

/** What stands in for a dependency; what it throws, the request ends with. */
export type Override<F extends DependencyFunction> = (c: Context) => Given<F> | Promise<Given<F>>;

/** Ends the override; at the end of its block by itself, when it was declared with `using`. */
export interface Overriding extends Disposable {
  end(): void;
}

const overrides = new Map<string, Override<DependencyFunction>>();

/** Every dependency of every route. */
const known = new Set<string>();

/**
 * Have requests get something else for a dependency. What it depends on itself is not called, and its parameters are
 * neither read nor checked, unless something else needs them too.
 *
 * @example using _ = override(currentCustomer, () => ({ id: 1, name: "Ada" }));
 * @throws {TypeError} no handler depends on the function: overriding it would change nothing
 */
export function override<F extends DependencyFunction>(dependency: F, stand: Override<F>): Overriding {
  const { name } = dependency;
  if (!known.has(name)) {
    throw new TypeError(
      `No handler depends on ${name || "this function"}. Override what stands in a Depends<typeof …>: ${[...known].sort().join(", ") || "there is none"}.`,
    );
  }
  const before = overrides.get(name);
  overrides.set(name, stand);
  const end = () => {
    if (before) overrides.set(name, before);
    else overrides.delete(name);
  };
  return { end, [Symbol.dispose]: end };
}

/** End them all. */
export function endOverrides(): void {
  overrides.clear();
}

/** One request's dependencies: which it needs, and what it gets for them. */
export interface Uses {
  /** Read a parameter of a dependency, unless nobody needs the dependency. */
  parameter<T>(dependency: string, read: () => T): T;
  /** Call a dependency, or what stands in for it, unless nobody needs it. */
  dependency<T>(name: string, call: () => T): T | Promise<T>;
}

/**
 * The dependencies of a route.
 *
 * @param dependents what depends on each of them directly: dependencies, or the operation
 */
export function overridable(dependents: Record<string, string[]>): (c: Context) => Uses {
  for (const name of Object.keys(dependents)) known.add(name);
  const isCalled = (name: string): boolean => !overrides.has(name) && isNeeded(name);
  // What stands among the dependents without dependents of its own is the operation.
  const isNeeded = (name: string): boolean =>
    dependents[name]?.some((dependent) => !(dependent in dependents) || isCalled(dependent)) ?? true;
  return (c) => ({
    parameter: (dependency, read) => (isCalled(dependency) ? read() : skipped),
    dependency: (name, call) => {
      if (!isNeeded(name)) return skipped;
      const stand = overrides.get(name);
      return stand ? (stand(c) as ReturnType<typeof call>) : call();
    },
  });
}
