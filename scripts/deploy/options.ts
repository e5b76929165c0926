import { parseArgs } from "node:util";
import { assertNotTaken, UsageError } from "../command-line/arguments.ts";

/** What `npm run deploy` was asked to do. */
export interface DeployOptions {
  /** Environment of the two toml files; "" for what stands at their top. */
  env: string;
  dryRun: boolean;
  /** Ask nothing. */
  yes: boolean;
  /** Where the new version is tested; null for the first address that wrangler names. */
  url: URL | null;
  /** Flags for `wrangler deploy`, of both Workers. */
  flags: string[];
}

export const usage = `Usage: npm run deploy -- [options] [flags of wrangler deploy]

Checks types, configuration and account, builds both Workers, applies the database's migrations, deploys the
executor, then the edge, and tests the new version. It stops at the first step that fails and says what is live
then, and how to go back.

  --env NAME   Environment of wrangler.toml and wrangler.executor.toml: staging, production or your own
               (default: what stands at their top)
  --dry-run    Check and build all of it and deploy nothing: needs no account
  --yes        Ask nothing. Without it, production is confirmed first
  --url URL    Where the new version is tested (default: the first address that wrangler names)
  --help       This text

What else there is goes to \`wrangler deploy\` for both Workers, as in -- --env staging --minify.
Account: \`npx wrangler login\`, or CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID. More in docs/deploying.md.`;

const own = {
  env: { type: "string", short: "e" },
  "dry-run": { type: "boolean" },
  yes: { type: "boolean", short: "y" },
  url: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Flags of wrangler that would make one Worker of two. */
const refused = new Set(["config", "c", "name", "cwd"]);

/**
 * Read the command line.
 * @param env What `--env` is without it.
 * @returns "help" when that was asked for.
 * @throws {UsageError}
 */
export function readOptions(args: string[], env = ""): DeployOptions | "help" {
  const { values, tokens } = parseArgs({ args, options: own, strict: false, tokens: true });
  if (values.help) return "help";
  assertNotTaken(own);
  if (args.some((arg) => /^(--var=)?CORS_ORIGINS:/.test(arg)))
    throw new UsageError("CORS_ORIGINS is built in and cannot be set by --var: set it in wrangler.toml");
  const taken = new Set<number>();
  for (const token of tokens) {
    if (token.kind === "option-terminator") taken.add(token.index);
    if (token.kind !== "option") continue;
    if (refused.has(token.name))
      throw new UsageError(
        `${token.rawName} cannot be set: there are two Workers, each with a file of its own`,
      );
    if (!Object.hasOwn(own, token.name)) continue;
    taken.add(token.index);
    const takesValue = own[token.name as keyof typeof own].type === "string";
    if (takesValue && (token.value === undefined || token.value.startsWith("-")))
      throw new UsageError(`${token.rawName} needs a value`);
    if (!takesValue && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value`);
    if (takesValue && !token.inlineValue) taken.add(token.index + 1);
  }
  return {
    env: (values.env as string | undefined) ?? env,
    dryRun: values["dry-run"] === true,
    yes: values.yes === true,
    url: readUrl(values.url as string | undefined),
    flags: args.filter((_, index) => !taken.has(index)),
  };
}

function readUrl(text: string | undefined): URL | null {
  if (text === undefined) return null;
  const url = URL.parse(text);
  if (url?.protocol === "https:" || url?.protocol === "http:") return url;
  throw new UsageError(`--url takes an address such as https://api.example.com, not "${text}"`);
}
