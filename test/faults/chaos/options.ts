/**
 * The command line of the fault test.
 *
 * @module
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";

export interface ChaosOptions {
  jobs: number;
  kills: number;
  seed: number;
}

/** The command line asks for something that cannot be done. The message is for the person who typed it. */
export class UsageError extends Error {
  override name = "UsageError";
}

const MAX_SEED = 2 ** 31 - 1;

export const usage = `Usage: npm run test:faults -- [options]

Submits jobs of every kind to a real npm run dev, kills its processes (kill -9) in the middle of them, and checks that
every job that was acknowledged has its one right outcome.

  --jobs N    How many jobs (default 10000)
  --kills K   How many kills, spread over the run; a job for each at least (default 50)
  --seed S    What is submitted and killed when, from 0 to ${MAX_SEED} (default: random, and printed)
  --help      This text`;

/**
 * Read the command line.
 * @returns "help" when that was asked for.
 * @throws {UsageError}
 */
export function readOptions(args: string[]): ChaosOptions | "help" {
  const { values } = parse(args);
  if (values.help) return "help";
  const jobs = integer("jobs", values.jobs, 1, 1_000_000, 10_000);
  const kills = integer("kills", values.kills, 0, 10_000, Math.min(50, jobs));
  if (kills > jobs)
    throw new UsageError(`--kills ${kills} is more than --jobs ${jobs}: each kill needs a job to hit`);
  return { jobs, kills, seed: integer("seed", values.seed, 0, MAX_SEED, randomInt(MAX_SEED)) };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: false,
      options: {
        jobs: { type: "string" },
        kills: { type: "string" },
        seed: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    // Node's message goes on with how to pass positional arguments, of which there are none here.
    throw new UsageError((error as Error).message.split(". ")[0]);
  }
}

function integer(
  flag: string,
  text: string | undefined,
  minimum: number,
  maximum: number,
  otherwise: number,
): number {
  if (text === undefined) return otherwise;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= minimum && number <= maximum) return number;
  throw new UsageError(`--${flag} takes a whole number from ${minimum} to ${maximum}, not "${text}"`);
}
