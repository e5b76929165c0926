/** The generated client in Node, on a running project: connections that break, an edge that is killed. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, ApiError, createClient, type Job } from "../../src/generated/client.ts";
import { type DevServer, startProject } from "./harness.ts";

let server: DevServer;
beforeAll(async () => {
  server = await startProject();
});
afterAll(() => server.stop());

/** Enough to train on for as long as it takes to break something. */
const training = {
  samples: Array.from({ length: 300 }, (_, i) => ({
    features: Array.from({ length: 20 }, (_, k) => Math.sin(i * k)),
    label: i < 150 ? "low" : "high",
  })),
  epochs: 2_000,
};

describe("a connection that breaks", () => {
  let proxy: Server;
  let connections: Socket[];
  /** What was sent over all of them. */
  let sent: string;
  let somethingSent = () => {};
  let api: Api;

  beforeEach(async () => {
    connections = [];
    sent = "";
    const { hostname, port } = server.url;
    proxy = createServer((socket) => {
      connections.push(socket);
      socket.on("data", (chunk) => {
        sent += chunk;
        somethingSent();
      });
      const upstream = connect(Number(port), hostname);
      socket.pipe(upstream).pipe(socket);
      for (const [one, other] of [
        [socket, upstream],
        [upstream, socket],
      ] as const)
        one.on("error", () => {}).on("close", () => other.destroy());
    }).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    api = createClient({ baseUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
  });
  afterEach(async () => {
    breakAll();
    proxy.close();
    await once(proxy, "close");
  });

  const breakAll = () => {
    for (const socket of connections.splice(0)) socket.destroy();
  };

  it("is taken up again by who follows a job", async () => {
    const ticket = await api.trainClassifier.submit(training);
    const seen: Job[] = [];
    let breaks = 0;
    for await (const job of ticket.progress()) {
      seen.push(job);
      if (job.status !== "running" || breaks === 3) continue;
      breaks++;
      breakAll();
    }
    expect(breaks).toBe(3);
    expect(seen.at(-1)?.status).toBe("succeeded");
    const progress = seen.map((job) => job.progress ?? 0);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it("is taken up again by who waits for the answer", async () => {
    const answer = api.trainClassifier(training);
    while (!/GET \/jobs\/[^/]+\/result/.test(sent))
      await new Promise<void>((resolve) => {
        somethingSent = resolve;
      });
    breakAll();
    expect((await answer).labels).toEqual(["high", "low"]);
    expect(sent.match(/GET \/jobs\/[^/]+\/result/g)?.length).toBeGreaterThan(1);
  });

  it("is an error of fetch's own where nothing says that the request may be repeated", async () => {
    proxy.close();
    breakAll();
    const failed = await api.ping().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(TypeError);
    expect(failed).not.toBeInstanceOf(ApiError);
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
  });
});

it("follows a job past the death of the edge", async () => {
  const api = createClient({ baseUrl: server.url });
  const ticket = await api.trainClassifier.submit(training);
  let isKilled = false;
  let last: Job | undefined;
  for await (const job of ticket.progress()) {
    last = job;
    if (isKilled || job.status !== "running") continue;
    isKilled = true;
    server.kill("edge");
  }
  expect([isKilled, last?.status]).toEqual([true, "succeeded"]);
  expect((await ticket.result()).labels).toEqual(["high", "low"]);
});
