import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_splitSqlQuery } from "wrangler";
import type { Database, Project } from "./project.ts";

type D1 = Awaited<ReturnType<Miniflare["getD1Database"]>>;

/** A migration does not run. Those before it are applied, of this one nothing is. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/**
 * Bring the local databases up to date, as `wrangler d1 migrations apply --local` does: same files, same table.
 * @param state The folder that miniflare keeps databases in.
 * @returns The names of the migrations applied now.
 * @throws {MigrationError}
 */
export async function migrate({ databases, edge }: Project, state: string): Promise<string[]> {
  if (databases.length === 0) return [];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: "",
      cf: false,
      compatibilityDate: edge.options.compatibilityDate,
      d1Databases: edge.options.d1Databases,
      resourcePersistencePath: state,
    }),
  );
  try {
    const applied: string[] = [];
    for (const database of databases)
      applied.push(...(await migrateDatabase(await miniflare.getD1Database(database.binding), database)));
    return applied;
  } finally {
    await miniflare.dispose();
  }
}

async function migrateDatabase(db: D1, { migrations, table }: Database): Promise<string[]> {
  const quoted = `"${table.replaceAll('"', '""')}"`;
  await db
    .prepare(
      `CREATE TABLE IF NOT EXISTS ${quoted}(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
    )
    .run();
  const { results } = await db.prepare(`SELECT name FROM ${quoted}`).all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const pending = (await migrationFiles(migrations)).filter((name) => !applied.has(name));
  for (const name of pending) {
    const statements = unstable_splitSqlQuery(await readFile(path.join(migrations, name), "utf8"));
    const record = db.prepare(`INSERT INTO ${quoted} (name) VALUES (?)`).bind(name);
    try {
      await db.batch([...statements.map((sql) => db.prepare(sql)), record]);
    } catch (error) {
      throw new MigrationError(`The migration ${name} does not run: ${(error as Error).message}`);
    }
  }
  return pending;
}

/** In the order of their numbers. */
async function migrationFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names
    .filter((name) => name.endsWith(".sql"))
    .sort((left, right) => left.localeCompare(right, "en", { numeric: true }));
}
