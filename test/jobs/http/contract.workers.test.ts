import { listDurableObjectIds, reset } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import { CHUNK_BYTES } from "../../../src/jobs/limits";
import type { JobBody } from "../../../src/jobs/views";
import { control, edge, get, post, queues } from "../bindings";

afterEach(() => reset());

/** Submit, and do not wait. */
async function ticket(operation: string, args: unknown[] = [], headers: Record<string, string> = {}) {
  const response = await post(operation, args, { prefer: "respond-async", ...headers });
  expect(response.status).toBe(202);
  return response.json<JobBody>();
}

async function job(id: string): Promise<JobBody> {
  const response = await get(`/jobs/${id}`);
  expect(response.status).toBe(200);
  return response.json();
}

function result(id: string, wait = 30): Promise<Response> {
  return get(`/jobs/${id}/result`, { prefer: `wait=${wait}` });
}

function cancel(id: string): Promise<Response> {
  return edge.fetch(`http://edge/jobs/${id}`, { method: "DELETE" });
}

describe("an operation that is done in time", () => {
  test.each([
    ["add", [1, 2], 200, "application/json", "3"],
    ["yearOf", ["2026-11-23"], 201, "application/json", '{"year":2026,"date":"2026-11-23T00:00:00.000Z"}'],
    ["forget", [], 204, null, ""],
    ["page", [], 203, "text/html", "<p>hi"],
  ])("answers as declared: %s", async (operation, args, status, type, body) => {
    const response = await post(operation, args);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("preference-applied")).toBeNull();
    expect(await response.text()).toBe(body);
  });

  test("keeps the headers of a response of its own", async () => {
    expect((await post("page", [])).headers.get("x-made-by")).toBe("page");
  });

  test("says which preference it followed", async () => {
    const response = await post("count", [3], { prefer: "wait=30" });
    expect(response.status).toBe(200);
    expect(response.headers.get("preference-applied")).toBe("wait=30");
    expect(await response.json()).toEqual({ counted: 3, resumedFrom: null });
  });
});

describe("an operation that is not done in time", () => {
  test("answers 202 and the job", async () => {
    const response = await post("held", ["x"], { prefer: "respond-async" });
    expect(response.status).toBe(202);
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(response.headers.get("preference-applied")).toBe("respond-async");
    const body = await response.json<JobBody>();
    expect(response.headers.get("location")).toBe(`/jobs/${body.id}`);
    expect(body).toEqual({
      id: expect.stringMatching(/^enam0_[\w-]{33}$/),
      operation: "held",
      status: "running",
      progress: null,
      attempt: 1,
      createdAt: expect.stringMatching(/Z$/),
      startedAt: expect.stringMatching(/Z$/),
      finishedAt: null,
    });

    const early = await result(body.id, 0);
    expect(early.status).toBe(202);
    expect(early.headers.get("location")).toBe(`/jobs/${body.id}`);
    expect((await early.json<JobBody>()).status).toBe("running");

    await control().told(`begun ${body.id}`);
    await control().release(body.id);
    const late = await result(body.id);
    expect(late.status).toBe(200);
    expect(await late.json()).toBe("x");
    expect(await job(body.id)).toMatchObject({ status: "succeeded", progress: 1 });
  });

  test("is what a function* is unless the client waits", async () => {
    const response = await post("paced", [1]);
    expect(response.status).toBe(202);
    const { id } = await response.json<JobBody>();
    await control().told(`stepped ${id}`);
    expect(await job(id)).toMatchObject({ status: "running", progress: 1 });
    await control().release(id);
    expect(await (await result(id)).json()).toEqual({ counted: 1, resumedFrom: null });
  });
});

describe("an operation that fails", () => {
  test("with an HTTPException answers its status and message", async () => {
    const response = await post("teapot", []);
    expect(response.status).toBe(418);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toEqual({
      title: "I'm a Teapot",
      status: 418,
      detail: "I cannot brew coffee.",
    });
  });

  test("with an answer of its own gives that, then and later", async () => {
    const response = await post("soldOut", [3]);
    expect(response.status).toBe(409);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("x-made-by")).toBe("soldOut");
    expect(await response.json()).toEqual({ until: "xxx" });
    const { id } = await ticket("soldOut", [3]);
    expect(await (await result(id)).json()).toEqual({ until: "xxx" });
    expect(await job(id)).toMatchObject({ status: "failed", error: { title: "Conflict", status: 409 } });
  });

  test("with headers alone of its own gives them with its problem, then and later", async () => {
    const { id } = await ticket("locked", []);
    for (const response of [await post("locked", []), await result(id)]) {
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(response.headers.get("x-request-id")).not.toBe("of another");
      expect(await response.json()).toEqual({ title: "Unauthorized", status: 401, detail: "Who is it?" });
    }
  });

  test("with anything else answers 500, the job's id and nothing of the inside", async () => {
    const response = await post("bug", []);
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain("secret");
    const { requestId } = JSON.parse(text);
    expect(await job(requestId)).toMatchObject({
      status: "failed",
      error: { title: "Internal Server Error", status: 500, requestId },
    });
    expect((await result(requestId)).status).toBe(500);
  });

  test.each([
    ["removed", [], "The operation does not exist any more."],
    ["choosy", [], "The operation has changed since the job was submitted: submit it again."],
    ["cyclic", [], "The result cannot be stored."],
    ["badCheckpoint", [], "The checkpoint cannot be stored."],
    ["soldOut", [16 * 1024], "The error is larger than the 16 KiB that the queue stores."],
    ["zeros", [33 * 1024 * 1024], "The result is larger than the 32 MiB that the queue stores."],
  ])("since it cannot be run or stored says so: %s", async (operation, args, detail) => {
    const response = await post(operation, args, { prefer: "wait=30" });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ status: 500, detail });
  });
});

async function sha256(bytes: ArrayBuffer | Uint8Array): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

describe("large arguments and results", () => {
  test.each([8 * 1024 * 1024, 20_000_000, 32 * 1024 * 1024])("of %i bytes pass", async (size) => {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    const response = await post("echo", bytes, { prefer: "wait=30" });
    expect(response.status).toBe(200);
    const echo = await response.arrayBuffer();
    expect(echo.byteLength).toBe(size);
    expect(await sha256(echo)).toBe(await sha256(bytes));
  });

  test.each([0, 1, CHUNK_BYTES, CHUNK_BYTES + 1])("pass in pieces: %i bytes", async (size) => {
    const bytes = new Uint8Array(size).map((_, index) => index % 251);
    const response = await post("echo", bytes);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  test("above the limit are 413", async () => {
    const response = await post("echo", new Uint8Array(33 * 1024 * 1024));
    expect(response.status).toBe(413);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });
});

describe("cancelling", () => {
  test("a running job takes effect at once, and what it still does is dropped", async () => {
    const { id } = await ticket("held");
    await control().told(`begun ${id}`);
    const response = await cancel(id);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id, status: "cancelled" });
    await control().release(id);
    await control().told(`succeeded ${id}`);
    // It freed its lane: a job that comes later runs, and by then the outcome has come in.
    expect((await post("add", [1, 1])).status).toBe(200);
    expect(await job(id)).toMatchObject({ status: "cancelled" });
    expect((await result(id)).status).toBe(410);
  });

  test("a function* stops at its next yield", async () => {
    const { id } = await ticket("paced", [100]);
    await control().told(`stepped ${id}`);
    await cancel(id);
    await control().release(id);
    await control().told(`stepped ${id}`, 2);
    await control().release(id);
    await control().told(`stopped ${id}`);
  });

  test("a queued job means that it never runs", async () => {
    const [first, second, third] = [await ticket("held"), await ticket("held"), await ticket("held")];
    expect(third).toMatchObject({ status: "queued", attempt: 0, startedAt: null });
    await cancel(third.id);
    for (const { id } of [first, second]) {
      await control().told(`begun ${id}`);
      await control().release(id);
      await result(id);
    }
    expect(await control().story()).not.toContain(`begun ${third.id}`);
  });

  test("again is the same; too late is 409", async () => {
    const { id } = await ticket("held");
    await cancel(id);
    expect((await cancel(id)).status).toBe(200);
    const done = await ticket("add", [1, 2]);
    await result(done.id);
    expect((await cancel(done.id)).status).toBe(409);
  });
});

describe("an Idempotency-Key", () => {
  test("that is repeated is the same job", async () => {
    const key = { "idempotency-key": "k1" };
    const first = await ticket("add", [1, 2], key);
    await result(first.id);
    const again = await post("add", [1, 2], key);
    expect(again.status).toBe(200);
    expect(await again.json()).toBe(3);
    expect((await control().story()).filter((told) => told.startsWith("begun"))).toHaveLength(1);
  });

  test("at the same time is the same job", async () => {
    const tickets = await Promise.all(
      Array.from({ length: 5 }, () => ticket("held", [], { "idempotency-key": "k" })),
    );
    expect(new Set(tickets.map(({ id }) => id)).size).toBe(1);
  });

  test("with other arguments is 422", async () => {
    const key = { "idempotency-key": "k2" };
    await ticket("add", [1, 2], key);
    const other = await post("add", [1, 3], key);
    expect(other.status).toBe(422);
    expect(other.headers.get("content-type")).toBe("application/problem+json");
  });

  test("of another caller or operation is another job", async () => {
    const key = { "idempotency-key": "k3" };
    const ids = [
      await ticket("add", [1, 2], key),
      await ticket("add", [1, 2], { ...key, authorization: "Bearer b" }),
      await ticket("add", [1, 2], { ...key, "x-api-key": "c" }),
      await ticket("held", [1, 2], key),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });

  test.each([
    ["", 400],
    ["k".repeat(256), 400],
    ["k".repeat(255), 202],
  ])("takes 1 to 255 characters: %#", async (key, status) => {
    const response = await post("add", [1, 2], { "idempotency-key": key, prefer: "respond-async" });
    expect(response.status).toBe(status);
  });
});

describe("a full queue", () => {
  test("is 503 with Retry-After, and stores nothing", async () => {
    // Two lanes and five places in line.
    const taken = [];
    for (let i = 0; i < 7; i++) taken.push(await ticket("held"));
    const refused = await post("held", []);
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(refused.headers.get("content-type")).toBe("application/problem+json");

    await cancel((taken.at(-1) as JobBody).id);
    await ticket("held");
    expect((await post("held", [])).status).toBe(503);
  });
});

describe("a job that there is not", () => {
  test.each([
    "enam0_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "any0_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "7",
    "enam1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  ])("is 404: %s", async (id) => {
    for (const path of [`/jobs/${id}`, `/jobs/${id}/result`, `/jobs/${id}/events`]) {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
    }
    expect((await cancel(id)).status).toBe(404);
  });

  test("brings no object into being when its id is none of ours", async () => {
    const before = await listDurableObjectIds(queues);
    await get("/jobs/mars0_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    await get("/jobs/enam9_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    expect(await listDurableObjectIds(queues)).toEqual(before);
  });
});

/** The events of a finished stream. */
function parseEvents(text: string): { id: number; job: JobBody }[] {
  return text
    .split("\n\n")
    .filter((message) => message !== "" && !message.startsWith(":"))
    .map((message) => {
      const [, id, data] = /^id: (\d+)\nevent: job\ndata: (.*)$/.exec(message) ?? [];
      return { id: Number(id), job: JSON.parse(data ?? "null") };
    });
}

describe("the events of a job", () => {
  test("are sent as they happen, until the final one", async () => {
    const { id } = await ticket("paced", [2]);
    await control().told(`stepped ${id}`);
    const response = await get(`/jobs/${id}/events`);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const text = response.text();
    await control().release(id);
    await control().told(`stepped ${id}`, 2);
    await control().release(id);
    const events = parseEvents(await text);
    expect(events[0]?.job).toMatchObject({ status: "running", progress: 0.5 });
    expect(events.at(-1)?.job).toMatchObject({ status: "succeeded", progress: 1 });
    expect(events.map((event) => event.id)).toEqual(events.map(({ id }) => id).sort((a, b) => a - b));
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  });

  test("resume after Last-Event-ID, and end with 204", async () => {
    const { id } = await ticket("count", [2]);
    await result(id);
    const events = async (known: string) => {
      const response = await get(`/jobs/${id}/events`, { "last-event-id": known });
      return { status: response.status, events: parseEvents(await response.text()) };
    };
    const all = await events("nonsense");
    // Whoever was away is told how it is, and not how it came about.
    expect(all.events).toMatchObject([{ job: { status: "succeeded" } }]);
    expect(await events("1")).toEqual(all);
    expect(await events(String(all.events[0]?.id))).toEqual({ status: 204, events: [] });
  });

  test("after one that is yet to come begin with the next, and end", async () => {
    const { id } = await ticket("held");
    const response = await get(`/jobs/${id}/events`, { "last-event-id": "999" });
    const text = response.text();
    await control().told(`begun ${id}`);
    await control().release(id);
    expect(parseEvents(await text).map(({ job }) => job.status)).toEqual(["succeeded"]);
  });

  test("carry the problem of a failure", async () => {
    const response = await post("teapot", [], { prefer: "respond-async" });
    const { id } = await response.json<JobBody>();
    const events = parseEvents(await (await get(`/jobs/${id}/events`)).text());
    expect(events.at(-1)?.job).toMatchObject({ status: "failed", error: { status: 418 } });
  });

  test("leave nothing behind when the client goes", async () => {
    const { id } = await ticket("held");
    const response = await get(`/jobs/${id}/events`);
    const reader = (response.body as ReadableStream).getReader();
    await reader.read();
    await reader.cancel();
    await control().told(`begun ${id}`);
    await control().release(id);
    expect((await result(id)).status).toBe(200);
  });
});
