#!/usr/bin/env node
/**
 * `npm run test:faults`: jobs of every kind, killed processes, and whether the queue keeps its promises.
 *
 * @module
 */
import { once } from "node:events";
import { UsageError } from "../../scripts/command-line/arguments.ts";
import { endServers } from "../end-to-end/dev-server.ts";
import { copyProject, removeCopies } from "../end-to-end/project-copy.ts";
import { check } from "./chaos/check.ts";
import { type ChaosOptions, readOptions, usage } from "./chaos/options.ts";
import { makePlan } from "./chaos/plan.ts";
import { ProgressLine } from "./chaos/progress-line.ts";
import { account, summary } from "./chaos/report.ts";
import { carryOut } from "./chaos/run.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") console.log(usage);
  else await main(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}

async function main(options: ChaosOptions): Promise<void> {
  const line = new ProgressLine(process.stderr, options);
  const interruption = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  // Whatever the run fails of once its server is taken away does not matter any more.
  const end = await Promise.race([test(options, line), interruption]);
  line.clear();
  await endServers();
  await removeCopies();
  process.exit(typeof end === "number" ? end : 130);
}

/** @returns the exit code */
async function test({ jobs, kills, seed }: ChaosOptions, line: ProgressLine): Promise<number> {
  console.log(`${jobs} jobs, ${kills} kills, seed ${seed}`);
  const startedAt = performance.now();
  const plan = makePlan(seed, jobs, kills);
  const seen = await carryOut(plan, await copyProject("faults"), (progress) => line.draw(progress));
  line.clear();

  console.log(summary(plan, seen));
  const violations = check(plan, seen);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  if (violations.length === 0) {
    console.log(`Every job has its one right outcome. ${seconds} s.`);
    return 0;
  }
  console.error(
    `${account(violations)}\n\n${violations.length} broken promises after ${seconds} s. Again: npm run test:faults -- --jobs ${jobs} --kills ${kills} --seed ${seed}`,
  );
  return 1;
}
