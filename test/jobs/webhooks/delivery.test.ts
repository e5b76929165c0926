import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type Delivery, deliver } from "../../../src/jobs/webhooks/delivery";
import { readSecrets } from "../../../src/jobs/webhooks/signature";
import type { Attempt } from "../webhook-worker";

const SECRET = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
const BODY = '{"type":"job.succeeded","data":{"dish":"Käse"}}';
const NOW = Date.parse("2026-11-25T10:00:00Z");

let answer: RequestListener = () => {};
const requests: string[] = [];
const receiver = createServer((request, response) => {
  requests.push(`${request.method} ${request.url}`);
  answer(request, response);
});
let origin = "";
let workerd: Miniflare;

beforeAll(async () => {
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "../webhook-worker.ts")],
    bundle: true,
    write: false,
    format: "esm",
    target: "esnext",
  });
  workerd = new Miniflare(
    convertV4MiniflareOptions({
      modules: [{ type: "ESModule", path: "worker.js", contents: outputFiles[0]?.text ?? "" }],
      cf: false,
      compatibilityDate: "2026-11-01",
    }),
  );
  await workerd.ready;
});

afterAll(async () => {
  await workerd.dispose();
  receiver.closeAllConnections();
  receiver.close();
  await once(receiver, "close");
});

afterEach(() => {
  requests.length = 0;
  vi.restoreAllMocks();
});

const attempt = (more: Partial<Attempt> = {}): Attempt => ({
  url: `${origin}/hooks`,
  id: "weur0_x",
  body: BODY,
  secret: SECRET,
  now: NOW,
  ...more,
});

function inNode({ secret, now, ...webhook }: Attempt): Promise<Delivery> {
  return deliver({ ...webhook, secrets: readSecrets(secret) }, fetch, now);
}

async function inWorkerd(what: Attempt): Promise<Delivery> {
  const response = await workerd.dispatchFetch("http://worker/", {
    method: "POST",
    body: JSON.stringify(what),
  });
  return (await response.json()) as Delivery;
}

describe.each([
  ["Node", inNode],
  ["workerd", inWorkerd],
])("deliver, in %s", (_, deliverThere) => {
  test("posts what the receiver can verify", async () => {
    const now = Date.now();
    let seen: [IncomingMessage, string] | undefined;
    answer = async (request, response) => {
      seen = [request, await text(request)];
      response.writeHead(204).end();
    };
    expect(await deliverThere(attempt({ now }))).toEqual({ delivered: true });
    expect(requests).toEqual(["POST /hooks"]);
    const [{ headers }, body] = seen ?? expect.fail("nothing came");
    expect(headers["content-type"]).toBe("application/json");
    expect(body).toBe(BODY);
    expect(new Webhook(SECRET).verify(body, headers as Record<string, string>)).toEqual(JSON.parse(BODY));
  });

  test("does not wait for a body that never ends, and closes it", async () => {
    const closed = new Promise<void>((resolve) => {
      answer = (_request, response) => response.once("close", resolve).writeHead(200).write("x");
    });
    expect(await deliverThere(attempt())).toEqual({ delivered: true });
    await closed;
  });

  test.each([[200], [201], [202], [299]])("%i is success", async (status) => {
    answer = (_request, response) => response.writeHead(status).end("whatever");
    expect(await deliverThere(attempt())).toEqual({ delivered: true });
  });

  test.each([[400], [404], [429], [500], [502], [503]])("%i is worth another attempt", async (status) => {
    answer = (_request, response) => response.writeHead(status).end();
    expect(await deliverThere(attempt())).toEqual({
      delivered: false,
      retryable: true,
      reason: `The receiver answered ${status}.`,
    });
  });

  test("410 is final, whatever else it says", async () => {
    answer = (_request, response) => response.writeHead(410, { "retry-after": "5" }).end();
    expect(await deliverThere(attempt())).toEqual({
      delivered: false,
      retryable: false,
      reason: "The receiver answered 410: it wants no more.",
    });
  });

  test.each([[301], [302], [303], [307], [308]])("%i is not followed", async (status) => {
    answer = (_request, response) => response.writeHead(status, { location: `${origin}/elsewhere` }).end();
    expect(await deliverThere(attempt())).toEqual({
      delivered: false,
      retryable: true,
      reason: expect.stringContaining(`answered ${status}, and redirects are not followed`),
    });
    expect(requests).toEqual(["POST /hooks"]);
  });

  test.each([
    ["120", 120_000],
    [" 7 ", 7_000],
    ["0", 0],
    ["99999999", 3_600_000],
    ["Wed, 25 Nov 2026 10:00:30 GMT", 30_000],
    ["Wed, 25 Nov 2026 09:00:00 GMT", 0],
    ["Thu, 26 Nov 2026 10:00:00 GMT", 3_600_000],
    ["-5", undefined],
    ["1.5", undefined],
    ["soon", undefined],
    ["2026", 2_026_000],
    ["the day after GMT", undefined],
  ])("Retry-After: %s", async (header, retryAfterMs) => {
    answer = (_request, response) => response.writeHead(503, { "retry-after": header }).end();
    const delivery = await deliverThere(attempt());
    expect(delivery).toMatchObject({ delivered: false, retryable: true });
    expect("retryAfterMs" in delivery ? delivery.retryAfterMs : undefined).toBe(retryAfterMs);
  });

  test("a connection that breaks is worth another attempt", async () => {
    answer = (request) => request.socket.destroy();
    expect(await deliverThere(attempt())).toEqual({
      delivered: false,
      retryable: true,
      reason: "The receiver could not be reached.",
    });
  });

  test("so is a receiver that is not there", async () => {
    expect(await deliverThere(attempt({ url: await closedOrigin() }))).toEqual({
      delivered: false,
      retryable: true,
      reason: "The receiver could not be reached.",
    });
  });
});

describe("deliver", () => {
  test("gives a receiver that is silent ten seconds", async () => {
    const timer = new AbortController();
    const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(timer.signal);
    answer = () => timer.abort(new DOMException("The operation timed out.", "TimeoutError"));
    expect(await inNode(attempt())).toEqual({
      delivered: false,
      retryable: true,
      reason: "The receiver did not answer within 10 s.",
    });
    expect(timeout).toHaveBeenCalledWith(10_000);
  });
});

/** Where a server was a moment ago. */
async function closedOrigin(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}
