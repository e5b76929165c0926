/**
 * The deploy itself: the databases, then the executor, then the edge, so that the edge never finds an older executor or
 * database than it was written for; then a test of what is live.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Console } from "../command-line/console.ts";
import { readState, type State } from "./account.ts";
import { advice } from "./advice.ts";
import { addressOf, smokeTest } from "./smoke-test.ts";
import type { Target } from "./target.ts";
import { Wrangler } from "./wrangler.ts";

export interface Rollout {
  target: Target;
  wrangler: Wrangler;
  /** What there is before it. */
  before: State;
  /** For wrangler. */
  flags: string[];
  /** Where the new version is tested; null for the first address that wrangler names. */
  url: URL | null;
  terminal: Console;
  signal: AbortSignal;
}

/** @returns whether all of it went well; otherwise the terminal says what is live and how to go back */
export async function rollOut(rollout: Rollout): Promise<boolean> {
  const { target, wrangler, before, terminal, signal } = rollout;
  let failure: string | null;
  try {
    failure = await carryOut(rollout);
  } catch (error) {
    if (!signal.aborted) throw error;
    failure = "Interrupted.";
  }
  if (failure === null) return true;
  terminal.fail(`\n${failure}`);
  // A step that failed, or was interrupted, may have taken effect.
  const now = await readState(new Wrangler(target, AbortSignal.any([]), false), target).catch(() => null);
  terminal.say(`\n${advice(wrangler, target, before, now).join("\n")}`);
  return false;
}

/** @returns what went wrong; null when all went well */
async function carryOut({
  target,
  wrangler,
  before,
  flags,
  url,
  terminal,
  signal,
}: Rollout): Promise<string | null> {
  const { root, databases, executor, edge } = target;
  const begin = (step: string) => terminal.say(`\n▶ ${step}`);

  for (const { binding, name } of databases) {
    const pending = before.pending.get(binding) ?? [];
    if (pending.length === 0) continue;
    begin(`database ${name}: ${pending.join(", ")}`);
    if ((await wrangler.show(edge, "d1", "migrations", "apply", binding, "--remote")) !== 0)
      return `The database ${name} did not take all migrations: above is which. One that fails leaves nothing of itself.`;
  }

  begin(`Worker ${executor.name}`);
  if ((await wrangler.deploy(executor, flags)) === null) return `${executor.name} could not be deployed.`;

  begin(`Worker ${edge.name}`);
  const deployed = await wrangler.deploy(edge, flags);
  if (deployed === null) return `${edge.name} could not be deployed.`;

  const address = url ?? addressOf(deployed.targets);
  if (address === null) {
    terminal.warn(
      "\nThe new version has no address that is known here, and was not tested: --url says where it is.",
    );
    return null;
  }
  begin(`test of version ${deployed.version} at ${address.origin}`);
  const openapi = await readFile(path.join(root, "src/generated/assets/openapi.json"), "utf8");
  const failure = await smokeTest({ url: address, version: deployed.version, openapi, signal });
  return failure && `The new version fails its test: ${failure}.`;
}
