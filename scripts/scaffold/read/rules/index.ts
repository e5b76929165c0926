import type { SecurityScheme } from "../../operation.ts";
import type { Sources } from "../program.ts";
import type { Reporter } from "../reporter.ts";
import { checkBodies, keyBodies } from "./bodies.ts";
import { checkNames, checkRoutes } from "./conflicts.ts";
import type { ReadProject } from "./dependents.ts";
import { inherit } from "./inherited.ts";
import { checkPlaceholders, placeInPath } from "./paths.ts";
import { shareLimits } from "./queues.ts";
import { defineSchemes } from "./security.ts";
import { checkRooms } from "./sockets.ts";
import { noteTwins } from "./twins.ts";

/**
 * Complete what was read of each function by what the others say, and report what does not fit together.
 *
 * @returns the security schemes that are asked for, by their names
 */
export function applyRules(
  read: ReadProject,
  sources: Sources,
  root: string,
  reporter: Reporter,
): Record<string, SecurityScheme> {
  placeInPath(read, reporter);
  keyBodies(read);
  inherit(read);
  checkPlaceholders(read, reporter);
  checkBodies(read, reporter);
  checkNames(read, reporter);
  checkRoutes(read, reporter);
  shareLimits(read, reporter);
  const schemes = defineSchemes(read, reporter);
  checkRooms(read, reporter);
  noteTwins(read, sources, root);
  return schemes;
}
