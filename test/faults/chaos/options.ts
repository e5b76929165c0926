/**
 * The command line of the fault test.
 *
 * @module
 */
import { randomInt } from "node:crypto";
import { noMore, readArguments, UsageError, wholeNumber } from "../../../scripts/command-line/arguments.ts";

export interface ChaosOptions {
  jobs: number;
  kills: number;
  seed: number;
}

const MAX_SEED = 2 ** 31 - 1;

export const usage = `Usage: npm run test:faults -- [options]

Submits jobs of every kind to a real npm run dev, kills its processes (kill -9) in the middle of them, and checks that
every job that was acknowledged has its one right outcome.

  --jobs N    How many jobs (default 10000)
  --kills K   How many kills, spread over the run; a job for each at least (default 50)
  --seed S    What is submitted and killed when, from 0 to ${MAX_SEED} (default: random, and printed)
  --help      This text`;

const options = {
  jobs: { type: "string" },
  kills: { type: "string" },
  seed: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Read the command line.
 * @returns "help" when that was asked for.
 * @throws {UsageError}
 */
export function readOptions(args: string[]): ChaosOptions | "help" {
  const { values, positionals } = readArguments(args, options);
  if (values.help) return "help";
  noMore(positionals);
  const jobs = wholeNumber("jobs", values.jobs ?? String(10_000), 1, 1_000_000);
  const kills = wholeNumber("kills", values.kills ?? String(Math.min(50, jobs)), 0, 10_000);
  if (kills > jobs)
    throw new UsageError(`--kills ${kills} is more than --jobs ${jobs}: each kill needs a job to hit`);
  return { jobs, kills, seed: wholeNumber("seed", values.seed ?? String(randomInt(MAX_SEED)), 0, MAX_SEED) };
}
