/**
 * A stand-in for Cloudflare's API, as far as wrangler needs it to deploy two Workers and migrate a database. It writes
 * down each request, and what it is given runs on a `Platform`.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Metadata, Module, Platform, Version } from "./platform.ts";

const ACCOUNT = "a0000000000000000000000000000001";
const TOKEN = "a-token-of-this-test";

/** A request that changed something. */
export interface Change {
  /** Method and path, as "PUT scripts/shortorder". */
  request: string;
  /** SQL of a query, version of an upload. */
  sql?: string;
  version?: Version;
  body?: Record<string, unknown>;
}

/** The request is refused, as the API words it. */
class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

interface Worker {
  migrationTag: string | null;
  tags: string[];
  versions: Map<string, Version>;
  /** Version that requests go to. */
  live: string;
}

type Handle = (request: { match: RegExpExecArray; body: Buffer; type: string; url: URL }) => unknown;

export class CloudflareApi {
  /** What was changed, in order. */
  readonly changes: Change[] = [];
  /** Requests that this stand-in does not know. */
  readonly unknown: string[] = [];
  /** Names of the secrets that each Worker has. */
  readonly secrets = new Map<string, string[]>();
  /** Answer requests like these, as "PUT scripts/shortorder", with a refusal. */
  refuses: RegExp | null = null;
  /** Called with each change before it is made. */
  onChange: (request: string) => void = () => {};
  readonly #platform: Platform;
  readonly #server: Server;
  readonly #workers = new Map<string, Worker>();
  /** Static files by their hash. */
  readonly #files = new Map<string, Uint8Array>();
  /** Hashes by path, by the token of the session. */
  readonly #manifests = new Map<string, Map<string, string>>();

  static async start(platform: Platform): Promise<CloudflareApi> {
    const api = new CloudflareApi(platform);
    await once(api.#server.listen(0, "127.0.0.1"), "listening");
    return api;
  }

  private constructor(platform: Platform) {
    this.#platform = platform;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** Variables by which wrangler finds the stand-in, and nothing else. */
  get environment(): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}/client/v4`,
      CLOUDFLARE_API_TOKEN: TOKEN,
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_SEND_ERROR_REPORTS: "false",
    };
  }

  /** Version that requests for a Worker go to. */
  live(worker: string): string | undefined {
    return this.#workers.get(worker)?.live;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    response.setHeader("content-type", "application/json");
    try {
      const result = (await this.#handle(request, body)) ?? null;
      response.end(JSON.stringify({ success: true, errors: [], messages: [], result, ...pageOf(result) }));
    } catch (error) {
      const { status, code } = error instanceof Refusal ? error : { status: 500, code: 10013 };
      response.statusCode = status;
      const errors = [{ code, message: (error as Error).message }];
      response.end(JSON.stringify({ success: false, errors, messages: [], result: null }));
    }
  }

  #handle(request: IncomingMessage, body: Buffer): unknown {
    const url = new URL(request.url ?? "", "http://api");
    const route = `${request.method} ${url.pathname
      .replace(`/client/v4/accounts/${ACCOUNT}/`, "")
      .replace("/client/v4/", "")
      .replace(/^workers\/(?=scripts|services|assets|subdomain)/, "")}`;
    if (!/^Bearer \S+$/.test(request.headers.authorization ?? ""))
      throw new Refusal(403, 9106, "Missing header");
    const isOwn = request.headers.authorization === `Bearer ${TOKEN}` || route.includes("assets/upload");
    if (!isOwn) throw new Refusal(401, 1000, "Invalid API Token");
    if (this.refuses?.test(route)) throw new Refusal(400, 10021, "Refused by this test.");
    for (const [pattern, handle] of this.#routes) {
      const match = pattern.exec(route);
      if (match) return handle({ match, body, url, type: request.headers["content-type"] ?? "" });
    }
    this.unknown.push(route);
    throw new Refusal(404, 7003, `There is no ${route} here.`);
  }

  readonly #routes: [RegExp, Handle][] = [
    [/^GET user\/tokens\/verify$/, () => ({ id: "token", status: "active" })],
    [/^GET user$/, () => ({ id: "user", email: "founder@example.com" })],
    [/^GET (accounts|memberships)$/, ({ match }) => accounts(match[1] === "memberships")],
    [/^GET subdomain$/, () => ({ subdomain: "example" })],
    [/^GET services\/([\w-]+)$/, ({ match }) => this.#service(match[1])],
    [/^GET scripts\/([\w-]+)\/secrets$/, ({ match }) => this.#secretsOf(match[1])],
    [/^GET scripts\/([\w-]+)\/settings$/, ({ match }) => this.#worker(match[1]) && { bindings: [] }],
    [/^GET scripts\/([\w-]+)\/deployments$/, ({ match }) => this.#deployments(match[1])],
    [/^GET scripts\/([\w-]+)\/versions\/([\w-]+)$/, ({ match }) => this.#version(match[1], match[2])],
    [/^GET workers\/workers\/([\w-]+)$/, ({ match }) => this.#subdomain(match[1])],
    [/^POST scripts\/([\w-]+)\/subdomain$/, ({ match, body }) => this.#setSubdomain(match, body)],
    [/^PATCH scripts\/([\w-]+)\/script-settings$/, ({ match, body }) => this.#setSettings(match, body)],
    [/^PUT scripts\/([\w-]+)$/, ({ match, body, type }) => this.#upload(match, body, type, true)],
    [/^POST scripts\/([\w-]+)\/versions$/, ({ match, body, type }) => this.#upload(match, body, type, false)],
    [/^POST scripts\/([\w-]+)\/deployments$/, ({ match, body }) => this.#deploy(match, body)],
    [/^POST scripts\/([\w-]+)\/assets-upload-session$/, ({ match, body }) => this.#openSession(match, body)],
    [/^POST assets\/upload$/, ({ match, body, type }) => this.#uploadAssets(match, body, type)],
    [/^POST d1\/database\/([\w-]+)\/query$/, ({ match, body }) => this.#query(match, body)],
  ];

  #record(change: Change): void {
    this.onChange(change.request);
    this.changes.push(change);
  }

  #worker(name = ""): Worker {
    const worker = this.#workers.get(name);
    if (worker === undefined) throw new Refusal(404, 10007, "This Worker does not exist on your account.");
    return worker;
  }

  #service(name = "") {
    const { migrationTag, tags } = this.#worker(name);
    const script = { id: name, tag: name, tags, migration_tag: migrationTag, last_deployed_from: "wrangler" };
    return { id: name, default_environment: { environment: "production", script } };
  }

  #secretsOf(name = "") {
    this.#worker(name);
    return (this.secrets.get(name) ?? []).map((secret) => ({ name: secret, type: "secret_text" }));
  }

  #deployments(name = "") {
    const { live } = this.#worker(name);
    const versions = [{ version_id: live, percentage: 100 }];
    return {
      deployments: [
        {
          id: randomUUID(),
          source: "wrangler",
          strategy: "percentage",
          versions,
          author_email: "",
          created_on: new Date().toISOString(),
        },
      ],
    };
  }

  #version(name = "", id = "") {
    const version = this.#worker(name).versions.get(id);
    if (version === undefined) throw new Refusal(404, 10007, "There is no such version.");
    return {
      id,
      number: 1,
      metadata: { source: "wrangler" },
      annotations: version.metadata.annotations,
      resources: {},
    };
  }

  #subdomain(name = "") {
    this.#worker(name);
    return { id: name, name, subdomain: { enabled: false, previews_enabled: false } };
  }

  #setSubdomain(match: RegExpExecArray, body: Buffer) {
    const { enabled, previews_enabled } = JSON.parse(body.toString());
    this.#record({ request: match[0], body: { enabled } });
    return { enabled, previews_enabled };
  }

  #setSettings(match: RegExpExecArray, body: Buffer) {
    const settings = JSON.parse(body.toString());
    this.#record({ request: match[0], body: settings });
    if (settings.tags) this.#worker(match[1]).tags = settings.tags;
    return settings;
  }

  async #upload(match: RegExpExecArray, body: Buffer, type: string, deploys: boolean) {
    const version = await this.#read(match[1] ?? "", body, type);
    this.#record({ request: match[0], version });
    const { worker: name, id, metadata } = version;
    const { migrationTag = null, tags = [], versions = new Map(), live = "" } = this.#workers.get(name) ?? {};
    if (metadata.migrations && (metadata.migrations.old_tag ?? null) !== migrationTag)
      throw new Refusal(412, 10079, "The Durable Object migration does not begin where this Worker is.");
    if (!deploys) this.#worker(name);
    versions.set(id, version);
    const tag = metadata.migrations?.new_tag ?? migrationTag;
    this.#workers.set(name, { migrationTag: tag, tags, versions, live });
    if (deploys) await this.#release(version);
    return {
      id: deploys ? name : id,
      deployment_id: id.replaceAll("-", ""),
      etag: id,
      startup_time_ms: 1,
      resources: { script: { etag: id } },
    };
  }

  async #deploy(match: RegExpExecArray, body: Buffer) {
    const deployment = JSON.parse(body.toString()) as {
      versions: { version_id: string; percentage: number }[];
    };
    this.#record({ request: match[0], body: deployment });
    const version = this.#worker(match[1]).versions.get(deployment.versions[0]?.version_id ?? "");
    if (version === undefined) throw new Refusal(404, 10007, "There is no such version.");
    await this.#release(version);
    return { id: randomUUID() };
  }

  async #release(version: Version): Promise<void> {
    await this.#platform.deploy(version);
    this.#worker(version.worker).live = version.id;
  }

  async #read(worker: string, body: Buffer, type: string): Promise<Version> {
    const form = await formOf(body, type);
    const metadata = JSON.parse(String(form.get("metadata"))) as Metadata;
    const modules: Module[] = [];
    for (const [name, part] of form)
      if (typeof part !== "string") modules.push({ name, type: part.type, contents: await part.bytes() });
    return { id: randomUUID(), worker, metadata, modules, assets: this.#assets(metadata) };
  }

  #assets({ assets }: Metadata): Version["assets"] {
    if (assets === undefined) return null;
    const manifest = this.#manifests.get(assets.jwt);
    if (manifest === undefined) throw new Refusal(400, 10304, "The assets of this token are not all there.");
    return new Map([...manifest].map(([path, hash]) => [path, this.#files.get(hash) ?? new Uint8Array()]));
  }

  #openSession(match: RegExpExecArray, body: Buffer) {
    const { manifest } = JSON.parse(body.toString()) as { manifest: Record<string, { hash: string }> };
    const token = randomUUID();
    this.#manifests.set(token, new Map(Object.entries(manifest).map(([path, { hash }]) => [path, hash])));
    const missing = Object.values(manifest).flatMap(({ hash }) => (this.#files.has(hash) ? [] : [hash]));
    this.#record({ request: match[0], body: { paths: Object.keys(manifest), missing: missing.length } });
    return { jwt: token, buckets: missing.length === 0 ? [] : [missing] };
  }

  async #uploadAssets(match: RegExpExecArray, body: Buffer, type: string) {
    this.#record({ request: match[0] });
    for (const [hash, part] of await formOf(body, type))
      if (typeof part !== "string") this.#files.set(hash, Buffer.from(await part.text(), "base64"));
    // The last session is the one that they belong to.
    return { jwt: [...this.#manifests.keys()].at(-1) };
  }

  async #query(match: RegExpExecArray, body: Buffer) {
    const { sql } = JSON.parse(body.toString()) as { sql: string };
    if (!/^\s*(SELECT|CREATE TABLE IF NOT EXISTS "d1_migrations")/.test(sql))
      this.#record({ request: match[0], sql });
    const results = await this.#platform.query(match[1] ?? "", sql).catch((error: Error) => {
      throw new Refusal(400, 7500, error.message);
    });
    if (results === null) throw new Refusal(404, 7404, `The database ${match[1]} could not be found`);
    return results;
  }
}

function accounts(asMemberships: boolean) {
  const account = { id: ACCOUNT, name: "Example" };
  return asMemberships ? [{ id: "membership", account }] : [account];
}

/** Lists come in pages: this is the only one. */
function pageOf(result: unknown) {
  if (!Array.isArray(result)) return {};
  return {
    result_info: { page: 1, per_page: 50, count: result.length, total_count: result.length, total_pages: 1 },
  };
}

function formOf(body: Buffer, type: string): Promise<FormData> {
  return new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
}
