/**
 * `GET /health`: for whoever watches the API from outside.
 *
 * @module
 */

import { env } from "cloudflare:workers";
import type { Context } from "hono";
import { jobChecks } from "../generated/edge";
import { tellVersion } from "../operations/version";
import { type Check, type CheckResult, runChecks } from "./checks";

/** Milliseconds that an answer is good for: anybody may ask, and each time costs a query. */
const FRESH = 1_000;

let last: { results: Record<string, CheckResult>; at: number } | null = null;

/** 200 when all of it is there, else 503. Any answer at all says that the Worker itself is alive. */
export async function answerHealth(c: Context): Promise<Response> {
  tellVersion(c);
  if (last === null || Date.now() - last.at >= FRESH)
    last = {
      results: await runChecks(checks(c.req.raw.cf?.continent as string | undefined)),
      at: Date.now(),
    };
  const { results } = last;
  const failed = Object.values(results).some(({ status }) => status === "failed");
  return c.json({ status: failed ? "failed" : "ok", checks: results }, failed ? 503 : 200, {
    "cache-control": "no-store",
  });
}

function checks(continent: string | undefined): Record<string, Check> {
  // A project may do without one.
  const { DB: database } = env as { DB?: D1Database };
  return {
    ...(database && { database: { ask: () => database.prepare("SELECT 1").first() } }),
    ...jobChecks(continent),
  };
}
