/** The ready dependencies in a real workerd, one Worker a configuration, against an issuer that serves its keys by HTTP. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { build } from "esbuild";
import { type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Issuer } from "./jwks-server.ts";

const SECRET = "a secret of thirty-two bytes or more".replaceAll(" ", "-");
const NEXT_SECRET = "another-secret-of-thirty-two-bytes-or-more";
const ISSUER = "https://issuer.example";
const AUDIENCE = "burgers";
const digest = (text: string) => createHash("sha256").update(text).digest("hex");

let issuer: Issuer;
let workers: Miniflare;
const log: string[] = [];

beforeAll(async () => {
  issuer = await Issuer.start();
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "security-worker.ts")],
    bundle: true,
    write: false,
    format: "esm",
    target: "esnext",
    conditions: ["workerd", "worker"],
    external: ["cloudflare:*", "node:*"],
  });
  const configurations: Record<string, Record<string, string>> = {
    unconfigured: {},
    secret: { JWT_SECRET: `${NEXT_SECRET} ${SECRET}`, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE },
    jwks: { JWT_JWKS_URL: issuer.jwksUrl, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE },
    elliptic: { JWT_JWKS_URL: `${issuer.jwksUrl}?elliptic`, JWT_ISSUER: ISSUER, JWT_AUDIENCE: "*" },
    down: { JWT_JWKS_URL: `${issuer.jwksUrl}?down`, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE },
    short: { JWT_SECRET: "too-short" },
    both: { JWT_SECRET: SECRET, JWT_JWKS_URL: issuer.jwksUrl },
    plain: { JWT_JWKS_URL: "http://issuer.example/jwks.json", JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE },
    anybody: { JWT_JWKS_URL: issuer.jwksUrl, JWT_ISSUER: ISSUER },
    named: {
      API_KEYS: `kitchen:old-key kitchen:new-key\n  billing:sha256:${digest("billing-key")}`,
      BASIC_USERS: `ada:pass:word grace:sha256:${digest("schlüssel")}`,
    },
    malformed: { API_KEYS: "kitchen:key hush-hush", BASIC_USERS: "ada:sha256:1234" },
  };
  workers = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      handleStructuredLogs: ({ message }) => log.push(message),
      workers: Object.entries(configurations).map(([name, bindings]) => ({
        name,
        modules: [{ type: "ESModule", path: "worker.js", contents: outputFiles[0]?.text ?? "" }],
        compatibilityDate: "2026-11-01",
        bindings,
      })),
    }),
  );
  await workers.ready;
}, 60_000);

afterAll(async () => {
  await workers.dispose();
  await issuer.stop();
});

interface Answer {
  status: number;
  body: unknown;
  challenge: string | null;
}

async function get(worker: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const fetcher = await workers.getWorker(worker);
  const response = await fetcher.fetch(`http://edge${path}`, { headers });
  const challenge = response.headers.get("www-authenticate");
  return { status: response.status, body: await response.json(), challenge };
}

const bearing = (token: string, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${token}`,
  ...more,
});

const seconds = () => Math.floor(Date.now() / 1000);
const good = (): JWTPayload => ({ sub: "ada", iss: ISSUER, aud: AUDIENCE, exp: seconds() + 600 });

const signed = (claims: JWTPayload, secret = SECRET, alg = "HS256") =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));

const invalid = (description: string) => `Bearer error="invalid_token", error_description="${description}"`;

/** What is wrong with a token, whoever signs it. */
const BAD_CLAIMS: [what: string, claims: () => JWTPayload, description: string][] = [
  ["has expired", () => ({ ...good(), exp: seconds() - 60 }), "The token has expired."],
  ["is not valid yet", () => ({ ...good(), nbf: seconds() + 600 }), "The token is not valid yet."],
  ["is from another issuer", () => ({ ...good(), iss: "x" }), "The token is from another issuer."],
  ["is for another audience", () => ({ ...good(), aud: ["x"] }), "The token is for another audience."],
  ["has no audience", () => ({ ...good(), aud: undefined }), "The token is for another audience."],
  ["never ends", () => ({ ...good(), exp: undefined }), "The token has no good exp."],
];

describe("a JSON Web Token of a secret", () => {
  it("is taken, also within the leeway and of the secret that is being replaced", async () => {
    const claims = { ...good(), exp: seconds() - 10, nbf: seconds() + 10, roles: ["cook"] };
    expect(await get("secret", "/jwt", bearing(await signed(claims)))).toEqual({
      status: 200,
      body: claims,
      challenge: null,
    });
    expect(await get("secret", "/jwt", bearing(await signed(good(), NEXT_SECRET)))).toMatchObject({
      status: 200,
    });
  });

  it.each(BAD_CLAIMS)("is refused when it %s", async (_, claims, description) => {
    expect(await get("secret", "/jwt", bearing(await signed(claims())))).toMatchObject({
      status: 401,
      body: { status: 401, detail: description },
      challenge: invalid(description),
    });
  });

  it.each<[what: string, token: () => string | Promise<string>]>([
    ["of another secret", () => signed(good(), "x".repeat(40))],
    ["of another algorithm", () => signed(good(), SECRET, "HS512")],
    ["of the algorithm none", () => new UnsecuredJWT(good()).encode()],
    [
      "that was changed",
      async () => {
        const [header, , signature] = (await signed(good())).split(".");
        return [
          header,
          btoa(JSON.stringify(good())).replace(/=+$/, ""),
          `${signature?.slice(0, -4)}AAAA`,
        ].join(".");
      },
    ],
    ["that is none", () => "abc"],
    ["of three parts that are none", () => "a.b.c"],
  ])("is refused when it is one %s", async (_, token) => {
    expect(await get("secret", "/jwt", bearing(await token()))).toMatchObject({
      status: 401,
      challenge: invalid("The token is not valid."),
    });
  });

  it("is asked for where there is none", async () => {
    const asked = { status: 401, challenge: "Bearer" };
    expect(await get("secret", "/jwt")).toMatchObject(asked);
    expect(await get("secret", "/jwt", { authorization: "Basic YTpi" })).toMatchObject(asked);
    expect(await get("secret", "/jwt", { authorization: "Bearer a b" })).toMatchObject({
      status: 401,
      challenge: invalid("The token is malformed."),
    });
  });

  it.each([
    [{ scope: "orders:read orders:write profile" }, 200],
    [{ scp: ["orders:write", "orders:read"] }, 200],
    [{ scope: "orders:read" }, 403],
    [{ scope: "orders:readorders:write" }, 403],
    [{}, 403],
  ])("with %j gets %i where scopes are needed", async (claims, status) => {
    const answer = await get("secret", "/scopes", bearing(await signed({ ...good(), ...claims })));
    expect(answer).toMatchObject({
      status,
      challenge:
        status === 200 ? null : 'Bearer error="insufficient_scope", scope="orders:read orders:write"',
    });
  });
});

describe("a JSON Web Token of an issuer's key", () => {
  it("is taken by the key that it names; the keys are fetched once", async () => {
    await issuer.rotate("first");
    const before = issuer.fetches;
    const token = await issuer.sign(good());
    for (let n = 0; n < 3; n++)
      expect(await get("jwks", "/jwt", bearing(token))).toMatchObject({ status: 200 });
    expect(issuer.fetches - before).toBe(1);
  });

  it.each(BAD_CLAIMS)("is refused when it %s", async (_, claims, description) => {
    expect(await get("jwks", "/jwt", bearing(await issuer.sign(claims())))).toMatchObject({
      status: 401,
      challenge: invalid(description),
    });
  });

  it("is refused when it is signed with the public key as a secret, or not at all", async () => {
    const jwk = await issuer.rotate("confusing");
    const confused = (secret: string) =>
      new SignJWT(good())
        .setProtectedHeader({ alg: "HS256", kid: "confusing" })
        .sign(new TextEncoder().encode(secret));
    const tokens = [
      await confused(JSON.stringify(jwk)),
      await confused(jwk.n ?? ""),
      new UnsecuredJWT(good()).encode(),
    ];
    for (const token of tokens)
      expect(await get("jwks", "/jwt", bearing(token, { "x-clock": "60" }))).toMatchObject({
        status: 401,
        challenge: invalid("The token is not valid."),
      });
  });

  it("is taken after a rotation; unknown keys are looked for twice a minute at most", async () => {
    await issuer.rotate("second");
    const token = await issuer.sign(good());
    // An hour later, so that the keys are fetched anew.
    expect(await get("jwks", "/jwt", bearing(token, { "x-clock": "3600" }))).toMatchObject({ status: 200 });

    await issuer.rotate("third");
    const [rotated, unknown] = [await issuer.sign(good()), await issuer.sign(good(), { kid: "nobody's" })];
    const before = issuer.fetches;
    const at = (clock: string, of: string) => get("jwks", "/jwt", bearing(of, { "x-clock": clock }));
    expect(await at("3610", rotated)).toMatchObject({ status: 401 });
    expect(issuer.fetches - before).toBe(0);
    expect(await at("3640", rotated)).toMatchObject({ status: 200 });
    expect(issuer.fetches - before).toBe(1);
    for (let n = 0; n < 5; n++) expect(await at("3660", unknown)).toMatchObject({ status: 401 });
    expect(issuer.fetches - before).toBe(1);
    expect(await at("3660", token)).toMatchObject({ status: 401 });
  });

  it("may be of an elliptic curve, and need not have an audience where the issuer's have none", async () => {
    await issuer.rotate("curve", "ES256");
    const { aud, ...claims } = good();
    expect(await get("elliptic", "/jwt", bearing(await issuer.sign(claims)))).toMatchObject({
      status: 200,
      body: { sub: "ada" },
    });
  });

  it("can't be checked while the issuer is down, which is not the client's fault", async () => {
    issuer.isUp = false;
    const answer = await get("down", "/jwt", bearing(await issuer.sign(good())));
    issuer.isUp = true;
    expect(answer).toMatchObject({ status: 503, body: { detail: "Tokens can't be checked now." } });
    await vi.waitUntil(() => log.some((text) => text.includes("the token's issuer can't be had")), 10_000);
    expect(await get("down", "/jwt", bearing(await issuer.sign(good())))).toMatchObject({ status: 200 });
  });
});

describe("an API key", () => {
  it.each([
    ["old-key", "kitchen"],
    ["new-key", "kitchen"],
    ["billing-key", "billing"],
  ])("%s is that of %s", async (key, name) => {
    expect(await get("named", "/api-key", { "x-api-key": key })).toEqual({
      status: 200,
      body: { name },
      challenge: null,
    });
  });

  it.each([undefined, "", "old-ke", "old-key2", "OLD-KEY", "kitchen", digest("billing-key")])(
    "%j is nobody's",
    async (key) => {
      const answer = await get("named", "/api-key", key === undefined ? {} : { "x-api-key": key });
      expect(answer).toMatchObject({ status: 401, challenge: "APIKey" });
    },
  );
});

describe("HTTP basic", () => {
  const basic = (credentials: string) => ({
    authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
  });

  it.each([
    ["ada:pass:word", "ada"],
    ["grace:schlüssel", "grace"],
  ])("lets %s in", async (credentials, name) => {
    expect(await get("named", "/basic", basic(credentials))).toMatchObject({ status: 200, body: { name } });
  });

  it.each([
    {},
    basic("ada:word"),
    basic("grace:pass:word"),
    basic(":pass:word"),
    basic("ada"),
    basic("ada:"),
    { authorization: "Basic ===" },
    { authorization: `Basic ${Buffer.from([0x61, 0x3a, 0xff]).toString("base64")}` },
    { authorization: "Bearer abc" },
  ])("asks %j to sign in", async (headers) => {
    expect(await get("named", "/basic", headers)).toMatchObject({
      status: 401,
      challenge: 'Basic realm="api", charset="UTF-8"',
    });
  });
});

describe("the bundle", () => {
  it("has nothing of the dependencies that are not used", async () => {
    const contents = `import { digestOf, invalidToken } from "./src/security"; console.log(digestOf, invalidToken);`;
    const { metafile } = await build({
      stdin: { contents, resolveDir: join(import.meta.dirname, "../..") },
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      external: ["cloudflare:*", "node:*"],
    });
    const [output] = Object.values(metafile.outputs);
    const used = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    const paths = used.map(([path]) => path);
    expect(paths).toContain("src/security/secrets.ts");
    expect(paths.filter((path) => /jose|jwt|api-key|basic-user|scopes/.test(path))).toEqual([]);
  });
});

describe("without a good configuration nobody comes in, and only the log says why:", () => {
  it.each([
    ["unconfigured", "/jwt", "set one of JWT_SECRET and JWT_JWKS_URL"],
    ["unconfigured", "/api-key", "set API_KEYS"],
    ["unconfigured", "/basic", "set BASIC_USERS"],
    ["short", "/jwt", "JWT_SECRET is too short"],
    ["both", "/jwt", "set one of JWT_SECRET and JWT_JWKS_URL"],
    ["plain", "/jwt", "must begin with https://"],
    ["anybody", "/jwt", "needs JWT_ISSUER and JWT_AUDIENCE"],
    ["malformed", "/api-key", "Entry 2 of API_KEYS is neither"],
    ["malformed", "/basic", "Entry 1 of BASIC_USERS is neither"],
  ])("%s %s", async (worker, path, reason) => {
    const headers = { authorization: `Bearer ${await signed(good())}`, "x-api-key": "key" };
    const { status, body } = await get(worker, path, headers);
    expect({ status, body }).toEqual({
      status: 500,
      body: { title: "Internal Server Error", status: 500, requestId: expect.any(String) },
    });
    const { requestId } = body as { requestId: string };
    const line = await vi.waitUntil(() => log.find((text) => text.includes(requestId)), 10_000);
    expect(line).toContain(reason);
    expect(log.join()).not.toContain("hush-hush");
  });
});
