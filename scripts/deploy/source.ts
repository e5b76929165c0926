import { execFileSync } from "node:child_process";

/** What is deployed, as git knows it. */
export interface Source {
  /** Short hash of the commit. */
  commit: string;
  /** First line of its message. */
  subject: string;
  /** How many files differ from it. */
  changed: number;
}

/** Cloudflare takes no longer ones. */
const MAX_MESSAGE = 100;

/** @returns null outside of a git repository, or before its first commit */
export function readSource(root: string): Source | null {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    const [commit = "", subject = ""] = git("log", "-1", "--format=%h%n%s").split("\n");
    const changes = git("status", "--porcelain");
    return { commit, subject, changed: changes === "" ? 0 : changes.split("\n").length };
  } catch {
    return null;
  }
}

/** How a sentence tells of it. */
export function sourceText(source: Source | null): string {
  if (source === null) return "what is in this folder";
  const changes = source.changed === 0 ? "" : `, with ${source.changed} files changed since`;
  return `commit ${source.commit}${changes}`;
}

/** Flags that let the versions on Cloudflare tell which commit they are. What the user says of them stands. */
export function versionFlags(source: Source | null, flags: string[]): string[] {
  if (source === null || flags.some((flag) => /^--(tag|message)\b/.test(flag))) return [];
  const { commit, subject, changed } = source;
  return ["--tag", changed === 0 ? commit : `${commit}-changed`, "--message", subject.slice(0, MAX_MESSAGE)];
}
