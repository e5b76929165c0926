/** What the app does with every request, of what is configured: in workerd, with the platform's own rate limit. */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { afterEach, describe, expect, test, vi } from "vitest";
import { delegate } from "../../src/jobs/http/delegate";
import { jobRoutes } from "../../src/jobs/http/routes";
import { type AppEnv, applySettings, createApp, type Settings } from "../../src/operations/app";
import { answerBytes } from "../../src/operations/bytes";
import { allowOrigins } from "../../src/operations/cors";
import { httpError } from "../../src/operations/http-error";
import { answerJson } from "../../src/operations/json";
import { limitRate } from "../../src/operations/rate-limit";
import { route } from "../../src/operations/route";
import { answerStream } from "../../src/operations/stream";
import { twins } from "../jobs/edge-worker";

/** As the scaffolder writes it where all is switched on. */
const ALL: Settings = { CORS_ORIGINS: allowOrigins, RATE_LIMIT: limitRate };

const SOLD_OUT = httpError(409, { until: "Friday" }, { "content-type": "application/vnd.kitchen+json" });
const SENT_BEFORE = new HTTPException(410, { message: "Gone.", res: new Response("It has left.") });

/** An app with an operation of every kind. */
function appWith(env: AppEnv, settings = ALL): Hono {
  const app = createApp();
  applySettings(app, { LOG_REQUESTS: "none", ...env }, settings);
  app.get("/burgers/:id", async (c) => answerJson(c, { id: c.req.param("id") }));
  app.post("/burgers", async (c) => answerJson(c, {}, 201));
  app.get("/teapot", () => {
    throw new HTTPException(418, { message: "I cannot brew coffee." });
  });
  app.get("/sold-out", () => {
    throw SOLD_OUT;
  });
  app.get("/sent-before", () => {
    throw SENT_BEFORE;
  });
  app.get("/bug", () => {
    throw new Error("the secret inside");
  });
  // As generated: an operation's route.
  app.get(
    "/text",
    route(async () => {
      throw "the secret inside";
    }),
  );
  app.get("/cookies", () => {
    const res = new Response(null, {
      headers: { "www-authenticate": "Bearer", "referrer-policy": "origin" },
    });
    for (const cookie of ["a=1", "b=2"]) res.headers.append("set-cookie", cookie);
    throw new HTTPException(401, { message: "Sign in.", res });
  });
  app.get("/stream", async (c) => {
    async function* items() {
      yield 1;
      throw new Error("the secret inside");
    }
    return answerStream(c, items(), 200);
  });
  app.get("/bytes", (c) => answerBytes(c, new Uint8Array([1]), "image/webp", 200));
  app.get("/nothing", (c) => c.body(null, 204));
  app.get("/page", (c) => c.html("<p>hi", 200, { "content-security-policy": "default-src 'self'" }));
  app.get("/elsewhere", () => Response.redirect("https://example.com/", 303));
  app.post("/add", async (c) => delegate(c, twins.add, [1, 2]));
  app.get("/health", (c) => c.text("fine"));
  app.route("/", jobRoutes);
  return app;
}

const ask = (app: Hono, path: string, init: RequestInit = {}) =>
  app.fetch(new Request(`http://edge${path}`, init), env, createExecutionContext());

const get = (app: Hono, path: string, headers: Record<string, string> = {}) => ask(app, path, { headers });

test("what is thrown with an answer of its own is answered with that", async () => {
  const response = await get(appWith({}), "/sold-out");
  expect(response.status).toBe(409);
  expect(response.headers.get("content-type")).toBe("application/vnd.kitchen+json");
  expect(response.headers.get("x-request-id")).not.toBeNull();
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await response.json()).toEqual({ until: "Friday" });
});

test("an error may be thrown again and again", async () => {
  const app = appWith({});
  for (const _ of [1, 2, 3]) expect(await (await get(app, "/sold-out")).json()).toEqual({ until: "Friday" });
});

describe("what is thrown and is no error", () => {
  const PROBLEM = { title: "Internal Server Error", status: 500, requestId: "ours" };

  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("is a problem that says nothing of the inside; the log tells all", async () => {
    const logged = vi.spyOn(console, "error").mockReturnValue();
    const response = await get(appWith({}), "/text", { "x-request-id": "ours" });
    expect([response.status, await response.json()]).toEqual([500, PROBLEM]);
    expect(response.headers.get("x-request-id")).toBe("ours");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(logged.mock.calls.map(([line]) => JSON.parse(line))).toMatchObject([
      { message: "request failed", requestId: "ours", error: expect.stringContaining("the secret inside") },
    ]);
  });

  test.each([{}, { LOG_REQUESTS: "failed" }])(
    "is an error for an error handler of one's own: %o",
    async (env) => {
      vi.spyOn(console, "warn").mockReturnValue();
      const app = appWith(env);
      app.onError(({ message }, c) => c.text(message, 503));
      const response = await get(app, "/text");
      expect([response.status, await response.text()]).toEqual([
        503,
        "Not an error was thrown: the secret inside",
      ]);
    },
  );

  test("may be thrown at once, and not by a promise", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const app = createApp();
    app.get("/", () => {
      throw "the secret inside";
    });
    expect((await get(app, "/")).status).toBe(500);
  });

  test("is answered by way of what stands before the operation", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const logged = vi.spyOn(console, "warn").mockReturnValue();
    const app = appWith({ CORS_ORIGINS: "https://shop.example", LOG_REQUESTS: "all" });
    const headers = { "x-request-id": "ours", origin: "https://shop.example" };
    const response = await get(app, "/text", headers);
    expect([response.status, await response.json()]).toEqual([500, PROBLEM]);
    expect(response.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(logged.mock.calls.map(([line]) => JSON.parse(line))).toMatchObject([
      { route: "/text", status: 500 },
    ]);
  });
});

test("an exception carries headers, each of its cookies, and its own in the place of ours", async () => {
  const response = await get(appWith({}), "/cookies", { "x-request-id": "ours" });
  expect([response.status, await response.json()]).toEqual([
    401,
    { title: "Unauthorized", status: 401, detail: "Sign in." },
  ]);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("www-authenticate")).toBe("Bearer");
  expect(response.headers.get("referrer-policy")).toBe("origin");
  expect(response.headers.get("x-request-id")).toBe("ours");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
});

test("an answer that has been sent is a problem the next time", async () => {
  const app = appWith({});
  expect(await (await get(app, "/sent-before")).text()).toBe("It has left.");
  const again = await get(app, "/sent-before");
  expect([again.status, await again.json()]).toEqual([410, { title: "Gone", status: 410, detail: "Gone." }]);
});

describe("secure headers", () => {
  const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";
  const REST = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-frame-options": "DENY",
  };
  const app = appWith({});

  test.each([
    ["GET", "/burgers/1", 200],
    ["POST", "/burgers", 201],
    ["GET", "/teapot", 418],
    ["GET", "/bug", 500],
    ["GET", "/missing", 404],
    ["DELETE", "/burgers", 405],
    ["GET", "/jobs/none", 404],
    ["HEAD", "/burgers/1", 200],
  ])("of JSON are the two that matter: %s %s", async (method, path, status) => {
    const response = await ask(app, path, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toMatch(/json$/);
    expect(response.headers.get("content-security-policy")).toBe(DATA_POLICY);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("are on a ticket, a job and its result", async () => {
    const ticket = await ask(app, "/add", { method: "POST", headers: { prefer: "respond-async" } });
    expect(ticket.status).toBe(202);
    const location = ticket.headers.get("location") ?? "";
    const result = await get(app, `${location}/result`, { prefer: "wait=30" });
    expect(await result.json()).toBe(3);
    for (const response of [ticket, result, await get(app, location)])
      expect(response.headers.get("content-security-policy")).toBe(DATA_POLICY);
  });

  test.each([
    ["/stream", 200],
    ["/bytes", 200],
    ["/nothing", 204],
    ["/elsewhere", 303],
  ])("of everything else are all: %s", async (path, status) => {
    const response = await get(app, path);
    expect(response.status).toBe(status);
    const expected = { ...REST, "content-security-policy": DATA_POLICY, "x-content-type-options": "nosniff" };
    expect(Object.fromEntries(response.headers)).toMatchObject(expected);
    await response.body?.cancel();
  });

  test("leave a policy of the answer's own as it is", async () => {
    const { headers } = await get(app, "/page");
    expect(headers.get("content-security-policy")).toBe("default-src 'self'");
    expect(Object.fromEntries(headers)).toMatchObject(REST);
  });

  test("keep what a middleware has set before", async () => {
    const app = createApp();
    app.use(async (c, next) => {
      c.header("x-before", "1");
      await next();
    });
    app.get("/", async (c) => answerJson(c, {}));
    const { headers } = await get(app, "/");
    expect([headers.get("x-before"), headers.get("x-content-type-options")]).toEqual(["1", "nosniff"]);
  });
});

describe("what goes wrong", () => {
  const app = appWith({});
  afterEach(() => vi.restoreAllMocks());

  test("tells nothing of the inside, but an id that is in the log", async () => {
    const error = vi.spyOn(console, "error").mockReturnValue();
    const response = await get(app, "/bug", { "x-request-id": "mine-1" });
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({ title: "Internal Server Error", status: 500, requestId: "mine-1" });
    expect(response.headers.get("x-request-id")).toBe("mine-1");
    expect(JSON.parse(error.mock.calls[0]?.[0])).toMatchObject({
      requestId: "mine-1",
      error: "Error: the secret inside",
    });
  });

  test("in a stream does neither", async () => {
    const error = vi.spyOn(console, "error").mockReturnValue();
    const text = await (await get(app, "/stream", { "cf-ray": "ray-7" })).text();
    expect(text).toMatch(/^data: 1\n\nevent: error\ndata: .*"requestId":"ray-7"/);
    expect(text).not.toContain("secret");
    expect(error.mock.calls[0]?.[0]).toContain("ray-7");
  });

  test.each(["", "a b", "x".repeat(129), '{"level":"error"}'])("takes no id such as %j", async (id) => {
    vi.spyOn(console, "error").mockReturnValue();
    const response = await get(app, "/bug", { "x-request-id": id, "cf-ray": "ray-8" });
    expect(await response.json()).toMatchObject({ requestId: "ray-8" });
  });
});

describe("other sites", () => {
  const origin = "https://example.com";
  const preflight = (app: Hono, path: string, headers: Record<string, string>) =>
    ask(app, path, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", ...headers },
    });

  test("are told nothing until they are configured", async () => {
    const app = appWith({ CORS_ORIGINS: "" });
    expect((await get(app, "/burgers/1", { origin })).headers.get("access-control-allow-origin")).toBeNull();
    const response = await preflight(app, "/burgers", {});
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });

  test("that are configured may call what the path takes, and read what they need", async () => {
    const app = appWith({ CORS_ORIGINS: `http://localhost:5173 ${origin}` });
    const response = await preflight(app, "/burgers", {
      "access-control-request-headers": "content-type,idempotency-key",
    });
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "content-type,idempotency-key",
      "access-control-max-age": "7200",
      vary: "Origin, Access-Control-Request-Headers",
    });
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
    for (const path of ["/burgers/1", "/bug", "/missing", "/elsewhere"]) {
      const { headers } = await get(app, path, { origin });
      expect(headers.get("access-control-allow-origin"), path).toBe(origin);
      expect(headers.get("access-control-expose-headers"), path).toMatch(/Location.*Retry-After/);
      expect(headers.get("vary"), path).toBe("Origin");
    }
  });

  test("may have any subdomain, one level deep", async () => {
    const app = appWith({ CORS_ORIGINS: "https://*.example.com" });
    const allowed = async (origin: string) =>
      (await get(app, "/burgers/1", { origin })).headers.get("access-control-allow-origin");
    expect(await allowed("https://shop.example.com")).toBe("https://shop.example.com");
    for (const other of [
      "https://example.com",
      "https://a.b.example.com",
      "http://shop.example.com",
      "https://shop.example.com:8443",
      "https://shop.example.com.evil.org",
      "https://shopXexample.com",
      "null",
    ])
      expect(await allowed(other), other).toBeNull();
  });

  test("may be everybody, and the path's own OPTIONS is still its own", async () => {
    const app = appWith({ CORS_ORIGINS: "*" });
    expect((await get(app, "/burgers/1", { origin })).headers.get("access-control-allow-origin")).toBe("*");
    expect((await ask(app, "/burgers", { method: "OPTIONS", headers: { origin } })).status).toBe(405);
  });

  test.each([
    "example.com",
    "https://example.com/",
    "https://*",
    "https://a.com,https://b.com",
    "ftp://a.com",
  ])("are not called %j", (origins) => {
    expect(() => appWith({ CORS_ORIGINS: origins })).toThrow(/is no origin. Write https:\/\/example.com/);
  });
});

describe("the rate limit", () => {
  const { RATE_LIMIT } = env as { RATE_LIMIT?: RateLimit };
  const app = appWith({ RATE_LIMIT });

  test("turns away who has sent too much, and nobody else", async () => {
    const from = (headers: Record<string, string>) => get(app, "/burgers/1", headers);
    const address = { "cf-connecting-ip": "192.0.2.1" };
    expect((await from(address)).status).toBe(200);
    expect((await from(address)).status).toBe(200);
    const refused = await from(address);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(refused.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await refused.json()).toMatchObject({ status: 429, title: "Too Many Requests" });
    expect((await from({ "cf-connecting-ip": "192.0.2.2" })).status).toBe(200);
    expect((await from({ ...address, authorization: "Bearer a" })).status).toBe(200);
    expect((await from({ ...address, "x-api-key": "b" })).status).toBe(200);
    expect((await get(app, "/health", address)).status).toBe(200);
  });
});

describe("a Worker that was built without", () => {
  afterEach(() => vi.restoreAllMocks());

  test.each<[keyof Settings, AppEnv]>([
    ["CORS_ORIGINS", { CORS_ORIGINS: "*" }],
    ["RATE_LIMIT", env as AppEnv],
  ])("%s says so once, and answers as if it was not set", async (name, settings) => {
    const error = vi.spyOn(console, "error").mockReturnValue();
    const app = appWith(settings, {});
    for (let i = 0; i < 3; i++) {
      const response = await get(app, "/burgers/1", { origin: "https://example.com" });
      expect(response.status).toBe(200);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
    }
    expect(error.mock.calls.map(([line]) => JSON.parse(line))).toEqual([
      {
        level: "error",
        message: `${name} is set and has no effect: this Worker was built without it. Set it in wrangler.toml (or .dev.vars), and build again.`,
      },
    ]);
  });

  test("says nothing of what is not set", async () => {
    const error = vi.spyOn(console, "error");
    expect((await get(appWith({ CORS_ORIGINS: "" }, {}), "/burgers/1")).status).toBe(200);
    expect(error).not.toHaveBeenCalled();
  });
});

describe("the log", () => {
  afterEach(() => vi.restoreAllMocks());

  /** What is written while a request is answered. */
  async function linesOf(app: Hono, path: string, init: RequestInit = {}) {
    const spies = [vi.spyOn(console, "info"), vi.spyOn(console, "warn"), vi.spyOn(console, "error")];
    for (const spy of spies) spy.mockReturnValue();
    await (await ask(app, path, init)).text();
    return spies.flatMap(({ mock }) => mock.calls.map(([line]) => JSON.parse(line)));
  }

  test("has a line for each request, by its route, and nothing that somebody sent", async () => {
    const lines = await linesOf(appWith({ LOG_REQUESTS: "all" }), "/burgers/4711?token=secret", {
      headers: { "cf-ray": "ray-1", "x-request-id": "mine-2", authorization: "Bearer secret" },
    });
    expect(lines).toEqual([
      {
        level: "info",
        message: "GET /burgers/:id 200",
        method: "GET",
        route: "/burgers/:id",
        status: 200,
        ms: expect.any(Number),
        requestId: "mine-2",
        ray: "ray-1",
      },
    ]);
  });

  test("joins a request to its job", async () => {
    const lines = await linesOf(appWith({ LOG_REQUESTS: "all" }), "/add", {
      method: "POST",
      headers: { "cf-ray": "ray-2" },
    });
    expect(lines).toMatchObject([
      { message: "job succeeded", operation: "add", requestId: "ray-2" },
      { message: "POST /add 200", route: "/add", requestId: "ray-2" },
    ]);
  });

  test("says what was not found, without a route", async () => {
    const [line] = await linesOf(appWith({ LOG_REQUESTS: "all" }), "/secret-place");
    expect(line).toMatchObject({ message: "GET (no route) 404", status: 404 });
    expect(line).not.toHaveProperty("route");
  });

  test("has only what failed, or nothing, where that is enough, and never who asks for the health", async () => {
    const failed = appWith({ LOG_REQUESTS: "failed" });
    expect(await linesOf(failed, "/teapot")).toEqual([]);
    expect(await linesOf(appWith({ LOG_REQUESTS: "all" }), "/health")).toEqual([]);
    const lines = await linesOf(failed, "/bug");
    expect(lines).toMatchObject([
      { level: "warn", message: "GET /bug 500" },
      { level: "error", message: "request failed" },
    ]);
    expect(lines[0].requestId).toBe(lines[1].requestId);
  });
});

describe("Server-Timing", () => {
  test("is off until it is on", async () => {
    expect((await get(appWith({}), "/burgers/1")).headers.get("server-timing")).toBeNull();
  });

  test.each(["/burgers/1", "/bug", "/elsewhere", "/stream"])(
    "says how long it took in all: %s",
    async (path) => {
      const response = await get(appWith({ SERVER_TIMING: "on" }), path);
      expect(response.headers.get("server-timing")).toMatch(/^total;dur=\d+$/);
      await response.body?.cancel();
    },
  );

  test("says how long a job stood in line and ran", async () => {
    const response = await ask(appWith({ SERVER_TIMING: "on" }), "/add", { method: "POST" });
    expect(response.headers.get("server-timing")).toMatch(/^queue;dur=\d+, run;dur=\d+, total;dur=\d+$/);
  });
});
