import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import parsePrometheus from "parse-prometheus-text-format";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { all } from "../../../src/jobs";
import type { Job } from "../../../src/jobs/protocol";
import { Changes } from "../../../src/jobs/queue/changes";
import type { HistoryBody, JobBody, ShardBody } from "../../../src/jobs/views";
import { control, edge, get, operate, post, queue } from "../bindings";
import { twins } from "../edge-worker";

// Jobs of one test are of different milliseconds, or the order of those in two shards would be anybody's guess.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(async () => {
  vi.useRealTimers();
  await reset();
});

interface Listed extends JobBody {
  queue: string;
  priority: number;
  dueAt: string | null;
  parent: string | null;
  requestId: string | null;
}

const ROUTES: [method: string, path: string][] = [
  ["GET", "/jobs"],
  ["GET", "/jobs/events"],
  ["GET", "/jobs/metrics"],
  ["GET", "/jobs/history"],
  ["GET", "/jobs/queues"],
  ["GET", "/jobs/schedules"],
  ["PATCH", "/jobs/queues/add"],
  ["POST", "/jobs/retry?all=true"],
  ["POST", "/jobs/cancel?all=true"],
  ["POST", "/jobs/purge?all=true"],
  ["GET", "/jobs/{id}/detail"],
  ["GET", "/jobs/{id}/arguments"],
  ["POST", "/jobs/{id}/retry"],
];

/** Submit, and do not wait. With a key the job is in another shard. */
async function ticket(operation: string, args: unknown[] = [], key?: string): Promise<string> {
  vi.setSystemTime(Date.now() + 1);
  const response = await post(operation, args, {
    prefer: "respond-async",
    ...(key !== undefined && { "idempotency-key": key }),
  });
  expect(response.status).toBe(202);
  return (await response.json<JobBody>()).id;
}

/** Submit, and wait for its end. */
async function done(operation: string, args: unknown[] = [], key?: string): Promise<string> {
  const id = await ticket(operation, args, key);
  await get(`/jobs/${id}/result`, { prefer: "wait=30" });
  return id;
}

async function read<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await operate(path, init);
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json();
}

async function list(query = ""): Promise<{ jobs: Listed[]; cursor: string | null }> {
  return read(`/jobs${query}`);
}

function statusOf(id: string): Promise<JobBody["status"]> {
  return get(`/jobs/${id}`)
    .then((response) => response.json<JobBody>())
    .then(({ status }) => status);
}

async function problem(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body = await response.json<{
    status: number;
    detail: string;
    errors?: { loc: unknown; type: string }[];
  }>();
  expect(body.status).toBe(response.status);
  return body;
}

function change(queue: string, body: unknown): Promise<Response> {
  return operate(`/jobs/queues/${queue}`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

describe("whoever is no operator", () => {
  test.each(ROUTES)("learns nothing and does nothing: %s %s", async (method, path) => {
    const id = await ticket("held", ["x"]);
    await control().told(`begun ${id}`);
    const url = `http://edge${path.replace("{id}", id)}`;
    for (const [authorization, status] of [
      [undefined, 401],
      ["Bearer wrong", 401],
      ["Bearer let-me-i", 401],
      ["Basic bGV0LW1lLWlu", 400],
      ["let-me-in", 400],
    ] as const) {
      const headers = authorization === undefined ? undefined : { authorization };
      const response = await edge.fetch(url, { method, headers });
      expect(response.status).toBe(status);
      expect(response.headers.get("www-authenticate")).toMatch(/^Bearer /);
      const text = await response.clone().text();
      expect((await problem(response)).detail).toContain("Authorization: Bearer");
      expect(text).not.toContain(id);
      expect(text).not.toContain("let-me-in");
    }
    expect((await edge.fetch(url, { method: "HEAD" })).ok).toBe(false);
    expect(await statusOf(id)).toBe("running");
  });

  test.each(ROUTES)("is everybody without a JOBS_TOKEN: %s %s", async (method, path) => {
    const secrets = env as { JOBS_TOKEN?: string };
    const token = secrets.JOBS_TOKEN as string;
    for (const none of [undefined, ""]) {
      secrets.JOBS_TOKEN = none;
      try {
        for (const authorization of ["Bearer let-me-in", "Bearer ", "Bearer undefined"]) {
          const response = await edge.fetch(`http://edge${path}`, { method, headers: { authorization } });
          expect(response.status).toBe(403);
          expect((await problem(response)).detail).toMatch(/JOBS_TOKEN.*wrangler secret put/);
        }
      } finally {
        secrets.JOBS_TOKEN = token;
      }
    }
  });

  test("may use the ticket of a job", async () => {
    const id = await ticket("held", ["x"]);
    expect((await get(`/jobs/${id}`)).status).toBe(200);
    expect((await get(`/jobs/${id}/result`)).status).toBe(202);
    expect((await edge.fetch(`http://edge/jobs/${id}`, { method: "DELETE" })).status).toBe(200);
    expect((await get(`/jobs/${id}/events`)).status).toBe(200);
  });
});

describe("the list of jobs", () => {
  test("shows what each is, the newest first", async () => {
    const failed = await done("teapot");
    const keyed = await done("add", [1, 2], "k");
    const running = await ticket("held", ["x"]);
    const { jobs, cursor } = await list();
    expect(cursor).toBeNull();
    expect(jobs).toEqual([
      {
        id: running,
        operation: "held",
        status: "running",
        progress: null,
        attempt: 1,
        createdAt: expect.any(String),
        startedAt: expect.any(String),
        finishedAt: null,
        queue: "held",
        priority: 0,
        dueAt: expect.any(String),
        parent: null,
        requestId: expect.any(String),
      },
      expect.objectContaining({ id: keyed, status: "succeeded" }),
      expect.objectContaining({
        id: failed,
        status: "failed",
        error: expect.objectContaining({ status: 418 }),
      }),
    ]);
  });

  test("takes filters, all of which must fit", async () => {
    const failed = await done("teapot");
    const added = await done("add", [1, 2], "k");
    const batch = await all([twins.add(1, 1), twins.add(2, 2)]).submit();
    await batch.result();
    const ids = async (query: string) => (await list(query)).jobs.map(({ id }) => id);
    expect(await ids("?status=failed")).toEqual([failed]);
    expect(await ids("?operation=teapot&status=succeeded")).toEqual([]);
    expect(await ids(`?id=${added.slice(0, 12)}`)).toEqual([added]);
    expect(await ids("?queue=teapot")).toEqual([failed]);
    expect(await ids(`?parent=${batch.id}`)).toHaveLength(2);
    const { finishedAt } = await (await get(`/jobs/${added}`)).json<Job>();
    expect(await ids(`?finishedBefore=${finishedAt}`)).toEqual([failed]);
    expect(await ids("?finishedBefore=2000-01-01T00:00:00Z")).toEqual([]);
  });

  test("goes on page by page, over several shards, and what comes in between is on none of them", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 9; i++) ids.unshift(await done("add", [i, i], i % 3 === 0 ? `k${i}` : undefined));
    for (const limit of [1, 2, 4, 8, 9, 10]) {
      const seen: string[] = [];
      let query: string | null = `?limit=${limit}`;
      while (query !== null) {
        const { jobs, cursor } = await list(query);
        expect(jobs.length).toBeLessThanOrEqual(limit);
        seen.push(...jobs.map(({ id }) => id));
        query = cursor && `?limit=${limit}&cursor=${encodeURIComponent(cursor)}`;
        if (limit !== 2 || query === null) continue;
        // In both shards, also in the one that had nothing on the page.
        await done("add", [0, 0]);
        await done("add", [0, 0], `later ${seen.length}`);
      }
      expect(seen, `limit ${limit}`).toEqual(limit > 2 ? expect.arrayContaining(ids) : ids);
    }
  });

  test("is searched to its end, however far that is", async () => {
    const first = await done("add", [1, 2]);
    await runInDurableObject(queue(), (_, { storage: { sql } }) => {
      // As if so many had come and gone since.
      sql.exec(`INSERT INTO jobs SELECT 23000, 'enam0_other', 'bug', queue, priority, policy, 'failed', version, rank, attempt,
        lease, resting, progress, failures, losses, created_at, started_at, finished_at, due_at, failure, parent,
        children, pending, arguments, response, body FROM jobs`);
    });
    const ids = async (query: string) => (await list(query)).jobs.map(({ id }) => id);
    expect(await ids("?operation=add")).toEqual([first]);
    expect(await ids("?status=failed&limit=1")).toEqual(["enam0_other"]);
    expect(await ids("?id=enam0_")).toEqual(["enam0_other", first]);
    expect(await ids("?status=cancelled")).toEqual([]);
  });

  test("says all that is wrong with a query", async () => {
    const response = await operate(
      "/jobs?status=done&limit=0&cursor=bnVsbA==&statsu=failed&id=&finishedBefore=yesterday",
    );
    expect(response.status).toBe(422);
    const { errors } = await problem(response);
    expect(errors?.map(({ loc, type }) => [loc, type]).sort()).toEqual([
      [["query", "cursor"], "format"],
      [["query", "finishedBefore"], "format"],
      [["query", "id"], "minLength"],
      [["query", "limit"], "minimum"],
      [["query", "statsu"], "unknown"],
      [["query", "status"], "enum"],
    ]);
    for (const query of [
      "limit=501",
      "limit=1.5",
      "limit=x",
      "cursor=x",
      `cursor=${btoa('{"a":"b"}')}`,
      `cursor=${btoa("[0.5]")}`,
    ])
      expect((await operate(`/jobs?${query}`)).status, query).toBe(422);
  });
});

describe("a job", () => {
  test("is shown with its arguments, its bytes told by number", async () => {
    const id = await ticket("held", [{ name: "Ada", tags: ["a"] }]);
    const detail = await read(`/jobs/${id}/detail`);
    expect(detail).toMatchObject({
      id,
      status: "running",
      queue: "held",
      arguments: [{ name: "Ada", tags: ["a"] }],
      attempts: [],
      progressHistory: [],
    });
    expect(detail).not.toHaveProperty("failure");
    const file = { name: "a.png", type: "image/png", bytes: new Uint8Array(7) };
    const bytes = await twins.held.submit([new Uint8Array(3), new Uint8Array(2000)]);
    expect(await read(`/jobs/${bytes.id}/detail`)).toMatchObject({
      arguments: [[{ bytes: 3 }, { bytes: 2000 }]],
    });
    const upload = await twins.held.submit(file);
    expect(await read(`/jobs/${upload.id}/detail`)).toMatchObject({
      arguments: [{ name: "a.png", type: "image/png", bytes: { bytes: 7 } }],
    });
  });

  test("is shown however large its arguments are", async () => {
    const ticket = await twins.held.submit([new Uint8Array(20_000_000), new Uint8Array(12_000_000)]);
    expect(await read(`/jobs/${ticket.id}/detail`)).toMatchObject({
      arguments: [[{ bytes: 20_000_000 }, { bytes: 12_000_000 }]],
    });
  });

  test("is shown with its errors and their stacks", async () => {
    const id = await done("bug");
    expect(await read(`/jobs/${id}/detail`)).toMatchObject({
      status: "failed",
      error: { status: 500 },
      attempts: [
        {
          n: 1,
          at: expect.stringMatching(/Z$/),
          failure: { reason: "error" },
          error: expect.stringMatching(/^Error: the secret inside\n +at /),
        },
      ],
    });
  });

  test("is shown with its progress", async () => {
    const id = await ticket("paced", [2]);
    for (const times of [1, 2]) {
      await control().told(`stepped ${id}`, times);
      vi.setSystemTime(Date.now() + 1000);
      await control().release(id);
    }
    await get(`/jobs/${id}/result`, { prefer: "wait=30" });
    const { progressHistory } = await read<{ progressHistory: { at: string; progress: number }[] }>(
      `/jobs/${id}/detail`,
    );
    expect(progressHistory.map(({ progress }) => progress)).toContain(0.5);
    expect(progressHistory.every(({ at }) => at.endsWith("Z"))).toBe(true);
  });

  test("that has succeeded has no arguments any more, and one that is not there is 404", async () => {
    expect(await read(`/jobs/${await done("add", [1, 2])}/detail`)).toMatchObject({
      arguments: null,
      attempts: [],
    });
    for (const id of ["enam0_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "7"]) {
      expect((await problem(await operate(`/jobs/${id}/detail`))).status).toBe(404);
      expect((await problem(await operate(`/jobs/${id}/retry`, { method: "POST" }))).status).toBe(404);
    }
  });
});

describe("retrying", () => {
  const retry = (id: string) => operate(`/jobs/${id}/retry`, { method: "POST" });

  test("gives a job that failed or was cancelled another chance, from the beginning", async () => {
    await control().crashNext(1);
    const failed = await done("bug");
    const cancelled = await ticket("held", ["x"]);
    await control().told(`begun ${cancelled}`);
    await edge.fetch(`http://edge/jobs/${cancelled}`, { method: "DELETE" });
    for (const id of [failed, cancelled]) {
      const response = await retry(id);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ id, finishedAt: null });
    }
    await control().release(cancelled);
    await control().told(`begun ${cancelled}`, 2);
    await control().release(cancelled);
    expect(await (await get(`/jobs/${cancelled}/result`, { prefer: "wait=30" })).json()).toBe("x");
    await get(`/jobs/${failed}/result`, { prefer: "wait=30" });
    const { attempts } = await read<{ attempts: unknown[] }>(`/jobs/${failed}/detail`);
    expect(attempts).toHaveLength(2);
  });

  test("is refused where it makes no sense, with the reason", async () => {
    const succeeded = await problem(await retry(await done("add", [1, 2])));
    expect(succeeded).toMatchObject({ status: 409, detail: expect.stringContaining("succeeded") });
    const batch = await all([twins.teapot()]).submit();
    await expect(batch.result()).rejects.toThrow();
    expect(await problem(await retry(batch.id))).toMatchObject({
      status: 409,
      detail: expect.stringContaining("batch"),
    });
    const [child] = (await list(`?parent=${batch.id}`)).jobs;
    expect(await problem(await retry(child?.id ?? ""))).toMatchObject({
      status: 409,
      detail: expect.stringContaining(batch.id),
    });
  });
});

describe("doing something with many jobs", () => {
  const act = (action: string, query: string) =>
    read<{ done: number }>(`/jobs/${action}${query}`, { method: "POST" });

  test("retries all that can be", async () => {
    const failed = [await done("bug"), await done("bug", [], "k")];
    const other = await done("teapot");
    await done("add", [1, 2]);
    expect(await act("retry", "?operation=bug")).toEqual({ done: 2 });
    for (const id of failed) await get(`/jobs/${id}/result`, { prefer: "wait=30" });
    expect(await (await get(`/jobs/${other}`)).json()).toMatchObject({ attempt: 1 });
    expect(await act("retry", "?status=succeeded&all=true")).toEqual({ done: 0 });
  });

  test("cancels a batch with its jobs, and counts and writes each once", async () => {
    const batch = await all([twins.held("a"), twins.held("b"), twins.held("c")]).submit();
    const lone = await ticket("held", [], "k");
    await control().begun("held", 3);
    expect(await act("cancel", "?all=true")).toEqual({ done: 2 });
    expect(await statusOf(batch.id)).toBe("cancelled");
    expect(await statusOf(lone)).toBe("cancelled");
    expect((await list("?status=cancelled")).jobs).toHaveLength(5);
    const { queues } = await read<{ queues: { name: string }[] }>("/jobs/queues");
    expect(queues.filter(({ name }) => name === "held")).toEqual([
      expect.objectContaining({ queued: 0, scheduled: 0, running: 0 }),
    ]);
    expect(await counted()).toMatchObject({ 'finished_total{operation="held",status="cancelled"}': 4 });
  });

  test("purges what is done, but nothing that another job still needs", async () => {
    const failed = await done("teapot");
    const batch = await all([twins.add(1, 2), twins.held("x")]).submit();
    const [held] = await control().begun("held", 1);
    for await (const job of batch.progress()) if (job.progress === 0.5) break;
    expect(await act("purge", "?all=true")).toEqual({ done: 1 });
    expect((await get(`/jobs/${failed}`)).status).toBe(404);
    await control().release(held as string);
    expect(await batch.result()).toEqual([3, "x"]);
    expect(await act("purge", "?status=succeeded")).toEqual({ done: 1 });
    expect((await list()).jobs).toEqual([]);
  });

  test("goes through more than one go, past those that it cannot be done with", async () => {
    await done("teapot");
    await change("teapot", { paused: true });
    // Copies of that job, and before them failed batches, none of which can be retried.
    await runInDurableObject(queue(), (_, { storage: { sql } }) => {
      const { names } = sql
        .exec<{ names: string }>(
          "SELECT group_concat(name) AS names FROM pragma_table_info('jobs') WHERE name NOT IN ('seq', 'id', 'operation')",
        )
        .one();
      for (const operation of ["all()", "teapot"])
        sql.exec(
          `WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < 600)
           INSERT INTO jobs (id, operation, ${names})
             SELECT '${operation}' || n, '${operation}', ${names} FROM copies, (SELECT * FROM jobs LIMIT 1)`,
        );
    });
    expect(await act("retry", "?status=failed")).toEqual({ done: 601 });
    expect(await counted()).toMatchObject({ 'depth{queue="teapot",status="queued"}': 601 });
    expect(await act("cancel", "?operation=teapot")).toEqual({ done: 601 });
    expect(await act("purge", "?all=true")).toEqual({ done: 1201 });
    expect((await list()).jobs).toEqual([]);
  });

  test.each(["retry", "cancel", "purge"])("needs to be told with which: %s", async (action) => {
    const id = await done("teapot");
    for (const [query, key] of [
      ["", "all"],
      ["?all=false", "all"],
      ["?all=perhaps", "all"],
      ["?operatoin=teapot&status=failed", "operatoin"],
      ["?id=&status=failed", "id"],
      ["?limit=1&status=failed", "limit"],
    ]) {
      const response = await operate(`/jobs/${action}${query}`, { method: "POST" });
      expect(response.status, query).toBe(422);
      expect((await problem(response)).errors?.map(({ loc }) => loc)).toEqual([["query", key]]);
    }
    expect(await (await get(`/jobs/${id}`)).json()).toMatchObject({ status: "failed", attempt: 1 });
  });
});

describe("a queue", () => {
  interface Queues {
    queues: { name: string; paused: boolean; queued: number; running: number; limits: unknown }[];
    shards: ShardBody[];
  }

  test("is shown with what stands in it and what runs", async () => {
    expect(await read("/jobs/queues")).toEqual({ queues: [], shards: [] });
    const ids = [await ticket("held"), await ticket("held"), await ticket("held")];
    const { queues, shards } = await read<Queues>("/jobs/queues");
    expect(queues).toEqual([
      { name: "held", paused: false, draining: false, limits: {}, queued: 1, scheduled: 0, running: 2 },
    ]);
    const lanes = ids
      .slice(0, 2)
      .map((id) => [
        expect.objectContaining({ id, operation: "held", status: "running", startedAt: expect.any(String) }),
      ]);
    expect(shards).toEqual([{ name: "enam0", lanes, rate: 0 }]);
  });

  test("that is paused starts nothing until it is resumed, in all shards; others go on", async () => {
    expect(await (await change("add", { paused: true })).json()).toMatchObject({ name: "add", paused: true });
    const here = await ticket("add", [1, 2]);
    const there = await ticket("add", [1, 3], "k");
    await done("forget");
    expect([await statusOf(here), await statusOf(there)]).toEqual(["queued", "queued"]);
    expect(await counted()).toMatchObject({
      'paused{queue="add"}': 1,
      'depth{queue="add",status="queued"}': 2,
    });
    expect(await (await change("add", { paused: false })).json()).toMatchObject({ paused: false });
    expect(await (await get(`/jobs/${here}/result`, { prefer: "wait=30" })).json()).toBe(3);
    expect(await (await get(`/jobs/${there}/result`, { prefer: "wait=30" })).json()).toBe(4);
  });

  test("that drains takes no orders, does what it has, and lets jobs have their own done", async () => {
    const held = await ticket("held", ["x"]);
    await change("held", { draining: true });
    for (const key of [undefined, "k"]) {
      const refused = await post("held", [], key === undefined ? {} : { "idempotency-key": key });
      expect(refused.status).toBe(503);
      expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
      expect((await problem(refused)).detail).toBe("The queue takes no jobs now.");
    }
    await expect(twins.held("y")).rejects.toThrow("takes no jobs now");
    await control().told(`begun ${held}`);
    await control().release(held);
    expect(await (await get(`/jobs/${held}/result`, { prefer: "wait=30" })).json()).toBe("x");
    await change("held", { draining: false });
    expect((await post("held", [], { prefer: "respond-async" })).status).toBe(202);
  });

  test("that is limited runs no more at once, until it is as in the stubs again", async () => {
    expect(await (await change("held", { limits: { concurrency: 1 } })).json()).toMatchObject({
      limits: { concurrency: 1 },
    });
    const [first, second] = [await ticket("held"), await ticket("held")];
    await control().told(`begun ${first}`);
    expect(await statusOf(second)).toBe("queued");
    expect(await (await change("held", { limits: null })).json()).toMatchObject({ limits: {} });
    await control().told(`begun ${second}`);
    const rate = { limit: 2, seconds: 60 };
    expect(await (await change("held", { limits: { rate } })).json()).toMatchObject({ limits: { rate } });
    expect((await read<Queues>("/jobs/queues")).queues[0]?.limits).toEqual({ rate });
  });

  test("takes no change that it does not understand", async () => {
    const response = await change("held", {
      paused: "yes",
      drain: true,
      limits: { concurrency: 0.5, rate: { limit: 0 }, lanes: 3 },
    });
    expect(response.status).toBe(422);
    expect((await problem(response)).errors?.map(({ loc }) => loc)).toEqual([
      ["body", "drain"],
      ["body", "paused"],
      ["body", "limits", "lanes"],
      ["body", "limits", "concurrency"],
      ["body", "limits", "rate", "limit"],
      ["body", "limits", "rate", "seconds"],
    ]);
    for (const [body, status] of [
      ["{", 400],
      ["[]", 422],
      ["", 422],
    ] as const)
      expect(
        (
          await operate("/jobs/queues/held", {
            method: "PATCH",
            headers: { "content-type": "application/json" },
            body,
          })
        ).status,
      ).toBe(status);
    expect((await operate("/jobs/queues/held", { method: "PATCH", body: "{}" })).status).toBe(415);
    expect(await read("/jobs/queues")).toEqual({ queues: [], shards: [] });
  });
});

/** The samples of the metrics, by name and labels. */
async function counted(): Promise<Record<string, number>> {
  const response = await operate("/jobs/metrics");
  const lines = (await response.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => {
      const [, sample, value] = /^shortorder_jobs_(\S+) (\S+)$/.exec(line) ?? [];
      return [sample, Number(value)];
    }),
  );
}

describe("the log", () => {
  test("has one line for each job that is done, with the id of the request that it all began with", async () => {
    const info = vi.spyOn(console, "info");
    const warn = vi.spyOn(console, "warn");
    const response = await post(
      "sum",
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      { prefer: "wait=30", "cf-ray": "ray-1" },
    );
    expect(await response.json()).toBe(10);
    await edge.fetch("http://edge/teapot", {
      method: "POST",
      body: "[]",
      headers: { "content-type": "application/json", "cf-ray": "ray-2" },
    });
    const lines = (spy: typeof info) => spy.mock.calls.map(([line]) => JSON.parse(line));
    expect(
      lines(info)
        .map(({ operation }) => operation)
        .sort(),
    ).toEqual(["add", "add", "add", "add", "all()", "all()", "all()", "sum"]);
    for (const line of lines(info))
      expect(line).toEqual({
        level: "info",
        message: "job succeeded",
        operation: line.operation,
        status: "succeeded",
        attempt: expect.any(Number),
        waitMs: expect.any(Number),
        runMs: expect.any(Number),
        job: expect.stringMatching(/^enam0_/),
        requestId: "ray-1",
      });
    expect(lines(warn)).toMatchObject([
      { level: "warn", message: "job failed", operation: "teapot", reason: "exception", requestId: "ray-2" },
    ]);
    vi.restoreAllMocks();
  });

  test("has only what failed where that is enough", async () => {
    const settings = env as { LOG_JOBS?: string };
    settings.LOG_JOBS = "failed";
    const spies = [vi.spyOn(console, "info"), vi.spyOn(console, "warn")];
    await done("add", [1, 2]);
    await done("teapot");
    settings.LOG_JOBS = undefined;
    const lines = spies.flatMap(({ mock }) => mock.calls.map(([line]) => JSON.parse(line)));
    expect(lines).toMatchObject([{ message: "job failed", operation: "teapot" }]);
    vi.restoreAllMocks();
  });

  test("knows the request of jobs that its handler submits, one by one or as a batch", async () => {
    await post("errands", [], { "cf-ray": "ray-3" });
    const { jobs } = await list();
    expect(jobs).toHaveLength(3);
    expect(new Set(jobs.map(({ requestId }) => requestId))).toEqual(new Set(["ray-3"]));
  });
});

describe("the metrics", () => {
  test("are what Prometheus reads, and right", async () => {
    await done("add", [1, 2]);
    await done("add", [1, 2], "k");
    await done("bug");
    await ticket("held");
    const response = await operate("/jobs/metrics");
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const families = parsePrometheus(await response.text());
    expect(families.map(({ name }) => name)).toContain("shortorder_jobs_run_seconds");
    expect(await counted()).toMatchObject({
      'submitted_total{operation="add"}': 2,
      'attempts_total{operation="add"}': 2,
      'finished_total{operation="add",status="succeeded"}': 2,
      'finished_total{operation="bug",status="failed"}': 1,
      'finished_total{operation="held",status="succeeded"}': 0,
      'wait_seconds_count{operation="add"}': 2,
      'run_seconds_count{operation="add"}': 2,
      'run_seconds_bucket{operation="add",le="+Inf"}': 2,
      'depth{queue="held",status="running"}': 1,
      'depth{queue="add",status="queued"}': 0,
      lanes: 14,
      lanes_busy: 1,
    });
  });
});

describe("the history", () => {
  test("tells what happened in which minute, in all shards, and how long it took", async () => {
    vi.setSystemTime(new Date("2026-11-25T12:00:30Z"));
    await done("add", [1, 2]);
    await done("add", [1, 2], "k");
    await done("bug");
    vi.setSystemTime(new Date("2026-11-25T12:02:30Z"));
    await done("add", [1, 2]);
    const { step, from, to, stretches, operations } = await read<HistoryBody>("/jobs/history");
    expect([step, from.slice(0, 16), to.slice(0, 16)]).toEqual([60, "2026-11-25T11:02", "2026-11-25T12:02"]);
    expect(stretches).toMatchObject([
      { at: "2026-11-25T12:00:00.000Z", submitted: 3, succeeded: 2, failed: 1, cancelled: 0 },
      { at: "2026-11-25T12:02:00.000Z", submitted: 1, succeeded: 1, failed: 0 },
    ]);
    for (const { wait, run } of stretches)
      for (const { p50, p95 } of [wait, run]) expect(p50).toBeLessThanOrEqual(p95 ?? Number.NaN);
    expect(operations).toMatchObject([
      {
        operation: "add",
        succeeded: 3,
        failed: 0,
        run: { p50: expect.any(Number), p95: expect.any(Number) },
      },
      { operation: "bug", succeeded: 0, failed: 1 },
    ]);
  });

  test("is of one operation when asked", async () => {
    await done("add", [1, 2]);
    await done("bug");
    const { stretches, operations } = await read<HistoryBody>("/jobs/history?operation=bug&hours=0.5");
    expect(stretches).toMatchObject([{ submitted: 1, succeeded: 0, failed: 1 }]);
    expect(operations.map(({ operation }) => operation)).toEqual(["add", "bug"]);
    expect(await read("/jobs/history?operation=constructor")).toMatchObject({ stretches: [] });
  });

  test("is empty where nothing happened, and asks for no more than there is", async () => {
    expect(await read("/jobs/history?hours=48")).toMatchObject({ step: 900, stretches: [], operations: [] });
    for (const hours of ["0", "-1", "49", "x"])
      expect((await operate(`/jobs/history?hours=${hours}`)).status, hours).toBe(422);
  });
});

describe("the bytes among the arguments of a job", () => {
  test("can be had, and nothing else", async () => {
    const file = { name: "a/b.png", type: "image/png", bytes: new Uint8Array([1, 2, 3]) };
    const job = await twins.held.submit([file, file]);
    const path = `/jobs/${job.id}/arguments?pointer=`;
    const response = await operate(`${path}/0/1/bytes`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": "attachment",
      "x-content-type-options": "nosniff",
    });
    expect(await response.bytes()).toEqual(new Uint8Array([1, 2, 3]));
    for (const pointer of [
      "",
      "/0",
      "/0/1",
      "/0/1/name",
      "/0/2/bytes",
      "/0/1/bytes/0",
      "/0/1/constructor",
      "x",
    ])
      expect((await problem(await operate(path + pointer))).status, pointer).toBe(404);
  });
});

describe("the events of all jobs", () => {
  /** Read server-sent events, one at a time. */
  async function* messages(response: Response): AsyncGenerator<Listed> {
    let rest = "";
    for await (const text of (response.body as ReadableStream<BufferSource>).pipeThrough(
      new TextDecoderStream(),
    )) {
      const blocks = (rest + text).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const [, data] = /^data: (.*)$/m.exec(block) ?? [];
        if (data !== undefined) yield JSON.parse(data);
      }
    }
  }

  test("come from all shards, as they happen, until the client leaves", async () => {
    const earlier = await done("add", [0, 0]);
    const response = await operate("/jobs/events");
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const here = await ticket("add", [1, 2]);
    const there = await ticket("teapot", [], "k");
    const ends = new Map<string, Listed>();
    for await (const job of messages(response)) {
      expect(job.id).not.toBe(earlier);
      if (job.finishedAt !== null) ends.set(job.id, job);
      if (ends.size === 2) break;
    }
    expect(ends.get(here)).toMatchObject({ status: "succeeded", queue: "add" });
    expect(ends.get(there)).toMatchObject({ status: "failed", error: { status: 418 } });
    expect(ends.get(there)).not.toHaveProperty("failure");
    // It has left, and nobody minds.
    expect((await post("add", [1, 1])).status).toBe(200);
  });

  test("are not kept for a client that has left", async () => {
    const { watch } = Changes.prototype;
    let watchers = 0;
    const spy = vi.spyOn(Changes.prototype, "watch").mockImplementation(function (this: Changes, tell) {
      watchers++;
      const end = watch.call(this, tell);
      return () => {
        watchers--;
        end();
      };
    });
    const response = await operate("/jobs/events");
    expect(watchers).toBe(7);
    await response.body?.cancel();
    // A shard notices when it has something to tell.
    await vi.waitFor(async () => {
      await done("add", [1, 2]);
      expect(watchers).toBe(6);
    });
    spy.mockRestore();
  });

  test("tell a slow client the last of a job's changes, once", async () => {
    const ids: string[] = [];
    const text = await runInDurableObject(queue(), async (instance) => {
      const reader = instance.operator().watch().getReader();
      for (let i = 0; i < 5; i++) ids.push(await done("add", [i, i]));
      const { value } = await reader.read();
      await reader.cancel();
      return new TextDecoder().decode(value);
    });
    const events = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map(({ job }) => [job.id, job.status])).toEqual(ids.map((id) => [id, "succeeded"]));
  });
});
