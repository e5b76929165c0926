/** Every kind of function with every kind of answer, its dependencies and its failures: `test/samples/parameters`. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type DevServer, startSample } from "./harness.ts";

let server: DevServer;
beforeAll(async () => {
  server = await startSample("parameters");
});
afterAll(() => server.stop());

const request = (path: string, init?: RequestInit) => fetch(new URL(path, server.url), init);
const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

describe("an answer", () => {
  it.each([
    ["/answers/text", 200, "text/plain", "plain"],
    ["/answers/json-text", 200, "application/json", '"quoted"'],
    ["/answers/bytes", 200, "image/png", "\u0001\u0002\u0003"],
    ["/answers/blob", 200, "application/octet-stream", "blob"],
    ["/answers/empty", 204, null, ""],
    ["/answers/response", 299, "text/plain;charset=UTF-8", "own"],
  ])("%s has its status, type and body", async (path, status, type, body) => {
    const response = await request(path);
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      status,
      type,
      body,
    ]);
  });

  it("carries only what the return type declares", async () => {
    const response = await request("/answers/shaped", { method: "POST" });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ city: "paris", since: "2026-11-23T10:00:00.000Z" });
  });

  it("to HEAD is that of GET, or of a function of its own", async () => {
    expect((await request("/answers/json-text", { method: "HEAD" })).headers.get("content-type")).toBe(
      "application/json",
    );
    const own = await request("/answers/text", { method: "HEAD" });
    expect([own.status, own.headers.get("x-head")]).toEqual([204, "own"]);
    expect((await request("/answers/text")).headers.get("x-head")).toBeNull();
  });

  it("has the headers that the handler set on the context", async () => {
    const response = await request("/context/ada");
    expect(response.headers.get("x-name")).toBe("ada");
    expect(await response.json()).toEqual({ path: "/context/ada", url: "/context/ada" });
  });
});

describe("a stream", () => {
  it("is server-sent events", async () => {
    const response = await request("/stream?upTo=3");
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(await response.text()).toBe('data: {"n":0}\n\ndata: {"n":1}\n\ndata: {"n":2}\n\n');
  });

  it("is JSON Lines when asked for", async () => {
    const response = await request("/stream?upTo=2", { headers: { accept: "application/jsonl" } });
    expect(response.headers.get("content-type")).toBe("application/jsonl");
    expect(await response.text()).toBe('{"n":0}\n{"n":1}\n');
  });

  it("is a problem when it fails before its first item", async () => {
    const response = await request("/stream?upTo=3&failAt=0");
    expect(response.status).toBe(409);
    expect(await response.json()).toEqual({ title: "Conflict", status: 409, detail: "Not yet." });
  });

  it("ends with an error event when it fails later, and says nothing of the inside", async () => {
    const text = await (await request("/stream?upTo=3&failAt=1")).text();
    expect(text).toMatch(
      /^data: \{"n":0\}\n\nevent: error\ndata: \{"title":"Internal Server Error","status":500,"requestId":"[^"]+"\}\n\n$/,
    );
  });
});

describe("dependencies", () => {
  const log = async () => (await request("/dependencies/log")).json();
  beforeEach(() => request("/dependencies/log", { method: "DELETE" }));

  it("are called once a request, set up before and torn down after, and delegated when they are CPU work", async () => {
    const response = await request("/dependencies");
    expect(await response.json()).toEqual({ once: true, resource: "resource", computed: 42 });
    await expect.poll(log).toEqual(["steady", "set up", "torn down"]);
  });

  it("see the error that a handler throws", async () => {
    const response = await request("/dependencies/broken");
    expect(response.status).toBe(418);
    expect(await log()).toEqual(["steady", "set up", "saw resource", "torn down"]);
  });

  it("are torn down when nobody reads the answer: HEAD", async () => {
    const response = await request("/dependencies", { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
    await expect.poll(log).toEqual(["steady", "set up", "torn down"]);
    await request("/dependencies/log", { method: "DELETE" });
    expect((await request("/dependencies/stream", { method: "HEAD" })).status).toBe(200);
    await expect.poll(log).toEqual(["steady", "set up", "stream ended", "torn down"]);
  });

  it("refuse before the body is read, and report their own parameters together with the others", async () => {
    const refused = await request("/dependencies/refused", json({ city: 1 }, { level: "3" }));
    expect(await refused.json()).toEqual({ title: "Unauthorized", status: 401, detail: "Level 3 may not." });
    const invalid = await request("/dependencies/refused", json({ city: 1 }, { level: "high" }));
    expect(await invalid.json()).toMatchObject({
      status: 422,
      errors: [{ loc: ["header", "level"] }, { loc: ["body", "city"] }],
    });
  });
});

describe("what goes wrong", () => {
  it("is a problem with what the handler's exception says", async () => {
    const response = await request("/errors/exception");
    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await response.json()).toEqual({ title: "Unauthorized", status: 401, detail: "Sign in." });
  });

  it.each(["/errors/thrown", "/errors/text", "/cpu/thrown"])(
    "says nothing of the inside: %s",
    async (path) => {
      const response = await request(path);
      expect(response.status).toBe(500);
      const body = await response.text();
      expect(JSON.parse(body)).toEqual({
        title: "Internal Server Error",
        status: 500,
        requestId: expect.any(String),
      });
      expect(body).not.toContain("secret");
    },
  );

  it("is 404 for an unknown path, 405 with Allow for a method that it does not take", async () => {
    const unknown = await request("/nowhere/at/all");
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toEqual({
      title: "Not Found",
      status: 404,
      detail: "There is nothing at /nowhere/at/all.",
    });
    expect((await request("/docs/nowhere")).headers.get("content-type")).toBe("application/problem+json");
    const wrong = await request("/answers/shaped", { method: "DELETE" });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get("allow")).toBe("POST");
    expect((await request("/stream", { method: "PUT" })).headers.get("allow")).toBe("GET, HEAD");
  });

  it("is 413 for a body that is too large, whether or not it says so beforehand", async () => {
    const size = 32 * 1024 * 1024 + 1;
    const declared = await request("/body/bytes", {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: new Uint8Array(size),
    });
    expect(declared.status).toBe(413);
    expect(await declared.json()).toMatchObject({ title: "Content Too Large", status: 413 });
    let left = size;
    const chunked = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new Uint8Array(Math.min(left, 65_536)));
        left -= 65_536;
        if (left <= 0) controller.close();
      },
    });
    const init = {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: chunked,
      duplex: "half",
    } as RequestInit;
    expect((await request("/body/bytes", init)).status).toBe(413);
  });
});

describe("CPU work", () => {
  it("takes 32 MiB and gives as much", async () => {
    const bytes = new Uint8Array(32 * 1024 * 1024).fill(0x0f);
    const response = await request("/cpu/inverse", {
      method: "POST",
      headers: { prefer: "wait=30" },
      body: bytes,
    });
    expect(response.status).toBe(200);
    const inverse = Buffer.from(await response.arrayBuffer());
    expect(inverse.equals(Buffer.alloc(bytes.length, 0xf0))).toBe(true);
  });

  it.each([
    ["/cpu/text", 203, "text/csv", "a,b"],
    ["/cpu/bytes", 200, "image/png", "\u0001\u0002\u0003"],
    ["/cpu/response", 299, "text/plain;charset=UTF-8", "own"],
  ])("answers %s with its status, type and body", async (path, status, type, body) => {
    const response = await request(path);
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      status,
      type,
      body,
    ]);
  });

  it("takes and gives dates and bigints, in arguments, results, checkpoints and what dependencies give", async () => {
    const item = { name: "n", price: 1, color: "red", added: "2026-11-23T10:00:00Z" };
    const path = "/types/cpu?when=2026-01-01T00:00:00Z&list=2025-01-01T00:00:00Z";
    const response = await request(path, json({ item, balance: "9007199254740993" }));
    expect(await response.json()).toEqual({
      when: "2026-01-01T00:00:00.000Z",
      item: { ...item, added: "2026-11-23T10:00:00.000Z" },
      balance: "9007199254740994",
      year: 4051,
      until: null,
    });
    const steps = await request("/types/steps", { method: "POST", headers: { prefer: "wait=30" } });
    expect(await steps.json()).toEqual({ when: "1970-01-01T00:00:00.000Z", balance: "3" });
    const given = await request("/names/cpu-dependencies", json({ name: "ada" }));
    expect(await given.json()).toEqual([1970, "2", 2]);
  });

  it("gets its arguments with their types: dates are dates again", async () => {
    const response = await request(
      "/cpu/later?since=2026-11-23T10:00:00Z",
      json({ city: "paris", since: "2001-01-01T00:00:00Z" }),
    );
    expect(await response.json()).toEqual({ day: 23, year: 2001 });
  });

  it("without a route runs when a handler submits it", async () => {
    const response = await request("/cpu/submitted");
    const { answer, id } = (await response.json()) as { answer: string; id: string };
    expect(answer).toBe("1970,a.txt,3");
    expect((await request(`/jobs/${id}/result`)).status).toBe(204);
  });

  it("answers an exception as a handler on the edge would", async () => {
    const response = await request("/cpu/exception");
    expect(await response.json()).toEqual({ title: "Conflict", status: 409, detail: "Busy." });
    expect((await request("/cpu/empty")).status).toBe(204);
  });

  it("in steps is a ticket first, and a result in the end", async () => {
    const accepted = await request("/cpu/steps", json([1, 2, 3, 4]));
    expect(accepted.status).toBe(202);
    const location = accepted.headers.get("location") ?? "";
    expect(await accepted.json()).toMatchObject({
      operation: "steps",
      status: expect.stringMatching(/queued|running/),
    });
    const events = await (await request(`${location}/events`)).text();
    const progress = [...events.matchAll(/^data: (.*)$/gm)].map(
      ([, data]) => JSON.parse(data ?? "").progress,
    );
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(await (await request(`${location}/result`)).text()).toBe("10");
    const waited = await request("/cpu/steps", json([1, 2], { prefer: "wait=30" }));
    expect([waited.status, waited.headers.get("preference-applied"), await waited.text()]).toEqual([
      200,
      "wait=30",
      "3",
    ]);
  });
});

describe("a client outside of the project", () => {
  // biome-ignore lint/suspicious/noExplicitAny: its types are tested with its declarations
  let api: any;
  let clientOf: (options: object) => typeof api;
  beforeAll(async () => {
    const file = path.join(server.root, "client/api.mjs");
    const command = ["scripts/scaffold.ts", "client", "--out", file];
    await promisify(execFile)(process.execPath, command, { cwd: server.root });
    const { createClient } = await import(file);
    clientOf = (options) => createClient({ baseUrl: server.url, ...options });
    api = clientOf({});
  });

  it("reads each kind of answer", async () => {
    expect(await api.text()).toBe("plain");
    expect(await api.jsonText()).toBe("quoted");
    const image: Blob = await api.bytes();
    expect([image.type, await image.bytes()]).toEqual(["image/png", new Uint8Array([1, 2, 3])]);
    expect(await api.empty()).toBeUndefined();
    expect((await api.response()).headers.get("x-own")).toBe("yes");
    expect(await api.shaped()).toEqual({ city: "paris", since: "2026-11-23T10:00:00.000Z" });
    expect((await api.headOfText.response()).headers.get("x-head")).toBe("own");
    expect([await api.cpuText(), await api.cpuEmpty()]).toEqual(["a,b", undefined]);
    expect(await (await api.cpuResponse()).text()).toBe("own");
  });

  it("gives a stream item by item, and throws what ends it", async () => {
    expect(await Array.fromAsync(api.stream({ upTo: 3 }))).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
    for await (const { n } of api.stream({ upTo: 1_000_000 })) if (n === 2) break;
    const seen: number[] = [];
    const failing = async () => {
      for await (const { n } of api.stream({ upTo: 3, failAt: 2 })) seen.push(n);
    };
    await expect(failing()).rejects.toMatchObject({ name: "ApiError", status: 500 });
    expect(seen).toEqual([0, 1]);
    await expect(Array.fromAsync(api.stream({ upTo: 1, failAt: 0 }))).rejects.toMatchObject({ status: 409 });
  });

  it.each([
    ["pathString", "a/b ?#%", "string"],
    ["pathDate", new Date(0), "Date"],
    ["queryString", "ä&=+", "string"],
    ["queryNumber", -1.5e-7, "number"],
    ["queryBoolean", false, "boolean"],
    ["queryDate", new Date(0), "Date"],
    ["queryList", [1, 2], "array"],
    ["headerList", [1, 2], "array"],
    ["headerDate", new Date(0), "Date"],
    ["cookieString", "a; b=ü", "string"],
    ["cookieBoolean", true, "boolean"],
    ["formString", "a&b=ü", "string"],
    ["formList", [1, 2], "array"],
    ["formDate", "1970-01-01T00:00:00Z", "Date"],
  ])("%s carries %j to where it belongs", async (name, value, type) => {
    const seen = await api[name]({ value });
    const json = JSON.parse(JSON.stringify(type === "Date" ? new Date(value as Date) : value));
    expect(seen).toEqual({ type, value: json });
  });

  it("writes lists and objects of the query in their styles", async () => {
    expect(await api.queryCommas({ value: [1, 2] })).toMatchObject({ value: [1, 2] });
    expect(await api.querySpaces({ value: ["a+b", "c"] })).toMatchObject({ value: ["a+b", "c"] });
    expect(await api.queryPipes({ value: [] })).toMatchObject({ type: "undefined" });
    const filter = { size: "small", since: new Date(0), tags: ["aa", "bb"] };
    const seen = { ...filter, since: filter.since.toISOString() };
    expect(await api.queryObject({ value: filter })).toMatchObject({ value: seen });
    expect(await api.queryDeep({ value: filter })).toMatchObject({ value: seen });
    expect(await api.queryDeepOptional({ value: filter })).toMatchObject({ value: seen });
    expect(await api.queryObjectOptional({ page: 3 })).toMatchObject({ value: 3 });
  });

  it("leaves out what is not given", async () => {
    expect(await api.queryOptional()).toEqual({ type: "undefined", value: null });
    expect(await api.headerOptional({})).toEqual({ type: "undefined", value: null });
    expect(await api.formOptional({ value: undefined })).toEqual({ type: "undefined", value: null });
    expect(await api.bodyOptional()).toEqual({ type: "undefined", value: null });
  });

  it("sends bodies: JSON as a whole or by name, forms, files, bytes", async () => {
    const ada = { name: "Ada", addresses: [], size: null };
    expect(await api.bodyList({ people: [ada] })).toMatchObject({ value: [ada] });
    expect(await api.bodyScalar({ rating: 3 })).toMatchObject({ value: 3 });
    expect(await api.bodyTwo({ left: ada, rating: 1 })).toMatchObject({
      value: { left: ada, rating: 1, slug: "left out" },
    });
    expect(await api.bodyBigInt({ amount: 2n ** 60n })).toBe(String(2n ** 61n));
    expect(await api.bodyBytes({ content: new Blob(["four"], { type: "text/plain" }) })).toMatchObject({
      value: 4,
    });
    const profile = { name: "ada", tags: ["a", "b"] };
    expect(await api.formObject({ profile })).toMatchObject({ value: profile });
    const photo = new File(["data"], "me.txt", { type: "text/plain" });
    expect(await api.formFile({ photo, title: "Me" })).toMatchObject({
      value: { name: "me.txt", type: "text/plain", text: "data", title: "Me" },
    });
    expect(await api.formFiles({ photos: [photo, photo] })).toMatchObject({ value: ["me.txt", "me.txt"] });
    const stream = new Blob([new Uint8Array(100_000)]).stream();
    expect(await (await api.inverse({ bytes: stream })).bytes()).toEqual(new Uint8Array(100_000).fill(255));
  });

  it("tells apart what is called alike", async () => {
    const names = ["input", "c", "form", "stubs", "jobs", "read", "at", "value", "exits", "pickCheck"];
    const given = { ...Object.fromEntries(names.map((name) => [name, name])), checkReport: "x", result: 1 };
    expect(await api.parameters({ ...given, body: { a: "b" } })).toEqual({ ...given, body: { a: "b" } });
    expect(await api.brand({ id: "ada", code: "user-1", color: "red", session: "abc", tags: ["x"] })).toEqual(
      {
        id: "ada",
        code: "user-1",
        color: "red",
        session: "abc",
        tags: ["x"],
      },
    );
  });

  it("does not let a part of the path lead elsewhere", async () => {
    for (const value of ["..", ".", ""])
      await expect(api.pathString({ value })).rejects.toThrow("value is part of the path");
  });

  it("has its headers made anew for each request, and the call's own before them", async () => {
    let count = 0;
    const counting = clientOf({ headers: async () => ({ value: `${++count}` }) });
    expect(await counting.headerOptional()).toEqual({ type: "number", value: 1 });
    expect(await counting.headerOptional()).toEqual({ type: "number", value: 2 });
    const own = await counting.headerOptional({}, { headers: { value: "9" } });
    expect(own).toEqual({ type: "number", value: 9 });
  });
});

describe("a conversation", () => {
  it("may say farewell when its client has gone", async () => {
    const farewells = async () => (await request("/sockets/farewells")).json();
    expect(await farewells()).toBe(0);
    const socket = new WebSocket(new URL("/sockets/farewell", server.url).href);
    await new Promise((resolve) => socket.addEventListener("open", resolve));
    socket.close();
    await expect.poll(farewells).toBe(1);
  });
});
