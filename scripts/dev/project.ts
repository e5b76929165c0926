import path from "node:path";
import type { V4WorkerOptions, V4WorkerOptionsShape } from "miniflare";
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from "wrangler";
import type { Bundle } from "./bundle.ts";

/** What a Worker's wrangler.toml says, read by wrangler itself: bindings, variables with those of .dev.vars, assets. */
export interface WorkerConfig {
  name: string;
  /** Absolute path of the entry. */
  main: string;
  define: Record<string, string>;
  /** All that miniflare is told of it, but the code. */
  options: V4WorkerOptionsShape;
}

/** A D1 database of the edge Worker. */
export interface Database {
  binding: string;
  /** Absolute path of the folder of its migrations. */
  migrations: string;
  /** The table that records which are applied. */
  table: string;
}

/** The two Workers, before they are bundled. */
export interface Project {
  root: string;
  edge: WorkerConfig;
  executor: WorkerConfig;
  databases: Database[];
}

/** The configuration does not make a project. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** @throws {ConfigError} when a file is missing or wrangler finds a fault in it. */
export function readProject(root: string): Project {
  const edge = path.join(root, "wrangler.toml");
  const executor = path.join(root, "wrangler.executor.toml");
  try {
    return {
      root,
      edge: readWorker(edge),
      executor: readWorker(executor),
      databases: readDatabases(edge),
    };
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}

function readWorker(file: string): WorkerConfig {
  const { name } = unstable_readConfig({ config: file });
  const { workerOptions, main, define } = unstable_getMiniflareWorkerOptions(file);
  if (name === undefined || main === undefined)
    throw new Error(`${path.basename(file)} needs a "name" and a "main"`);
  // wrangler types its answer with `Omit`, which loses every property of a type that has an index signature.
  const { modulesRules: _, ...options } = workerOptions as V4WorkerOptionsShape & { modulesRules?: unknown };
  return { name, main, define, options };
}

function readDatabases(file: string): Database[] {
  // wrangler's types of its configuration come from a package that it does not publish.
  const databases: { binding: string; migrations_dir?: string; migrations_table?: string }[] =
    unstable_readConfig({
      config: file,
    }).d1_databases;
  return databases.map(({ binding, migrations_dir = "migrations", migrations_table = "d1_migrations" }) => ({
    binding,
    migrations: path.resolve(path.dirname(file), migrations_dir),
    table: migrations_table,
  }));
}

/** How the project is run here. */
export interface Setting {
  /** How many executor processes. */
  executors: number;
  /** Variables that neither wrangler.toml nor .dev.vars sets. */
  secrets: Record<string, string>;
}

/** The edge Worker: one lane and one binding for each executor process, the first under the name in wrangler.toml. */
export function edgeWorker(
  { edge, executor }: Project,
  bundle: Bundle,
  { executors, secrets }: Setting,
): V4WorkerOptions {
  const bound = Object.entries(edge.options.durableObjects ?? {});
  const others = Array.from({ length: executors - 1 }, (_, index) => index + 1);
  return {
    ...withBundle(edge, bundle),
    bindings: { ...secrets, ...edge.options.bindings, QUEUE_LANES: String(executors) },
    durableObjects: Object.fromEntries(
      bound.flatMap(([binding, target]): typeof bound => {
        if (typeof target !== "object" || target.scriptName !== executor.name) return [[binding, target]];
        return [
          [binding, target],
          ...others.map((index): (typeof bound)[number] => [
            `${binding}_${index}`,
            { ...target, scriptName: `${executor.name}-${index}` },
          ]),
        ];
      }),
    ),
  };
}

/** @returns which executor process, from 0, a binding of {@link edgeWorker} leads to. */
export function executorIndex(binding: string): number {
  return Number(/_(\d+)$/.exec(binding)?.[1] ?? 0);
}

/** The executor Worker as process `index`, from 0. */
export function executorWorker({ executor }: Project, bundle: Bundle, index: number): V4WorkerOptions {
  return {
    ...withBundle(executor, bundle),
    ...(index > 0 && { name: `${executor.name}-${index}` }),
  };
}

function withBundle({ name, options }: WorkerConfig, { modules }: Bundle): V4WorkerOptions {
  return { ...options, name, modules, modulesRoot: "/" };
}
