import { HonoBase } from "hono/hono-base";
import { TrieRouter } from "hono/router/trie-router";
import type { BlankEnv, BlankSchema } from "hono/types";

/**
 * Hono with its trie for a router.
 *
 * What it takes by itself compiles all paths into one regular expression at the first request. That is a little faster
 * with two routes, slower with a thousand, and it makes a Worker start later and weigh more.
 */
export class Hono extends HonoBase<BlankEnv, BlankSchema, "/"> {
  constructor() {
    super({ router: new TrieRouter() });
  }
}
