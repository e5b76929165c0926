/**
 * Runs what was uploaded: real workerd with real Durable Objects, and a real D1 that the API's callers reach too.
 *
 * @module
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from "miniflare";
import { unstable_splitSqlQuery } from "wrangler";
import { freePort } from "../free-port.ts";

/** What a Worker's upload says of it, beside its modules. */
export interface Metadata {
  main_module: string;
  compatibility_date: string;
  bindings: Binding[];
  migrations?: { old_tag?: string; new_tag: string; steps: unknown[] };
  annotations?: Record<string, string>;
  limits?: { cpu_ms?: number };
  assets?: { jwt: string; config?: Record<string, unknown> };
  code_update_strategy?: unknown;
}

export interface Binding {
  type: string;
  name: string;
  text?: string;
  class_name?: string;
  script_name?: string;
  id?: string;
}

export interface Module {
  name: string;
  type: string;
  contents: Uint8Array;
}

/** A version of a Worker, as it was uploaded. */
export interface Version {
  id: string;
  worker: string;
  metadata: Metadata;
  modules: Module[];
  /** Contents of the static assets by path; null when it has none. */
  assets: Map<string, Uint8Array> | null;
}

const moduleTypes: Record<string, "ESModule" | "CompiledWasm" | "Text" | "Data"> = {
  "application/javascript+module": "ESModule",
  "application/wasm": "CompiledWasm",
  "text/plain": "Text",
  "application/octet-stream": "Data",
};

const DATABASES = "databases";

export class Platform {
  readonly #folder: string;
  /** The same whatever is deployed. */
  readonly #port: number;
  readonly #databases: string[];
  readonly #live = new Map<string, Version>();
  readonly #miniflare: Miniflare;

  /** @param databases ids */
  static async start(databases: string[]): Promise<Platform> {
    const folder = await mkdtemp(path.join(tmpdir(), "shortorder-platform-"));
    return new Platform(folder, await freePort(), databases);
  }

  private constructor(folder: string, port: number, databases: string[]) {
    this.#folder = folder;
    this.#port = port;
    this.#databases = databases;
    this.#miniflare = new Miniflare(this.#options([]));
  }

  async stop(): Promise<void> {
    await this.#miniflare.dispose();
    await rm(this.#folder, { recursive: true });
  }

  /** Where the edge serves: the Worker that has assets. */
  get url(): URL {
    return new URL(`http://127.0.0.1:${this.#port}`);
  }

  /** Have the version serve. */
  async deploy(version: Version): Promise<void> {
    this.#live.set(version.worker, version);
    const edgeFirst = [...this.#live.values()].sort(
      (a, b) => Number(b.assets !== null) - Number(a.assets !== null),
    );
    const missing = edgeFirst.flatMap(({ metadata }) => metadata.bindings).find(this.#isDangling);
    // The platform takes no Worker whose objects are of a Worker that is not there.
    if (missing !== undefined) throw new Error(`Script ${missing.script_name} not found.`);
    const workers = await Promise.all(edgeFirst.map((worker) => this.#workerOptions(worker)));
    await this.#miniflare.setOptions(this.#options(workers));
  }

  /** Run SQL on a database, all of it or nothing. @returns null when there is no such database */
  async query(id: string, sql: string): Promise<D1Result[] | null> {
    if (!this.#databases.includes(id)) return null;
    const database = await this.#miniflare.getD1Database(id, DATABASES);
    const statements = unstable_splitSqlQuery(sql).map((statement) => database.prepare(statement));
    return (await database.batch(statements)) as D1Result[];
  }

  readonly #isDangling = ({ script_name }: Binding): boolean =>
    script_name !== undefined && !this.#live.has(script_name);

  #options(workers: V4WorkerOptions[]) {
    const databases: V4WorkerOptions = {
      name: DATABASES,
      modules: true,
      script: "",
      compatibilityDate: "2026-11-01",
      d1Databases: Object.fromEntries(this.#databases.map((id) => [id, id])),
    };
    return convertV4MiniflareOptions({
      cf: false,
      port: this.#port,
      logRequests: false,
      // What the Workers log is no news here.
      handleStructuredLogs: () => {},
      resourcePersistencePath: path.join(this.#folder, "state"),
      workers: [...workers, databases],
    });
  }

  async #workerOptions({ id, worker, metadata, modules, assets }: Version): Promise<V4WorkerOptions> {
    const { main_module, compatibility_date, bindings } = metadata;
    const ofType = (type: string) => bindings.filter((binding) => binding.type === type);
    const code = modules.filter(({ type }) => type in moduleTypes);
    const entryFirst = code.sort((a, b) => Number(b.name === main_module) - Number(a.name === main_module));
    return {
      name: worker,
      compatibilityDate: compatibility_date,
      modulesRoot: "/",
      modules: entryFirst.map(({ name, type, contents }) => ({
        type: moduleTypes[type] ?? "Data",
        path: `/${name}`,
        contents,
      })),
      bindings: Object.fromEntries([
        ...ofType("plain_text").map(({ name, text = "" }) => [name, text]),
        ...ofType("version_metadata").map(({ name }) => [name, { id, tag: "", timestamp: "" }]),
      ]),
      durableObjects: Object.fromEntries(
        ofType("durable_object_namespace").map(({ name, class_name = "", script_name }) => [
          name,
          { className: class_name, ...(script_name ? { scriptName: script_name } : { useSQLite: true }) },
        ]),
      ),
      d1Databases: Object.fromEntries(ofType("d1").map(({ name, id: database = "" }) => [name, database])),
      ...(assets !== null && {
        assets: {
          directory: await this.#write(id, assets),
          binding: ofType("assets")[0]?.name,
          run_worker_first: true,
          routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
          assetConfig: { compatibility_date },
        },
      }),
    };
  }

  /** @returns the folder of the files */
  async #write(version: string, files: Map<string, Uint8Array>): Promise<string> {
    const folder = path.join(this.#folder, "assets", version);
    for (const [name, contents] of files) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, contents);
    }
    return folder;
  }
}

interface D1Result {
  results: unknown[];
  success: boolean;
  meta: object;
}
