/**
 * `npm run migrate`: bring the local databases up to date. `wrangler dev` calls it at its start and with each change.
 *
 * @module
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const state = path.join(root, ".wrangler/state/v3");

/** Lists the migrations that this script applied. Beside the databases, so that it goes when they go. */
const stamp = path.join(state, "d1/applied");

// wrangler runs its build command for a deploy too, which has nothing to do with the local databases.
if ((process.env.WRANGLER_COMMAND ?? "dev") === "dev") await main();

async function main(): Promise<void> {
  // To look into a database takes over a second, since wrangler must be loaded to find it.
  const folder = path.join(root, "migrations");
  const migrations = existsSync(folder) ? readdirSync(folder).sort().join("\n") : "";
  if (migrations === stamped()) return;
  const [{ migrate }, { readProject }] = await Promise.all([
    import("./dev/migrations.ts"),
    import("./dev/project.ts"),
  ]);
  const applied = await migrate(readProject(root), state);
  if (applied.length > 0) console.log(`Applied to the local database: ${applied.join(", ")}`);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, migrations);
}

function stamped(): string | null {
  try {
    return readFileSync(stamp, "utf8");
  } catch {
    return null;
  }
}
