/**
 * TypeScript and wrangler are large: to compile them takes longer than most of what is done with them.
 *
 * @module
 */
import { enableCompileCache } from "node:module";
import path from "node:path";

/**
 * Keep the compiled code of what `import()` loads after this, and of the programs that are started, for the next time. What is
 * imported by a statement is compiled before.
 */
export function keepCompiled(): void {
  const folder = path.resolve(import.meta.dirname, "../../node_modules/.cache/node");
  // By relative paths: a project that moves or is copied keeps its cache.
  enableCompileCache({ directory: folder, portable: true });
  process.env.NODE_COMPILE_CACHE ??= folder;
  process.env.NODE_COMPILE_CACHE_PORTABLE ??= "1";
}
