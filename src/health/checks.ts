/**
 * Whether what the API stands on is there.
 *
 * @module
 */

import { log, thrown } from "../logs/log";

/** What a check found. `busy`: it did not answer in time, and has a good reason. */
export interface CheckResult {
  status: "ok" | "busy" | "failed";
  /** Milliseconds that it took. */
  ms: number;
}

/** Something that the API cannot do without. */
export interface Check {
  /** It rejects when it is not there. */
  ask(): Promise<unknown>;
  /** Whether it may be so busy that it does not answer in time. */
  mayBeBusy?: boolean;
}

/** Milliseconds that each check may take. */
const TIME_LIMIT = 3_000;

/** Ask all of them at once. Why one failed is for the log, and for nobody else. */
export async function runChecks(checks: Record<string, Check>): Promise<Record<string, CheckResult>> {
  const results = Object.entries(checks).map(async ([name, check]) => [name, await run(name, check)]);
  return Object.fromEntries(await Promise.all(results));
}

async function run(name: string, { ask, mayBeBusy = false }: Check): Promise<CheckResult> {
  const start = Date.now();
  const time = Promise.withResolvers<"late">();
  const timer = setTimeout(() => time.resolve("late"), TIME_LIMIT);
  try {
    const answer = await Promise.race([ask(), time.promise]);
    if (answer === "late" && !mayBeBusy) throw new Error(`It did not answer within ${TIME_LIMIT} ms.`);
    return { status: answer === "late" ? "busy" : "ok", ms: Date.now() - start };
  } catch (error) {
    log("error", "health check failed", { check: name, ...thrown(error) });
    return { status: "failed", ms: Date.now() - start };
  } finally {
    clearTimeout(timer);
  }
}
