/**
 * The rules complete what was read of a function by what the whole project says. They are given copies, so that what was
 * read stands as it was for the next reading.
 *
 * @module
 */

import type { Callable, JobPolicy } from "../operation.ts";
import type { ReadDependency } from "./dependencies.ts";
import type { ReadJobFunction } from "./job-functions.ts";
import type { ReadOperation } from "./operations.ts";
import type { ReadParameter } from "./parameters.ts";

export function copyOfOperation(read: ReadOperation): ReadOperation {
  const parameters = read.parameters.map(copyOfParameter);
  const operation = { ...copyOf(read.operation, parameters), throws: [...read.operation.throws] };
  return { ...read, operation, parameters };
}

export function copyOfJob(read: ReadJobFunction): ReadJobFunction {
  return { ...read, job: { ...read.job, job: { ...read.job.job } } };
}

export function copyOfDependency(read: ReadDependency): ReadDependency {
  const parameters = read.parameters.map(copyOfParameter);
  return { ...read, dependency: copyOf(read.dependency, parameters), parameters };
}

function copyOf<C extends Callable & { job?: JobPolicy }>(callable: C, parameters: ReadParameter[]): C {
  const copy = { ...callable, parameters: parameters.map(({ parameter }) => parameter) };
  if (copy.job) copy.job = { ...copy.job };
  return copy;
}

function copyOfParameter(read: ReadParameter): ReadParameter {
  return { ...read, parameter: { ...read.parameter } };
}
