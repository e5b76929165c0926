/**
 * `npm run migrate`: bring the local databases up to date. wrangler calls it too, before `wrangler dev`.
 *
 * @module
 */
import { enableCompileCache } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
// wrangler runs its build command for a deploy as well, which the local databases have nothing to do with.
if ((process.env.WRANGLER_COMMAND ?? "dev") === "dev") await main();

async function main(): Promise<void> {
  enableCompileCache(path.join(root, "node_modules/.cache/node"));
  const [{ migrate }, { readProject }] = await Promise.all([
    import("./dev/migrations.ts"),
    import("./dev/project.ts"),
  ]);
  const applied = await migrate(readProject(root), path.join(root, ".wrangler/state/v3"));
  if (applied.length > 0) console.log(`Applied to the local database: ${applied.join(", ")}`);
}
