import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Run, run } from "./run.ts";
import type { Target, TargetWorker } from "./target.ts";

/** Not the command that npm links, which runs this in a further process that nobody could interrupt. */
const program = createRequire(import.meta.url).resolve("wrangler");

/** A version of a Worker that wrangler deployed. */
export interface Deployed {
  version: string;
  /** Addresses that lead to it, as wrangler prints them. */
  targets: string[];
}

/** Runs wrangler for one environment. */
export class Wrangler {
  readonly #target: Target;
  readonly #signal: AbortSignal;
  readonly #asks: boolean;

  /** @param asks may it ask in the terminal? Otherwise it answers its own questions with their defaults. */
  constructor(target: Target, signal: AbortSignal, asks: boolean) {
    this.#target = target;
    this.#signal = signal;
    this.#asks = asks;
  }

  /** As somebody would type it, to do the same by hand. */
  commandLine(worker: TargetWorker, ...args: string[]): string {
    const env = this.#target.env === "" ? [] : ["--env", this.#target.env];
    return ["npx", "wrangler", ...args, "-c", worker.file, ...env].join(" ");
  }

  /** Run a command that changes nothing, and keep what it prints. */
  read(worker: TargetWorker, ...args: string[]): Promise<Run> {
    return this.#run(worker, args, {});
  }

  /** Run a command in the terminal. @returns its exit code */
  async show(worker: TargetWorker, ...args: string[]): Promise<number> {
    return (await this.#run(worker, args, { shown: true, asks: this.#asks })).code;
  }

  /** Deploy a Worker in the terminal. @returns null when that failed, and wrangler has said why */
  async deploy(worker: TargetWorker, flags: string[]): Promise<Deployed | null> {
    const folder = await mkdtemp(path.join(tmpdir(), "shortorder-deploy-"));
    try {
      const output = path.join(folder, "output");
      const env = { WRANGLER_OUTPUT_FILE_PATH: output };
      const { code } = await this.#run(worker, ["deploy", ...flags], {
        shown: true,
        asks: this.#asks,
        env,
      });
      if (code !== 0) return null;
      return deployedIn(await readFile(output, "utf8"));
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  #run(worker: TargetWorker, args: string[], options: Partial<Parameters<typeof run>[2]>): Promise<Run> {
    // An empty name stands for the top level: left out, wrangler warns that there are environments.
    return run(program, [...args, "-c", worker.file, `--env=${this.#target.env}`], {
      ...options,
      cwd: this.#target.root,
      signal: this.#signal,
      env: { WRANGLER_HIDE_BANNER: "true", ...options.env },
    });
  }
}

/** wrangler writes one line of JSON for whatever it does. It ends well, too, when somebody answers "no" to a question. */
function deployedIn(output: string): Deployed | null {
  for (const line of output.trim().split("\n")) {
    const entry = JSON.parse(line) as { type: string; version_id?: string | null; targets?: string[] };
    if (entry.type === "deploy" && entry.version_id)
      return { version: entry.version_id, targets: entry.targets ?? [] };
  }
  return null;
}
