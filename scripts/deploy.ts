/**
 * `npm run deploy`: check everything, then the databases, the executor, the edge and a test of the new version. Other
 * flags go to wrangler.
 *
 * @module
 */
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { UsageError } from "./command-line/arguments.ts";
import { createConsole } from "./command-line/console.ts";
import { endings } from "./command-line/signals.ts";
import { AccountError, readAccount } from "./deploy/account.ts";
import {
  CheckError,
  checkBuilds,
  checkConfiguration,
  checkSecrets,
  missingDatabases,
} from "./deploy/checks.ts";
import { driftOf } from "./deploy/drift.ts";
import { type DeployOptions, readOptions, usage } from "./deploy/options.ts";
import { rollOut } from "./deploy/rollout.ts";
import { readSource, sourceText, versionFlags } from "./deploy/source.ts";
import { readTarget, type Target, TargetError } from "./deploy/target.ts";
import { Wrangler } from "./deploy/wrangler.ts";

const root = path.resolve(import.meta.dirname, "..");
const terminal = createConsole(process.stdout, process.stderr);

/** The first Ctrl-C ends what runs; what is done by then is told before the end. */
const interruption = new AbortController();
for (const signal of endings) process.on(signal, () => interruption.abort(new Error("Interrupted.")));

/** The environment that is confirmed before it is deployed to. */
const CONFIRMED = "production";

/** Without it, nobody is an operator: that is safe, and rarely meant. */
const OPERATORS_SECRET = "JOBS_TOKEN";

try {
  const options = readOptions(process.argv.slice(2), process.env.CLOUDFLARE_ENV);
  if (options === "help") console.log(usage);
  else process.exitCode = (await deploy(options)) ? 0 : 1;
} catch (error) {
  if (error instanceof UsageError) {
    terminal.fail(error.message);
    console.error(`\n${usage}`);
    process.exitCode = 2;
  } else if ([TargetError, CheckError, AccountError].some((kind) => error instanceof kind)) {
    terminal.fail(`\n${(error as Error).message}`);
    terminal.say("\nNothing was deployed.");
    process.exitCode = 1;
  } else if (interruption.signal.aborted) terminal.say("\nInterrupted. Nothing was deployed.");
  else throw error;
}
if (interruption.signal.aborted) process.exitCode = 130;

/** @returns whether it is deployed and well */
async function deploy(options: DeployOptions): Promise<boolean> {
  const { env, dryRun, yes, url } = options;
  const { signal } = interruption;
  const target = readTarget(root, env);
  const source = readSource(root);
  const wrangler = new Wrangler(target, signal, !yes);
  const flags = [...options.flags, ...versionFlags(source, options.flags)];
  const passed = (check: string) => terminal.say(`✓ ${check}`);
  terminal.say(`Deploying ${sourceText(source)} to ${summary(target)}\n`);

  if (dryRun) {
    for (const sentence of [...driftOf(root, env), ...missingDatabases(target)]) terminal.warn(sentence);
    terminal.say(await checkBuilds(target, wrangler, flags, signal));
    terminal.say(plan(target));
    return true;
  }

  // First what takes no time.
  checkConfiguration(target);
  passed("configuration");
  const mustConfirm = env === CONFIRMED && !yes;
  if (mustConfirm && !process.stdin.isTTY)
    throw new CheckError(`${env} is confirmed first, and nobody is there to be asked: add --yes.`);
  const { state, secrets } = await readAccount(wrangler, target);
  checkSecrets(target, wrangler, flags, secrets);
  passed("account");
  await checkBuilds(target, wrangler, flags, signal);
  passed("operations, types, builds");

  if (mustConfirm && !(await confirm(`\nDeploy ${sourceText(source)} to ${env}? [y/N] `)))
    throw new CheckError("Not confirmed.");
  if (!(await rollOut({ target, wrangler, before: state, flags, url, terminal, signal }))) return false;
  terminal.say(`\n✓ ${target.edge.name} is deployed.`);
  if (!secrets.includes(OPERATORS_SECRET))
    terminal.warn(
      `Its secret ${OPERATORS_SECRET} is not set, so /jobs stays closed to operators: ${wrangler.commandLine(target.edge, "secret", "put", OPERATORS_SECRET)}`,
    );
  return true;
}

function summary({ env, executor, edge }: Target): string {
  return `${env === "" ? "" : `${env}: `}${executor.name} and ${edge.name}`;
}

function plan({ databases, executor, edge }: Target): string {
  const steps = [
    ...databases.map(
      ({ name, migrations }) => `database ${name}: of ${migrations.join(", ")}, those that it lacks`,
    ),
    `Worker ${executor.name}`,
    `Worker ${edge.name}`,
    "test of the new version: GET /health, GET /openapi.json",
  ];
  const lines = steps.map((step, index) => `  ${index + 1}. ${step}`);
  return `\nA dry run: nothing was deployed. It would be, in this order:\n${lines.join("\n")}\n`;
}

async function confirm(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  // It takes Ctrl-C for itself.
  asking.on("SIGINT", () => process.emit("SIGINT"));
  try {
    return /^y(es)?$/i.test(await asking.question(question, { signal: interruption.signal }));
  } finally {
    asking.close();
  }
}
