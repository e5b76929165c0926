/** How the client behaves towards an API that is busy, broken or none: answers of a server that this test steers. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, type ClientOptions, clientOf, type JobOperation, type Operation } from "../../src/client";

interface Api {
  read: Operation<[args?: Record<string, never>], unknown>;
  write: Operation<[args?: Record<string, never>], unknown>;
  upload: Operation<[args: { content: Blob | ReadableStream<Uint8Array> }], unknown>;
  work: JobOperation<[args?: Record<string, never>], unknown>;
}

let server: Server;
let answers: ((request: IncomingMessage, response: ServerResponse) => unknown)[];
let requests: string[];

beforeEach(async () => {
  answers = [];
  requests = [];
  server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url} ${await text(request)}`.trim());
    const answer = answers.shift();
    if (answer) answer(request, response);
    else response.writeHead(200, { "content-type": "application/json" }).end('"done"');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(async () => {
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

const busy =
  (headers: Record<string, string>, status = 503) =>
  (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(status, headers).end();

function client(options: ClientOptions = {}): Api {
  const { port } = server.address() as AddressInfo;
  return clientOf<Api>(
    {
      read: { method: "GET", path: "/read", answer: "json" },
      write: { method: "POST", path: "/write", answer: "json" },
      upload: { method: "PUT", path: "/upload", answer: "json", arguments: { content: "bytes" } },
      work: { method: "POST", path: "/work", answer: "json", job: true },
    },
    { baseUrl: `http://127.0.0.1:${port}/base/`, ...options },
  );
}

const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe("an API that is busy", () => {
  it("is asked again when it says to come back", async () => {
    answers = [busy({ "retry-after": "0" }), busy({ "retry-after": new Date().toUTCString() }, 429)];
    expect(await client().read()).toBe("done");
    expect(requests).toEqual(["GET /base/read", "GET /base/read", "GET /base/read"]);
  });

  it("is asked so often, and no more", async () => {
    answers = Array(9).fill(busy({ "retry-after": "0" }));
    expect(await errorOf(client().read())).toMatchObject({ status: 503 });
    expect(requests).toHaveLength(3);
    expect(await errorOf(client({ retries: 1 }).read())).toMatchObject({ status: 503 });
    expect(requests).toHaveLength(5);
    expect(await errorOf(client().read({}, { retries: 0 }))).toMatchObject({ status: 503 });
    expect(requests).toHaveLength(6);
  });

  it.each([
    ["does not say when", {}, 503],
    ["says so of another day", { "retry-after": "86400" }, 503],
    ["says nothing that can be read", { "retry-after": "soon" }, 503],
    ["is broken rather than busy", { "retry-after": "0" }, 500],
  ])("is left alone when it %s", async (_, headers, status) => {
    answers = [busy(headers as Record<string, string>, status)];
    expect(await errorOf(client().read())).toMatchObject({ status });
    expect(requests).toHaveLength(1);
  });

  it("is not sent twice what may not be repeated", async () => {
    answers = [busy({ "retry-after": "0" })];
    expect(await errorOf(client().write())).toMatchObject({ status: 503 });
    answers = [busy({ "retry-after": "0" })];
    expect(await errorOf(client().work.submit())).toMatchObject({ status: 503 });
    expect(requests).toEqual(["POST /base/write", "POST /base/work"]);
    answers = [busy({ "retry-after": "0" })];
    expect(await client().work({}, { idempotencyKey: "k" })).toBe("done");
    expect(requests).toHaveLength(4);
  });

  it("is sent a body again, but not a stream, which is gone", async () => {
    answers = [busy({ "retry-after": "0" })];
    expect(await client().upload({ content: new Blob(["x"]) })).toBe("done");
    expect(requests).toEqual(["PUT /base/upload x", "PUT /base/upload x"]);
    answers = [busy({ "retry-after": "0" })];
    const gone = client().upload({ content: new Blob(["y"]).stream() });
    expect(await errorOf(gone)).toMatchObject({ status: 503 });
    expect(requests.slice(2)).toEqual(["PUT /base/upload y"]);
  });

  it("is not waited for by who has lost patience", async () => {
    const stopping = new AbortController();
    answers = [busy({ "retry-after": "30" })];
    const answer = errorOf(client().read({}, { signal: stopping.signal }));
    while (requests.length === 0) await setTimeout(1);
    stopping.abort("enough");
    expect(await answer).toBe("enough");
  });
});

describe("an error", () => {
  it("has the problem, and all of it in its message", async () => {
    const errors = [
      { loc: ["query", "limit"], type: "minimum", message: "Must be 1 or more." },
      { loc: ["body", "toppings", 2], type: "type", message: "Must be a string." },
    ];
    const problem = { title: "Unprocessable Content", status: 422, detail: "It does not fit.", errors };
    answers = [
      (_, response) =>
        response
          .writeHead(422, { "content-type": "application/problem+json", "x-request-id": "7" })
          .end(JSON.stringify(problem)),
    ];
    const error = (await errorOf(client().read())) as ApiError;
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      name: "ApiError",
      status: 422,
      detail: "It does not fit.",
      errors,
      problem,
    });
    expect(error.body).toEqual(problem);
    expect(error.headers.get("x-request-id")).toBe("7");
    expect(error.message).toBe(
      "422 Unprocessable Content: It does not fit.\n  query.limit: Must be 1 or more.\n  body.toppings.2: Must be a string.",
    );
  });

  it.each([
    ["text/html", "<h1>Bad gateway</h1>", "<h1>Bad gateway</h1>"],
    ["application/json", "<h1>Bad gateway</h1>", "<h1>Bad gateway</h1>"],
    ["application/json", "null", null],
    ["application/json", '{"title": "Dr", "status": "away"}', { title: "Dr", status: "away" }],
    ["application/vnd.kitchen+json; charset=utf-8", '{"until": 5}', { until: 5 }],
    ["Application/Vnd.Kitchen+JSON", '{"until": 5}', { until: 5 }],
    ["application/problem+json", "null", null],
  ])("of another shape has its body, and what the status line says: %s %s", async (type, body, parsed) => {
    answers = [(_, response) => response.writeHead(502, "Bad Gateway", { "content-type": type }).end(body)];
    const error = (await errorOf(client().read())) as ApiError;
    expect(error.problem).toEqual({ title: "Bad Gateway", status: 502 });
    expect(error.errors).toEqual([]);
    expect(error.body).toEqual(parsed);
  });

  it("of a fetch that fails is that of fetch", async () => {
    const refused = new TypeError("fetch failed");
    const failing = client({ fetch: () => Promise.reject(refused) });
    expect(await errorOf(failing.read())).toBe(refused);
  });
});

it("gives up a job that nobody can reach any more", async () => {
  vi.useFakeTimers();
  let attempts = 0;
  const lost = new TypeError("fetch failed");
  const { work } = client({
    fetch: () => {
      attempts++;
      return Promise.reject(lost);
    },
  });
  const results = [errorOf(work.ticket("j").result()), errorOf(Array.fromAsync(work.ticket("j").progress()))];
  await vi.runAllTimersAsync();
  expect(await Promise.all(results)).toEqual([lost, lost]);
  expect(attempts).toBe(16);
});

it("takes a stream that has fallen silent for lost", async () => {
  vi.useFakeTimers();
  const event = (id: number, status: string) =>
    `id: ${id}\nevent: job\ndata: ${JSON.stringify({ status })}\n\n`;
  const known: (string | null)[] = [];
  const { work } = client({
    fetch: ({ headers }) => {
      known.push(headers.get("last-event-id"));
      // The first one never ends, and its heart stops to beat.
      const text = known.length === 1 ? event(1, "running") : event(2, "succeeded");
      return new Response(
        new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(text)) }),
      );
    },
  });
  const jobs = Array.fromAsync(work.ticket("j").progress());
  await vi.runAllTimersAsync();
  expect(await jobs).toEqual([{ status: "running" }, { status: "succeeded" }]);
  expect(known).toEqual([null, "1"]);
});

it("needs to know where the API is, unless a fetch of yours does", async () => {
  const operations = { read: { method: "GET", path: "/read", answer: "json" } } as const;
  expect(() => clientOf(operations)).toThrow("baseUrl");
  const seen: string[] = [];
  const { read } = clientOf<Pick<Api, "read">>(operations, {
    fetch: ({ url }) => {
      seen.push(url);
      return Response.json(1);
    },
  });
  expect([await read(), seen]).toEqual([1, ["http://localhost/read"]]);
});
