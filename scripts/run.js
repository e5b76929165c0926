/**
 * `node scripts/run.js NAME …`: the script of that name, with the compiled code that the last one left.
 *
 * @module
 */
import { keepCompiled } from "./command-line/compile-cache.js";

keepCompiled();
const [name] = process.argv.splice(2, 1);
await import(`./${name}.ts`);
