/**
 * TypeScript and wrangler are large: to compile them takes longer than most of what is done with them.
 *
 * @module
 */
import { enableCompileCache } from "node:module";
import path from "node:path";

/**
 * Keep the compiled code of what `import()` loads after this, for the next time. What is imported by a statement is compiled
 * before.
 */
export function keepCompiled(): void {
  enableCompileCache(path.resolve(import.meta.dirname, "../../node_modules/.cache/node"));
}
