/** Before the tests of a file: its own empty database, brought up to date. After each: no override is left. */

import { applyD1Migrations, type D1Migration } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach } from "vitest";
import { endOverrides } from "../../../src/testing/overrides";

declare global {
  namespace Cloudflare {
    interface Env {
      MIGRATIONS: D1Migration[];
    }
  }
}

const { DB: database } = env as { DB?: D1Database };
if (database) await applyD1Migrations(database, env.MIGRATIONS);
afterEach(endOverrides);
