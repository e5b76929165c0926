/**
 * Have the environments of the toml files drifted from what stands at their top? wrangler lets an environment inherit
 * neither variables nor bindings: one that is only added at the top works on everybody's machine and is missing once
 * deployed.
 *
 * @module
 */
import { type Config, edgeFile, executorFile, NO_DATABASE, placeOf, readConfig } from "./target.ts";

/** @returns a sentence for each difference that is one by mistake; none when there are none */
export function driftOf(root: string, env: string): string[] {
  if (env === "") return [];
  const [edge, executor] = [edgeFile, executorFile].map((file) => ({
    file,
    place: placeOf(env),
    top: readConfig(root, file, ""),
    own: readConfig(root, file, env),
  })) as [Pair, Pair];
  return [
    ...missing(edge),
    ...missing(executor),
    ...strayObjects(edge, executor, env),
    ...sharedDatabases(root, edge, env),
  ];
}

/** What a file says at its top, and for the environment. */
interface Pair {
  file: string;
  /** The environment, as {@link placeOf} calls it. */
  place: string;
  top: Config;
  own: Config;
}

function missing({ file, place, top, own }: Pair): string[] {
  const wanted = new Set(settingsOf(top));
  const found = new Set(settingsOf(own));
  return [
    ...[...wanted.difference(found)].map(
      (setting) => `${file}: ${place} lacks ${setting}, which the top level has.`,
    ),
    ...[...found.difference(wanted)].map(
      (setting) => `${file}: ${place} has ${setting}, which the top level lacks.`,
    ),
  ];
}

/** Variables and bindings by name, as "vars QUEUE_LANES" or "d1_databases DB". */
function settingsOf({ vars, ...config }: Config & { vars?: object }): string[] {
  const settings = Object.keys(vars ?? {}).map((name) => `vars ${name}`);
  for (const [kind, value] of Object.entries(config)) {
    for (const entry of entriesOf(value)) {
      const name = entry.binding ?? entry.name;
      if (typeof name === "string") settings.push(`${kind} ${name}`);
    }
  }
  return settings;
}

/** wrangler writes kinds of bindings as lists, as an object of a list, or as a single object. */
function entriesOf(value: unknown): Record<string, unknown>[] {
  if (typeof value !== "object" || value === null) return [];
  const { bindings, producers } = value as { bindings?: unknown; producers?: unknown };
  const list = bindings ?? producers ?? value;
  return (Array.isArray(list) ? list : [list]).filter((entry) => typeof entry === "object" && entry !== null);
}

/** A class of Durable Objects is of the same kind as at the top, and in the Workers of this environment. */
function strayObjects(edge: Pair, executor: Pair, env: string): string[] {
  return [edge, executor].flatMap(({ file, place, top, own }) =>
    own.durable_objects.bindings.flatMap(({ name, class_name, script_name }) => {
      const model = top.durable_objects.bindings.find((binding) => binding.name === name);
      if (model === undefined) return [];
      const wanted = model.script_name === executor.top.name ? executor.own.name : model.script_name;
      return class_name === model.class_name && script_name === wanted
        ? []
        : [
            `${file}: ${name} of ${place} must be the class ${model.class_name}${wanted ? ` with script_name = "${wanted}"` : ""}: otherwise ${env} would use the objects of another environment.`,
          ];
    }),
  );
}

/** A database that another environment has too, the top level among them. */
function sharedDatabases(root: string, { file, place, top, own }: Pair, env: string): string[] {
  const others = ["", ...(top.definedEnvironments ?? [])].filter((other) => other !== env);
  return others.flatMap((other) => {
    const theirs = new Set(readConfig(root, file, other).d1_databases.map(({ database_id }) => database_id));
    return own.d1_databases
      .filter(({ database_id = NO_DATABASE }) => database_id !== NO_DATABASE && theirs.has(database_id))
      .map(
        ({ binding }) => `${file}: the database ${binding} of ${place} is also that of ${placeOf(other)}.`,
      );
  });
}
