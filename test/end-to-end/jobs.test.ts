/** The queue from outside, on a running project: webhooks, schedules, operators. */
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { copyProject, DevServer, startSample } from "./harness.ts";

/** That of the development server. */
const SECRET = "whsec_ZGV2ZWxvcG1lbnQgb25seSwgbm8gc2VjcmV0";
const operator = { authorization: "Bearer dev" };

let server: DevServer;
beforeAll(async () => {
  server = await startSample("jobs");
});
afterAll(() => server.stop());

const request = (path: string, init?: RequestInit) => fetch(new URL(path, server.url), init);

describe("a webhook", () => {
  interface Call {
    headers: IncomingHttpHeaders;
    body: string;
  }
  let receiver: Server;
  let calls: Call[];
  /** How it answers the next ones: a status, or not at all. */
  let answers: (number | "never")[];
  let called = () => {};

  beforeEach(async () => {
    calls = [];
    answers = [];
    receiver = createServer(async (request, response) => {
      const answer = answers.shift() ?? 204;
      calls.push({ headers: request.headers, body: await text(request) });
      if (answer !== "never") response.writeHead(answer).end();
      called();
    }).listen(0, "127.0.0.1");
    await once(receiver, "listening");
  });
  afterEach(async () => {
    receiver.closeAllConnections();
    receiver.close();
    await once(receiver, "close");
  });

  /** The calls, when there are so many; each must be signed. */
  async function received(count: number): Promise<{ id: unknown; event: unknown }[]> {
    while (calls.length < count) await new Promise<void>((resolve) => (called = resolve));
    return calls.map(({ headers, body }) => ({
      id: headers["webhook-id"],
      event: new Webhook(SECRET).verify(body, headers as Record<string, string>),
    }));
  }

  async function order(): Promise<{ id: string }> {
    const { port } = receiver.address() as AddressInfo;
    const headers = { "webhook-url": `http://127.0.0.1:${port}/`, prefer: "respond-async" };
    const response = await request("/rooms/count", { method: "POST", headers });
    expect(response.status).toBe(202);
    return (await response.json()) as { id: string };
  }

  it("announces the end of a job, and again when the receiver failed", async () => {
    answers = [500];
    const { id } = await order();
    const [first, second] = await received(2);
    expect(second).toEqual(first);
    expect(first?.event).toEqual({
      type: "job.succeeded",
      timestamp: expect.any(String),
      data: await (await request(`/jobs/${id}`)).json(),
    });
    expect(server.output).toMatch(/\[edge\] webhook not delivered: .*attempt 1.*The receiver answered 500/);
  });

  it("is sent again when the edge was killed meanwhile", async () => {
    answers = ["never"];
    const { id } = await order();
    await received(1);
    server.kill("edge");
    await server.printed(/edge is back as pid/);
    expect((await request(`/jobs/${id}`)).status).toBe(200);
    const [first, second] = await received(2);
    expect(second).toEqual(first);
  });
});

describe("schedules of the stubs", () => {
  it("are known to the queue after the first request, with their next ticks", async () => {
    const now = Date.now();
    const response = await request("/jobs/schedules", { headers: operator });
    const { schedules } = (await response.json()) as { schedules: { name: string; nextTick: string }[] };
    expect(schedules).toMatchObject([
      { name: "countRooms", operation: "countRooms", cron: "0 0 1 * *", zone: "UTC" },
      { name: "airOut", operation: "airOut", cron: "0 3 * * *", zone: "UTC" },
      { name: "airOut-2", operation: "airOut", cron: "*/15 9-17 * * MON-FRI", zone: "Europe/Berlin" },
    ]);
    for (const { nextTick } of schedules) expect(Date.parse(nextTick)).toBeGreaterThan(now);
  });
});

describe("operators", () => {
  it("are told of each job that is done on the terminal", async () => {
    expect(await (await request("/rooms/count", { method: "POST" })).json()).toBe(12);
    await server.printed(
      /\[edge\] job succeeded: operation countRooms, attempt 1, waitMs \d+, runMs \d+, job \w+0_/,
    );
  });

  it("are answered as the document says", async () => {
    await request("/rooms/count", { method: "POST" });
    const document = await (await request("/openapi.json")).json();
    const ajv = addFormats.default(new Ajv2020({ strict: false }));
    ajv.addSchema(document, "document");
    const { jobs } = (await (await request("/jobs", { headers: operator })).json()) as {
      jobs: { id: string }[];
    };
    for (const [path, id] of [
      ["/jobs"],
      ["/jobs/queues"],
      ["/jobs/schedules"],
      ["/jobs/{id}/detail", jobs[0]?.id],
      ["/jobs/{id}", jobs[0]?.id],
    ] as const) {
      const answer = await (await request(path.replace("{id}", id ?? ""), { headers: operator })).json();
      const pointer = `/paths/${path.replaceAll("/", "~1")}/get/responses/200/content/application~1json/schema`;
      const validate = ajv.compile({ $ref: `document#${encodeURI(pointer)}` });
      expect(validate(answer), `${path}: ${ajv.errorsText(validate.errors)}`).toBe(true);
    }
  });

  it("have their token from the summary, and nobody else comes in", async () => {
    expect(server.output).toContain(`  Jobs      ${server.url.origin}/jobs   Authorization: Bearer dev\n`);
    expect((await request("/jobs", { headers: operator })).status).toBe(200);
    expect((await request("/jobs")).status).toBe(401);
  });

  it("see every job live", async () => {
    const response = await request("/jobs/events", { headers: operator });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await request("/rooms/count", { method: "POST" });
    let seen = "";
    while (!seen.includes('"succeeded"')) seen += (await reader?.read())?.value;
    expect(seen).toMatch(/event: job\ndata: \{"id":.*"operation":"countRooms"/);
    await reader?.cancel();
  });

  it("are none where others can reach it, unless .dev.vars has a token", async () => {
    const root = await copyProject("jobs");
    const open = await new DevServer(root, ["--port", "0", "--host", "0.0.0.0"]).ready();
    const url = (path: string) => `http://127.0.0.1:${open.url.port}${path}`;
    expect((await fetch(url("/jobs"), { headers: operator })).status).toBe(403);
    expect(open.output).toMatch(/Jobs {6}closed to operators.*0\.0\.0\.0.*\.dev\.vars/);
    const refused = await fetch(url("/rooms/count"), {
      method: "POST",
      headers: { "webhook-url": "http://127.0.0.1/" },
    });
    expect(refused.status).toBe(422);
    await writeFile(path.join(root, ".dev.vars"), 'JOBS_TOKEN="mine"\n');
    await open.printed(/\.dev\.vars changed: restarted edge/);
    expect((await fetch(url("/jobs"), { headers: operator })).status).toBe(401);
    expect((await fetch(url("/jobs"), { headers: { authorization: "Bearer mine" } })).status).toBe(200);
    await open.stop();
  });
});
