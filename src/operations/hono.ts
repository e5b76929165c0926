import { HonoBase } from "hono/hono-base";
import { TrieRouter } from "hono/router/trie-router";
import type { BlankEnv, BlankSchema, Env, Schema } from "hono/types";

/**
 * Hono with its trie for a router.
 *
 * What it takes by itself compiles all paths into one regular expression at the first request. That is a little faster
 * with two routes, slower with a thousand, and it makes a Worker start later and weigh more.
 */
export class Hono<E extends Env = BlankEnv, S extends Schema = BlankSchema> extends HonoBase<E, S, "/"> {
  constructor() {
    super({ router: new TrieRouter() });
  }
}
