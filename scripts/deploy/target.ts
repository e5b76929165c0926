import { readdirSync } from "node:fs";
import path from "node:path";
import { unstable_readConfig } from "wrangler";

/** Where a deploy goes, as the two toml files say it for one environment. */
export interface Target {
  root: string;
  /** "" for what stands at the top of the files. */
  env: string;
  edge: TargetWorker;
  executor: TargetWorker;
  databases: TargetDatabase[];
  /** Secrets that the edge says it cannot be without: `[secrets] required` of its file. */
  requiredSecrets: string[];
}

export interface TargetWorker {
  /** Name of its toml file. */
  file: string;
  /** Name on Cloudflare. */
  name: string;
}

export interface TargetDatabase {
  binding: string;
  name: string;
  id: string;
  /** Names of its migration files, in the order in which they are applied. */
  migrations: string[];
}

/** The toml files do not say where to deploy to. */
export class TargetError extends Error {
  override name = "TargetError";
}

/** What is read here of wrangler's configuration: it does not publish the types. */
export interface Config {
  name?: string;
  main?: string;
  definedEnvironments?: string[];
  d1_databases: { binding: string; database_name?: string; database_id?: string; migrations_dir?: string }[];
  durable_objects: { bindings: { name: string; class_name: string; script_name?: string }[] };
  secrets?: { required?: string[] };
}

/** What the template has for a database that nobody has made yet. */
export const NO_DATABASE = "00000000-0000-0000-0000-000000000000";

export const edgeFile = "wrangler.toml";
export const executorFile = "wrangler.executor.toml";

/**
 * Read one of the files for an environment.
 * @throws {TargetError} in wrangler's own words: the file is missing or faulty, or has no such environment
 */
export function readConfig(root: string, file: string, env: string): Config {
  try {
    return unstable_readConfig({ config: path.join(root, file), env }, { hideWarnings: true }) as Config;
  } catch (error) {
    throw new TargetError((error as Error).message.trimEnd());
  }
}

/** @throws {TargetError} */
export function readTarget(root: string, env: string): Target {
  const edge = readConfig(root, edgeFile, env);
  const executor = readConfig(root, executorFile, env);
  return {
    root,
    env,
    edge: { file: edgeFile, name: nameOf(edge, edgeFile) },
    executor: { file: executorFile, name: nameOf(executor, executorFile) },
    databases: edge.d1_databases.map((database) => ({
      binding: database.binding,
      name: database.database_name ?? database.binding,
      id: database.database_id ?? NO_DATABASE,
      migrations: migrationFiles(path.join(root, database.migrations_dir ?? "migrations")),
    })),
    requiredSecrets: edge.secrets?.required ?? [],
  };
}

/** How `[env.NAME]` is called in a sentence. */
export function placeOf(env: string): string {
  return env === "" ? "the top level" : `[env.${env}]`;
}

function nameOf({ name }: Config, file: string): string {
  if (name === undefined) throw new TargetError(`${file} needs a "name".`);
  return name;
}

function migrationFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".sql"))
      .sort();
  } catch {
    return [];
  }
}
