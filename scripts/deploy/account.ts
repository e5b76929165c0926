/**
 * What there is on Cloudflare: before the deploy, and after one that failed.
 *
 * @module
 */
import type { Run } from "./run.ts";
import type { Target, TargetDatabase, TargetWorker } from "./target.ts";
import type { Wrangler } from "./wrangler.ts";

/** The account cannot be deployed to. The message says what to do about it. */
export class AccountError extends Error {
  override name = "AccountError";
}

export interface State {
  /** The versions that take requests; null for a Worker that there is not yet. */
  live: { executor: string | null; edge: string | null };
  /** Migrations that are not applied yet, by binding of the database. */
  pending: Map<string, string[]>;
}

export interface Account {
  state: State;
  /** Names of the edge's secrets. */
  secrets: string[];
}

/** @throws {AccountError} */
export async function readAccount(wrangler: Wrangler, target: Target): Promise<Account> {
  await assertLoggedIn(wrangler, target.edge);
  const [state, secrets] = await Promise.all([
    readState(wrangler, target),
    readSecrets(wrangler, target.edge),
  ]);
  return { state, secrets };
}

/** @throws {AccountError} */
export async function readState(wrangler: Wrangler, target: Target): Promise<State> {
  const { executor, edge, databases } = target;
  const [ofExecutor, ofEdge, ...pending] = await Promise.all([
    readVersion(wrangler, executor),
    readVersion(wrangler, edge),
    ...databases.map((database) => readPending(wrangler, edge, database)),
  ]);
  return {
    live: { executor: ofExecutor, edge: ofEdge },
    pending: new Map(databases.map(({ binding }, index) => [binding, pending[index] ?? []])),
  };
}

async function assertLoggedIn(wrangler: Wrangler, edge: TargetWorker): Promise<void> {
  const answer = await wrangler.read(edge, "whoami", "--json");
  if (answer.code === 0) return;
  if (/"loggedIn":\s*false/.test(answer.stdout))
    throw new AccountError(
      "Not logged in to Cloudflare. Run `npx wrangler login`; where there is no browser, set CLOUDFLARE_API_TOKEN to a token of the template “Edit Cloudflare Workers” with D1 added, and CLOUDFLARE_ACCOUNT_ID.",
    );
  throw new AccountError(`Cloudflare does not take these credentials:\n${wordsOf(answer)}`);
}

async function readVersion(wrangler: Wrangler, worker: TargetWorker): Promise<string | null> {
  const answer = await wrangler.read(worker, "deployments", "status", "--json");
  if (isMissing(answer)) return null;
  if (answer.code !== 0) throw cannotRead(worker.name, answer);
  const { versions } = JSON.parse(answer.stdout) as {
    versions: { version_id: string; percentage: number }[];
  };
  // While a rollout is under way there are two: the one that most requests go to.
  return versions.toSorted((a, b) => b.percentage - a.percentage)[0]?.version_id ?? null;
}

async function readSecrets(wrangler: Wrangler, edge: TargetWorker): Promise<string[]> {
  const answer = await wrangler.read(edge, "secret", "list", "--format", "json");
  if (isMissing(answer)) return [];
  if (answer.code !== 0) throw cannotRead(`the secrets of ${edge.name}`, answer);
  return (JSON.parse(answer.stdout) as { name: string }[]).map(({ name }) => name);
}

async function readPending(
  wrangler: Wrangler,
  edge: TargetWorker,
  { binding, name, migrations }: TargetDatabase,
): Promise<string[]> {
  if (migrations.length === 0) return [];
  const answer = await wrangler.read(edge, "d1", "migrations", "list", binding, "--remote");
  if (answer.code !== 0) throw cannotRead(`the database ${name}`, answer);
  // It prints a table and knows no JSON.
  return migrations.filter((migration) => answer.stdout.includes(migration));
}

/** There is no such Worker: this is its first deploy. */
function isMissing({ code, stderr, stdout }: Run): boolean {
  return code !== 0 && /code: 10007\b|not found/.test(stderr + stdout);
}

function cannotRead(what: string, answer: Run): AccountError {
  return new AccountError(`Cannot read ${what}:\n${wordsOf(answer)}`);
}

/** What wrangler said, without where it keeps its log. */
function wordsOf({ stdout, stderr }: Run): string {
  return `${stderr}\n${stdout}`
    .split("\n")
    .filter((line) => line.trim() !== "" && !/Logs were written to|please open an issue/.test(line))
    .join("\n");
}
