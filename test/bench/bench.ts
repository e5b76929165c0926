/**
 * `npm run bench`: contenders side by side in one run, and one table of their ratios.
 *
 * @module
 */
import { styleText } from "node:util";
import { UsageError } from "../../scripts/command-line/arguments.ts";
import { abortsSoon, endOnSignal } from "../../scripts/command-line/signals.ts";
import { against } from "./frame/against.ts";
import { machine } from "./frame/machine.ts";
import { type BenchOptions, readOptions, usageOf } from "./frame/options.ts";
import type { Part } from "./frame/part.ts";
import { writeReadme } from "./frame/readme.ts";
import { type Result, resultsOf } from "./frame/results.ts";
import { play } from "./frame/rounds.ts";
import { tableOf } from "./frame/table.ts";
import { pings } from "./ping/ping.ts";
import { backlog } from "./queue/backlog.ts";
import { executors } from "./queue/executors.ts";
import { peers } from "./queue/peers.ts";
import { roundTrip } from "./queue/round-trip.ts";
import { submit } from "./queue/submit.ts";
import { throughput } from "./queue/throughput.ts";
import { bundleSize } from "./requests/bundle.ts";
import { dependencies } from "./requests/dependencies.ts";
import { invalidRequest, validatedGet, validatedLargePost, validatedPost } from "./requests/operations.ts";
import { starts } from "./requests/start.ts";
import { scaffolding } from "./scaffold/scaffold.ts";

const parts: readonly Part[] = [
  ...[
    validatedGet,
    validatedPost,
    validatedLargePost,
    invalidRequest,
    bundleSize,
    ...starts,
    dependencies,
    ...scaffolding,
  ],
  ...[...pings, submit, roundTrip, throughput, peers, executors, backlog],
];

/** What was started and must end, however this ends. */
let scope = new AsyncDisposableStack();
const stopping = new AbortController();

try {
  const options = readOptions(process.argv.slice(2), parts);
  if (options === "help") console.log(usageOf(parts));
  else {
    endOnSignal(() => {
      stopping.abort();
      return scope.disposeAsync();
    });
    await bench(options);
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${styleText("red", error.message, { stream: process.stderr })}\n\n${usageOf(parts)}`);
  process.exitCode = 2;
}

async function bench({ parts, against: rivals, rounds, json, readme }: BenchOptions): Promise<void> {
  const results: Result[] = [];
  const notes: string[] = [];
  const failed: string[] = [];
  for (const { name, title, open } of parts) {
    console.error(`${name}: ${title}`);
    scope = new AsyncDisposableStack();
    try {
      const contest = against(await open(scope), rivals);
      const figures = await play(contest, rounds, (round) => console.error(`  round ${round + 1}/${rounds}`));
      results.push(...resultsOf(name, contest, figures));
      if (contest.note !== undefined) notes.push(`${name}: ${contest.note}`);
    } catch (error) {
      // Whoever ends it hears no complaints of what has ended.
      if (await abortsSoon(stopping.signal)) return;
      // What the other parts measured is worth having all the same.
      console.error(
        styleText("red", `  ${name} failed: ${(error as Error).message}`, { stream: process.stderr }),
      );
      failed.push(name);
      process.exitCode = 1;
    } finally {
      await scope.disposeAsync();
    }
  }
  const list = notes.map((note) => `- ${note}`).join("\n");
  const report = [tableOf(results), list, `${rounds} rounds each. ${machine()}`].join("\n\n");
  console.log(json ? JSON.stringify({ machine: machine(), rounds, results }, null, 2) : report);
  if (!readme) return;
  if (failed.length === 0) await writeReadme(report);
  else console.error(`README.md keeps its table: this one is without ${failed.join(", ")}.`);
}
