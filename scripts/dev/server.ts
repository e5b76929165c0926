import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MiniflareCoreError } from "miniflare";
import type { Console } from "../command-line/console.ts";
import { abortsSoon } from "../command-line/signals.ts";
import { watchProject } from "../scaffold/watch.ts";
import { type Build, buildWorkers } from "./build.ts";
import { BundleError } from "./bundle.ts";
import { Fleet, StartError } from "./fleet.ts";
import { MigrationError, migrate } from "./migrations.ts";
import type { DevOptions } from "./options.ts";
import { portTaken } from "./port.ts";
import { ConfigError, type Project, readProject } from "./project.ts";
import type { ScaffoldThread } from "./scaffolder.ts";
import { developmentSecrets, jobsLine } from "./secrets.ts";

/** What the two Workers are made from. */
const watched = ["src", "migrations", "wrangler.toml", "wrangler.executor.toml", ".dev.vars"];

/** The scaffolder refused the stubs. The message says why. */
class ScaffoldError extends Error {
  override name = "ScaffoldError";
}

/** Errors that a change to the project's files mends. */
const mendable = [ConfigError, ScaffoldError, BundleError, MigrationError, StartError];

/** The project, served and kept up to date with its files. */
export class DevServer {
  readonly #root: string;
  readonly #options: DevOptions;
  readonly #scaffolder: ScaffoldThread;
  readonly #console: Console;
  readonly #registry = mkdtempSync(path.join(tmpdir(), "shortorder-"));
  readonly #stopping = new AbortController();
  #fleet: Fleet | undefined;

  constructor(root: string, options: DevOptions, scaffolder: ScaffoldThread, console: Console) {
    this.#scaffolder = scaffolder;
    this.#root = root;
    this.#options = options;
    this.#console = console;
    process.once("exit", () => rmSync(this.#registry, { recursive: true, force: true }));
  }

  /**
   * Serve the project until `stop` is called. While its files have errors, what was good last keeps serving.
   * @throws {PortTakenError}
   */
  async run(): Promise<void> {
    const changes = watchProject(this.#root, watched, this.#stopping.signal);
    for (let files: string[] | null = []; files !== null; files = await changes.next()) {
      try {
        await this.#refresh(files);
      } catch (error) {
        if (await abortsSoon(this.#stopping.signal)) return;
        if (!mendable.some((kind) => error instanceof kind)) throw error;
        this.#console.fail((error as Error).message);
        this.#console.warn(
          this.#fleet ? "The last good version keeps serving." : "Waiting for the files to be mended …",
        );
      }
    }
  }

  /** End all processes, and wait until they are gone. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#fleet?.stop();
  }

  /** Bring what is served up to date with the files. An empty list stands for all of them. */
  async #refresh(files: string[]): Promise<void> {
    const began = performance.now();
    const touches = (...places: string[]) =>
      files.length === 0 || files.some((file) => places.some((place) => file.startsWith(place)));
    const project = readProject(this.#root);
    await allDone([
      touches("src", "wrangler.toml", ".dev.vars") && this.#scaffold(),
      touches("migrations", "wrangler") && this.#migrate(project),
    ]);
    const { executors, host } = this.#options;
    const build = await buildWorkers(project, { executors, secrets: developmentSecrets(host) });
    this.#stopping.signal.throwIfAborted();
    if (this.#fleet) await this.#reload(this.#fleet, build, files, began);
    else await this.#launch(build, project);
  }

  async #scaffold(): Promise<void> {
    const { written, text } = await this.#scaffolder.run(this.#stopping.signal);
    if (!written) throw new ScaffoldError(`${text}\n\nThe stubs have errors: src/generated stays as it was.`);
    if (text !== "") this.#console.warn(`${text}\n`);
  }

  async #migrate(project: Project): Promise<void> {
    const applied = await migrate(project, this.#statePath);
    if (applied.length > 0) this.#console.say(`Applied to the local database: ${applied.join(", ")}`);
  }

  async #launch(build: Build, project: Project): Promise<void> {
    const { host, port } = this.#options;
    const fleet = new Fleet(
      { root: this.#root, host, port, state: this.#statePath, registry: this.#registry },
      this.#console,
    );
    this.#fleet = fleet;
    try {
      const url = await fleet.start(build);
      this.#console.say(this.#summary(fleet, url, project));
    } catch (error) {
      this.#fleet = undefined;
      await fleet.stop();
      if (!(error instanceof MiniflareCoreError)) throw error;
      if (error.code === "ERR_ADDRESS_IN_USE") throw await portTaken(port);
      throw new StartError("A Worker does not start.", { cause: error });
    }
  }

  async #reload(fleet: Fleet, build: Build, files: string[], began: number): Promise<void> {
    const names = await fleet.update(build);
    const restarted = fleet
      .list()
      .filter(({ name }) => names.includes(name))
      .map(({ name, pid }) => `${name} (pid ${pid})`);
    const [first, ...others] = files;
    const cause = others.length === 0 ? first : `${first} and ${others.length} more`;
    this.#console.say(
      names.length === 0
        ? `${cause} changed nothing that is served.`
        : `${cause} changed: restarted ${restarted.join(", ")} in ${Math.round(performance.now() - began)} ms.`,
    );
  }

  /** Where `wrangler dev` keeps it too. */
  get #statePath(): string {
    return path.resolve(this.#root, this.#options.state, "v3");
  }

  #summary(fleet: Fleet, url: URL, { edge }: Project): string {
    const base = `http://${url.hostname === "127.0.0.1" ? "localhost" : url.hostname}:${url.port}`;
    const { host } = this.#options;
    const jobs = jobsLine(base, host, developmentSecrets(host), edge.options.bindings ?? {});
    const width = Math.max(...fleet.list().map(({ name }) => name.length));
    return [
      "",
      `  API       ${base}`,
      `  Docs      ${base}/docs`,
      `  OpenAPI   ${base}/openapi.json`,
      `  Jobs      ${jobs}`,
      "",
      ...fleet.list().map(({ name, pid }) => `  ${name.padEnd(width)}  pid ${pid}`),
      "",
      `  State is kept in ${path.relative(this.#root, path.dirname(this.#statePath))}. Ctrl-C ends it.`,
      "",
    ].join("\n");
  }
}

/** Wait for all, also when one fails: nothing of this refresh may run on into the next. */
async function allDone(work: (Promise<void> | false)[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === "rejected") throw result.reason;
}
