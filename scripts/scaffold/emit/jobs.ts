/**
 * What runs on executors, seen from both sides: `jobs.ts` is the edge's (async twins, types only), `registry.ts` the
 * executor's (the functions themselves).
 *
 * @module
 */

import type {
  Dependency,
  JobFunction,
  JobPolicy,
  Operation,
  Parameter,
  Project,
  Returns,
  Schema,
  Source,
} from "../operation.ts";
import { Checks } from "./checks.ts";
import { Module } from "./module.ts";
import { Picks } from "./picks.ts";
import { losesInJson } from "./schema.ts";

/** How a twin reads what was stored; `TwinDefinition.result`. */
type TwinResult = "json" | "text" | "bytes" | "empty" | "response";

type CpuFunction = (Operation | JobFunction | Dependency) & { returns: Returns };

/** Operations, jobs without a route and dependencies that are a `function` or a `function*`, each once. */
export function cpuFunctions({ operations, jobs, dependencies }: Project): CpuFunction[] {
  const all = [...operations, ...jobs, ...dependencies].filter(
    (callable): callable is CpuFunction => callable.kind === "plain" || callable.kind === "steps",
  );
  // An operation that others depend on is there twice.
  return all.filter(({ name }, i) => all.findIndex((other) => other.name === name) === i);
}

/** `jobs.ts`: the async twin of every function that runs on an executor. */
export function emitTwins(project: Project): Module {
  const module = new Module(
    "src/generated/jobs.ts",
    cpuFunctions(project).map(({ name }) => name),
  );
  const picks = new Picks(module, project.models, new Checks(module, project.models));
  for (const callable of cpuFunctions(project)) {
    const { name, returns, job } = callable;
    const stub = module.use(callable.module, name, { as: `${name}Stub`, type: true });
    const resumes = callable.parameters.some(({ source }) => source.in === "resume");
    const type = resumes
      ? `${module.use("src/jobs/client/twin", "WithoutResume", { type: true })}<typeof ${stub}>`
      : `typeof ${stub}`;
    const fields = [
      `operation: ${JSON.stringify(name)}`,
      `kind: ${JSON.stringify(callable.kind)}`,
      `result: ${JSON.stringify(resultType(returns))}`,
    ];
    const passed = callable.parameters.filter(({ source }) => source.in !== "resume");
    fields.push(`arity: ${passed.length}`, ...policyFields(job));
    if (returns.type === "json" && losesInJson(returns.schema, project.models)) {
      fields.push(`read: ${picks.of(returns.schema, name, "result")}`);
    }
    module.add(
      `/** ${callable.place.file}:${callable.place.line} */\nexport const ${name} = ${module.use("src/jobs/client/twin", "twin")}<${type}>({ ${fields.join(", ")} });`,
    );
  }
  return module;
}

/** The fields of `TwinDefinition` for what the doc tags say. */
function policyFields(policy: JobPolicy = { retries: 0 }): string[] {
  const { queue, priority, retries, backoff, timeout, concurrency, rate, unique, retention } = policy;
  const fields = {
    queue: queue && JSON.stringify(queue),
    priority: priority || undefined,
    retries: retries || undefined,
    backoff:
      backoff && `{ first: ${milliseconds(backoff.first)}, longest: ${milliseconds(backoff.longest)} }`,
    timeout: timeout && milliseconds(timeout),
    concurrency,
    rate: rate && `{ limit: ${rate.limit}, per: ${milliseconds(rate.seconds)} }`,
    unique,
    retention: retention && milliseconds(retention),
  };
  return Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${value}`));
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

/** `registry.ts`: every function that runs on an executor, by its name. */
export function emitRegistry(project: Project): Module {
  const module = new Module("src/generated/registry.ts", ["registry"]);
  const picks = new Picks(module, project.models, new Checks(module, project.models));
  const type = module.use("src/jobs/executor/registry", "Registry", { type: true });
  const entries = cpuFunctions(project).map((callable) => {
    const fields = [
      `kind: ${JSON.stringify(callable.kind)}`,
      `run: ${module.use(callable.module, callable.name)}`,
    ];
    const passed = callable.parameters.filter(({ source }) => source.in !== "resume");
    const [resume] = callable.parameters.flatMap(({ source }) => (source.in === "resume" ? [source] : []));
    if (resume) fields.push(`resume: ${passed.length}`);
    if (resume && losesInJson(resume.checkpoint, project.models)) {
      fields.push(`readCheckpoint: ${picks.of(resume.checkpoint, callable.name, "checkpoint")}`);
    }
    const read = readArguments(passed, project, picks, callable.name);
    if (read) fields.push(`read: ${read}`);
    fields.push(`write: ${writeResult(callable, module, picks)}`);
    return `${callable.name}: { ${fields.join(", ")} },`;
  });
  module.add(
    `/** What an executor can run. */\nexport const registry: ${type} = {\n${entries.join("\n")}\n};`,
  );
  return module;
}

/** A function that restores what JSON lost of the arguments; undefined where it lost nothing. */
export function readArguments(
  parameters: Parameter[],
  project: Project,
  picks: Picks,
  name: string,
): string | undefined {
  const schemas = parameters.map(({ source }) => crossingSchema(source));
  if (!schemas.some((schema) => schema && losesInJson(schema, project.models))) return undefined;
  const restored = schemas.map((schema, i) => {
    if (!schema || !losesInJson(schema, project.models)) return `args[${i}]`;
    const picked = picks.expression(schema, `args[${i}]`, name, parameters[i]?.name ?? "");
    return parameters[i]?.optional ? `args[${i}] === undefined ? undefined : ${picked}` : picked;
  });
  return `(args: any[]) => [${restored.join(", ")}]`;
}

/** The schema of what crosses the queue as JSON. */
function crossingSchema(source: Source): Schema | undefined {
  if ("schema" in source) return source.schema;
  return source.in === "dependency" ? source.value : undefined;
}

function resultType(returns: Returns): TwinResult {
  switch (returns.type) {
    case "text":
    case "bytes":
    case "empty":
    case "response":
      return returns.type;
    default:
      return "json";
  }
}

function writeResult(callable: CpuFunction, module: Module, picks: Picks): string {
  const { returns } = callable;
  const status = "status" in callable ? callable.status : returns.type === "empty" ? 204 : 200;
  const stored = (name: string) => module.use("src/jobs/executor/stored-response", name);
  switch (returns.type) {
    case "json": {
      const picked = picks.expression(returns.schema, "result", callable.name, "result");
      return `(result: any) => ${stored("storedJson")}(${picked}, ${status})`;
    }
    case "text":
      return `(text: any) => ${stored("storedText")}(text, ${JSON.stringify(returns.mediaType)}, ${status})`;
    case "bytes":
      return `(bytes: any) => ${stored("storedBytes")}(bytes, ${JSON.stringify(returns.mediaType)}, ${status})`;
    case "response":
      return `(response: any) => ${stored("storedWebResponse")}(response)`;
    case "empty":
      return `() => ${stored("storedEmpty")}(${status})`;
    case "stream":
    case "socket":
      throw new Error(`${callable.name} streams, and so cannot run on an executor.`);
  }
}
