/** `npm run deploy` with the real wrangler, against a stand-in for Cloudflare's API that runs what it is given. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createConsole } from "../../scripts/command-line/console.ts";
import { readState } from "../../scripts/deploy/account.ts";
import { rollOut } from "../../scripts/deploy/rollout.ts";
import { readTarget } from "../../scripts/deploy/target.ts";
import { Wrangler } from "../../scripts/deploy/wrangler.ts";
import { Scaffolder } from "../../scripts/scaffold/index.ts";
import { type Change, CloudflareApi } from "./cloudflare/api.ts";
import { Platform } from "./cloudflare/platform.ts";
import { copyProject } from "./harness.ts";

// wrangler starts some twenty times, in processes of its own.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const DATABASE = "11111111-1111-4111-8111-111111111111";
const EDGE = "shortorder-staging";
const EXECUTOR = "shortorder-executor-staging";

let root: string;
let platform: Platform;
let api: CloudflareApi;
beforeAll(async () => {
  platform = await Platform.start([DATABASE]);
  api = await CloudflareApi.start(platform);
  root = await copyProject();
  const file = path.join(root, "wrangler.toml");
  const toml = await readFile(file, "utf8");
  // The first id after the beginning of the environment is its own.
  await writeFile(file, toml.replace(/(?<=\[env\.staging\b[\s\S]*?database_id = ")[\d-]+/, DATABASE));
  // wrangler's own build commands would do again, each time, what the deploy has done already.
  for (const name of ["wrangler.toml", "wrangler.executor.toml"]) {
    const toml = await readFile(path.join(root, name), "utf8");
    await writeFile(path.join(root, name), toml.replace(/^\[build\]\n(.+\n)+/m, ""));
  }
});
afterAll(async () => {
  await api.stop();
  await platform.stop();
});
afterEach(() => {
  api.refuses = null;
  api.onChange = () => {};
  // What wrangler asked for was understood.
  expect(api.unknown).toEqual([]);
});

interface Ended {
  code: number;
  output: string;
}

/** Run `npm run deploy -- …`, to its end. */
async function deploy(args: string[], environment: Record<string, string | undefined> = {}): Promise<Ended> {
  const env = { ...process.env, CI: undefined, NO_COLOR: "1", ...api.environment, ...environment };
  return await new Promise((resolve) =>
    execFile(process.execPath, ["scripts/deploy.ts", ...args], { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    ),
  );
}

/** The same in this process, without the checks. @param act is called when it begins */
async function rollOutCopy(url: URL | null, act: (stop: () => void) => void = () => {}) {
  for (const [name, value] of Object.entries(api.environment)) vi.stubEnv(name, value);
  const interruption = new AbortController();
  const { signal } = interruption;
  const target = readTarget(root, "staging");
  const wrangler = new Wrangler(target, signal, false);
  const before = await readState(wrangler, target);
  act(() => interruption.abort(new Error("Interrupted.")));
  const stream = new PassThrough() as unknown as NodeJS.WriteStream;
  const terminal = createConsole(stream, stream);
  const went = await rollOut({ target, wrangler, before, flags: [], url, terminal, signal });
  stream.end();
  return { went, said: await text(stream), live: before.live };
}

/** What was changed since the last call. */
function takeChanges(): Change[] {
  return api.changes.splice(0);
}

/** The requests of these changes, but those that set what has no order. */
function order(changes: Change[]): string[] {
  return changes.map(({ request }) => request).filter((request) => !request.endsWith("/script-settings"));
}

const versionOf = (changes: Change[], request: string) =>
  changes.find((change) => change.request === request)?.version;

describe("the first deploy", () => {
  let changes: Change[];
  let ended: Ended;
  beforeAll(async () => {
    ended = await deploy(["--env", "staging", "--url", platform.url.href]);
    changes = takeChanges();
  });

  it("goes well", () => {
    expect(ended.output).toContain(`✓ ${EDGE} is deployed.`);
    expect(ended.code).toBe(0);
  });

  it("does the database, the executor and the edge, in this order", () => {
    const query = `POST d1/database/${DATABASE}/query`;
    expect(order(changes)).toEqual([
      query,
      query,
      query,
      `PUT scripts/${EXECUTOR}`,
      `POST scripts/${EXECUTOR}/subdomain`,
      `POST scripts/${EDGE}/assets-upload-session`,
      "POST assets/upload",
      `PUT scripts/${EDGE}`,
      `POST scripts/${EDGE}/subdomain`,
    ]);
  });

  it("applies all migrations, which the deployed Worker finds", async () => {
    const [{ results } = { results: [] }] =
      (await platform.query(DATABASE, "SELECT name FROM d1_migrations ORDER BY id")) ?? [];
    expect(results).toEqual([
      { name: "0001_burgers.sql" },
      { name: "0002_orders.sql" },
      { name: "0003_burger_photos.sql" },
    ]);
    expect((await fetch(new URL("/burgers", platform.url))).status).toBe(200);
  });

  it("binds each Worker to what is of its environment", () => {
    const { bindings = [], ...executor } = versionOf(changes, `PUT scripts/${EXECUTOR}`)?.metadata ?? {};
    expect(bindings).toEqual([
      { name: "JOB_EXECUTOR", type: "durable_object_namespace", class_name: "JobExecutor" },
    ]);
    expect(executor).toMatchObject({
      limits: { cpu_ms: 300_000 },
      migrations: { new_tag: "v1", steps: [{ new_sqlite_classes: ["JobExecutor"] }] },
    });
    const edge = versionOf(changes, `PUT scripts/${EDGE}`)?.metadata;
    expect(edge?.migrations).toEqual({
      new_tag: "v2",
      steps: [{ new_sqlite_classes: ["JobQueue"] }, { new_sqlite_classes: ["SocketRoom"] }],
    });
    expect(edge?.bindings).toEqual(
      expect.arrayContaining([
        { name: "JOB_QUEUE", type: "durable_object_namespace", class_name: "JobQueue" },
        {
          name: "JOB_EXECUTOR",
          type: "durable_object_namespace",
          class_name: "JobExecutor",
          script_name: EXECUTOR,
        },
        { name: "DB", type: "d1", id: DATABASE },
        { name: "ASSETS", type: "assets" },
        { name: "CF_VERSION_METADATA", type: "version_metadata" },
        { name: "QUEUE_LANES", type: "plain_text", text: "4" },
      ]),
    );
  });

  it("makes the edge public and the executor not", () => {
    const isPublic = (worker: string) =>
      changes.find(({ request }) => request === `POST scripts/${worker}/subdomain`)?.body;
    expect(isPublic(EXECUTOR)).toEqual({ enabled: false });
    expect(isPublic(EDGE)).toEqual({ enabled: true });
  });

  it("uploads source maps, and sends along nothing of the machine", () => {
    for (const worker of [EXECUTOR, EDGE]) {
      const version = versionOf(changes, `PUT scripts/${worker}`);
      const map = version?.modules.find(({ type }) => type === "application/source-map");
      const { sources } = JSON.parse(new TextDecoder().decode(map?.contents)) as { sources: string[] };
      expect(sources.join("\n")).toContain("src/jobs/");
      expect(sources.join("\n")).not.toContain(root);
      expect(version?.metadata).not.toHaveProperty("package_dependencies");
    }
  });

  it("uploads the static assets, which are served", async () => {
    const session = changes.find(({ request }) => request.endsWith("assets-upload-session"));
    expect(session?.body?.paths).toEqual(expect.arrayContaining(["/openapi.json", "/docs/index.html"]));
    expect((await fetch(new URL("/docs", platform.url))).status).toBe(200);
  });

  it("leaves a deployment that runs jobs", async () => {
    const response = await fetch(new URL("/matrices/product", platform.url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ left: [[1, 2]], right: [[3], [4]] }),
    });
    expect(await response.json()).toEqual([[11]]);
  });

  it("says that operators are shut out until JOBS_TOKEN is set", () => {
    expect(ended.output).toContain(
      "JOBS_TOKEN is not set, so /jobs stays closed to operators: npx wrangler secret put JOBS_TOKEN -c wrangler.toml --env staging",
    );
  });
});

describe("the next deploy", () => {
  let changes: Change[];
  let went: boolean;
  beforeAll(async () => {
    await writeFile(
      path.join(root, "migrations/0004_notes.sql"),
      "CREATE TABLE notes (text TEXT NOT NULL);\n",
    );
    await writeFile(
      path.join(root, "src/handlers/notes.ts"),
      `import { env } from "cloudflare:workers";

/** @get /notes */
export async function countNotes(): Promise<number | null> {
  return await env.DB.prepare("SELECT count(*) AS n FROM notes").first<number>("n");
}
`,
    );
    await new Scaffolder(root).write();
    ({ went } = await rollOutCopy(platform.url));
    changes = takeChanges();
  });

  it("goes well", () => expect(went).toBe(true));

  it("does what is new, in the same order", () => {
    expect(order(changes)).toEqual([
      `POST d1/database/${DATABASE}/query`,
      `POST scripts/${EXECUTOR}/versions`,
      `POST scripts/${EXECUTOR}/deployments`,
      `POST scripts/${EXECUTOR}/subdomain`,
      `POST scripts/${EDGE}/assets-upload-session`,
      "POST assets/upload",
      `POST scripts/${EDGE}/versions`,
      `POST scripts/${EDGE}/deployments`,
      `POST scripts/${EDGE}/subdomain`,
    ]);
    expect(changes[0]?.sql).toContain("CREATE TABLE notes");
  });

  it("sends no migration of Durable Objects again, and of the assets only what has changed", () => {
    for (const worker of [EXECUTOR, EDGE])
      expect(versionOf(changes, `POST scripts/${worker}/versions`)?.metadata).not.toHaveProperty(
        "migrations",
      );
    const session = changes.find(({ request }) => request.endsWith("assets-upload-session"));
    expect(session?.body?.missing).toBe(1);
  });

  it("serves", async () => {
    expect(await (await fetch(new URL("/notes", platform.url))).json()).toBe(0);
  });
});

describe("a deploy that fails", () => {
  const migration = () => path.join(root, "migrations/0005_more.sql");
  const back = (version: string | null, file: string) =>
    `npx wrangler rollback ${version} -c ${file} --env staging`;

  it("at the database: deploys nothing", async () => {
    await writeFile(migration(), "CREATE TABLE more (text TEXT);\nCREATE TABEL nonsense;\n");
    const { went, said } = await rollOutCopy(null);
    expect(went).toBe(false);
    expect(order(takeChanges())).toEqual([`POST d1/database/${DATABASE}/query`]);
    expect(said).toContain("The database shortorder-staging did not take all migrations");
    expect(said).toContain("Both Workers are as they were: mend it and deploy again.");
    expect(said).not.toContain("The database keeps");
  });

  it("at the edge: says how to go back with the executor", async () => {
    await writeFile(migration(), "CREATE TABLE more (text TEXT);\n");
    const { went, said, live } = await rollOutCopy(null, () => {
      api.refuses = new RegExp(`^POST scripts/${EDGE}/versions$`);
    });
    expect(went).toBe(false);
    expect(order(takeChanges())).not.toContain(`POST scripts/${EDGE}/deployments`);
    expect(said).toContain(`${EDGE}: version ${live.edge}, as before`);
    expect(said).toContain(`${EXECUTOR}: version ${api.live(EXECUTOR)}; ${live.executor} before`);
    expect(said).toContain(back(live.executor, "wrangler.executor.toml"));
    expect(said).not.toContain("-c wrangler.toml --env staging\n  ");
    expect(said).toContain("The database keeps the migrations 0005_more.sql: going back does not undo them.");
  });

  it("at the interruption: ends wrangler and says what is live", async () => {
    const { went, said, live } = await rollOutCopy(null, (stop) => {
      api.onChange = (request) => {
        if (request === `POST scripts/${EDGE}/assets-upload-session`) stop();
      };
    });
    expect(went).toBe(false);
    expect(said).toContain("Interrupted.");
    expect(said).toContain(`${EDGE}: version ${live.edge}, as before`);
    expect(said).toContain(back(live.executor, "wrangler.executor.toml"));
    expect(order(takeChanges())).not.toContain(`POST scripts/${EDGE}/versions`);
  });

  it("at the test of the new version: says how to go back with both, the edge first", async () => {
    const sick = createServer((_, response) => {
      response.writeHead(503, { "worker-version": api.live(EDGE) }).end("No database.");
    });
    await once(sick.listen(0, "127.0.0.1"), "listening");
    const { port } = sick.address() as AddressInfo;
    const { went, said, live } = await rollOutCopy(new URL(`http://127.0.0.1:${port}`));
    sick.close();
    expect(went).toBe(false);
    expect(said).toContain(
      `The new version fails its test: GET http://127.0.0.1:${port}/health answers 503: No database.`,
    );
    const commands = [back(live.edge, "wrangler.toml"), back(live.executor, "wrangler.executor.toml")];
    expect(said).toContain(`Mend it and deploy again, or go back:\n  ${commands.join("\n  ")}\n`);
    takeChanges();
  });
});

describe("nothing is done", () => {
  afterEach(() => expect(takeChanges()).toEqual([]));

  it("by a dry run, which needs no account", async () => {
    const { code, output } = await deploy(["--env", "production", "--dry-run"], {
      CLOUDFLARE_API_TOKEN: undefined,
      CLOUDFLARE_ACCOUNT_ID: undefined,
    });
    expect(code).toBe(0);
    expect(output).toContain("env.JOB_EXECUTOR (JobExecutor, defined in shortorder-executor-production)");
    expect(output).toContain("A dry run: nothing was deployed. It would be, in this order:");
    expect(output).toContain("The database shortorder-production has no id yet");
  });

  it.each([
    [
      "a database that nobody has made",
      ["--env", "production"],
      {},
      "`npx wrangler d1 create shortorder-production`",
      1,
    ],
    [
      "an environment that there is not",
      ["--env", "prod"],
      {},
      'No environment found in configuration with name "prod"',
      1,
    ],
    [
      "nobody logged in",
      ["--env", "staging"],
      { CLOUDFLARE_API_TOKEN: undefined, HOME: "/nonexistent", XDG_CONFIG_HOME: "/nonexistent" },
      "Not logged in to Cloudflare. Run `npx wrangler login`",
      1,
    ],
    [
      "a token that is not taken",
      ["--env", "staging"],
      { CLOUDFLARE_API_TOKEN: "another" },
      "Invalid API Token",
      1,
    ],
    ["a flag that makes no sense for two Workers", ["--name", "mine"], {}, "--name cannot be set", 2],
  ])("with %s", async (_, args, environment, message, code) => {
    const ended = await deploy(args, environment);
    expect(ended.output).toContain(message);
    expect(ended.code).toBe(code);
  });
});
