/**
 * One core serves, the others make the load.
 *
 * @module
 */
import { availableParallelism } from "node:os";

const SERVING = 0;

/** The command that keeps a server on its core. */
export const onServingCore = ["taskset", "-c", String(SERVING)];

/** The command that keeps a load generator off it; on a machine of one core they have to share. */
export const onOtherCores = [
  "taskset",
  "-c",
  availableParallelism() > 1 ? `${SERVING + 1}-${availableParallelism() - 1}` : String(SERVING),
];
