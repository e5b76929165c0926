import { HonoBase } from "hono/hono-base";
import type { BlankEnv, BlankSchema, Env, Schema } from "hono/types";
import { PathRouter } from "./router";

/**
 * Hono with a router of ours.
 *
 * What it takes by itself compiles all paths into one regular expression at the first request: it makes a Worker start
 * later and weigh more.
 */
export class Hono<E extends Env = BlankEnv, S extends Schema = BlankSchema> extends HonoBase<E, S, "/"> {
  constructor() {
    super({ router: new PathRouter() });
  }
}
