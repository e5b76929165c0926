#!/usr/bin/env node
/**
 * `npm run test:faults`: jobs of every kind, killed processes, and whether the queue keeps its promises.
 *
 * @module
 */
import { endServers } from "../end-to-end/dev-server.ts";
import { copyProject, removeCopies } from "../end-to-end/project-copy.ts";
import { check } from "./chaos/check.ts";
import { type ChaosOptions, readOptions, UsageError, usage } from "./chaos/options.ts";
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
  const { jobs, kills, seed } = options;
  const line = new ProgressLine(process.stderr, options);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, async () => {
      line.clear();
      await endServers();
      await removeCopies();
      process.exit(130);
    });

  console.log(`${jobs} jobs, ${kills} kills, seed ${seed}`);
  const startedAt = performance.now();
  const plan = makePlan(seed, jobs, kills);
  const seen = await carryOut(plan, await copyProject("faults"), (progress) => line.draw(progress));
  line.clear();
  await removeCopies();

  console.log(summary(plan, seen));
  const violations = check(plan, seen);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  if (violations.length === 0) console.log(`Every job has its one right outcome. ${seconds} s.`);
  else {
    console.error(
      `${account(violations)}\n\n${violations.length} broken promises after ${seconds} s. Again: npm run test:faults -- --jobs ${jobs} --kills ${kills} --seed ${seed}`,
    );
    process.exitCode = 1;
  }
}
