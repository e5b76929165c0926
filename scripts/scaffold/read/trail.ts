/**
 * What a reading comes to on its way: the models and the dependencies, which are read when something first leads to them,
 * and the models named in that order. A later reading goes the same way once more where the sources are the same, and so
 * comes to the same without reading them.
 *
 * @module
 */

import type { Dependencies, KnownDependency } from "./dependencies.ts";
import type { KnownModel, Models } from "./types/models.ts";

export type Step = KnownModel | KnownDependency;

export class Trail {
  #steps: Step[] = [];

  add(step: Step): void {
    this.#steps.push(step);
  }

  /** @returns what `read` returns, and what it came to */
  during<T>(read: () => T): [T, Step[]] {
    const before = this.#steps;
    const steps: Step[] = [];
    this.#steps = steps;
    try {
      return [read(), steps];
    } finally {
      this.#steps = before;
    }
  }
}

/** Thrown where a model has another name than before, since something else took it or left it. */
export class Outdated extends Error {}

/** Go the way of an earlier reading. @throws {Outdated} */
export function follow(steps: Step[], found: { models: Models; dependencies: Dependencies }): void {
  for (const step of steps) {
    const onward = () => follow(step.trail, found);
    if ("model" in step) found.models.referAgain(step, onward);
    else found.dependencies.resolveAgain(step, onward);
  }
}
