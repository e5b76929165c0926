/**
 * `node scripts/run.js NAME …`: the script of that name, with the compiled code that the last one left. TypeScript and wrangler
 * are large: to compile them takes longer than most of what is done with them.
 *
 * In JavaScript, since it comes before all else: for the first file of TypeScript that was not compiled before, Node loads a
 * compiler.
 *
 * @module
 */
import { enableCompileCache } from "node:module";
import path from "node:path";

const folder = path.resolve(import.meta.dirname, "../node_modules/.cache/node");
// By relative paths: a project that moves or is copied keeps its cache.
enableCompileCache({ directory: folder, portable: true });
// For the programs that are started.
process.env.NODE_COMPILE_CACHE ??= folder;
process.env.NODE_COMPILE_CACHE_PORTABLE ??= "1";

const [name] = process.argv.splice(2, 1);
await import(`./${name}.ts`);
