import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { parse, TomlError } from "smol-toml";
import type { Settings } from "../operation.ts";
import type { Reporter } from "./reporter.ts";

const CONFIGURATION = "wrangler.toml";
const DEVELOPMENT = ".dev.vars";

/** What is read here of a part of wrangler's configuration: its top, or an environment. */
interface Part {
  vars?: Partial<Record<string, unknown>>;
  ratelimits?: { name?: unknown }[];
}

/**
 * What is switched on in any environment, or on this machine. Without the files, nothing is.
 *
 * The files are read as they are, and not by wrangler: it takes longer to load than the whole project to generate.
 */
export function readSettings(root: string, reporter: Reporter): Settings {
  const { env = {}, ...top } = readConfiguration(root, reporter);
  const parts: Part[] = [top, ...Object.values(env), { vars: parseEnv(read(root, DEVELOPMENT)) }];
  return {
    otherSites: parts.some(({ vars }) => vars?.CORS_ORIGINS),
    rateLimit: parts.some(({ ratelimits = [] }) => ratelimits.some(({ name }) => name === "RATE_LIMIT")),
  };
}

function readConfiguration(root: string, reporter: Reporter): Part & { env?: Record<string, Part> } {
  const text = read(root, CONFIGURATION);
  try {
    return parse(text) as Part & { env?: Record<string, Part> };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const { line, column } = error;
    // After its first line, the message shows the place, as a diagnostic does by itself.
    const [, fault = error.message] = /^Invalid TOML document: (.*)/.exec(error.message) ?? [];
    const sourceLine = text.split(/\r?\n/)[line - 1] ?? "";
    reporter.reportAt("SO011", { file: CONFIGURATION, line, column, length: 1, sourceLine }, { fault });
    return {};
  }
}

/** The text of a file; that of one which is not there is empty. */
function read(root: string, file: string): string {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
