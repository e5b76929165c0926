/** The example API, as its README shows it, through its client. */
import { once } from "node:events";
import { hc } from "hono/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, ApiError, type Bytes, createClient, type Job } from "../../src/generated/client.ts";
import type { AppType } from "../../src/generated/routes.ts";
import { type DevServer, startProject } from "./harness.ts";

let server: DevServer;
let api: Api;
beforeAll(async () => {
  server = await startProject(["--executors", "2"]);
  api = createClient({ baseUrl: server.url });
});
afterAll(() => server.stop());

const request = (path: string, init?: RequestInit) => fetch(new URL(path, server.url), init);

/** The problem that a call ends with. */
async function problemOf(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error(`The call did not end with a problem, but ${error}`);
  return error.problem;
}

describe("burgers, on a real database", () => {
  const burger = { name: "Double Trouble", patty: "beef", price: 1200, cost: 450, grillSeconds: 5 } as const;

  it("are created, read, changed, listed and deleted; what they cost never leaves", async () => {
    const created = await api.createBurger.response({ burger });
    expect(created.status).toBe(201);
    const { cost, ...shown } = burger;
    const { id, ...rest } = (await created.json()) as { id: number };
    expect(rest).toEqual(shown);

    expect(await api.readBurger({ burgerId: id })).toEqual({ id, ...shown });
    expect(await problemOf(api.createBurger({ burger }))).toMatchObject({ status: 409 });
    const changed = await api.updateBurger({ burgerId: id, changes: { price: 1300 } });
    expect(changed).toEqual({ id, ...shown, price: 1300 });

    const found = await api.listBurgers({ search: "TROUBLE", patty: ["beef", "vegan"], limit: 1 });
    expect(found).toEqual([{ id, ...shown, price: 1300 }]);
    expect((await api.deleteBurger.response({ burgerId: id })).status).toBe(204);
    expect(await problemOf(api.readBurger({ burgerId: id }))).toMatchObject({
      status: 404,
      detail: `No burger has the id ${id}.`,
    });
  });

  it("are refused with every issue at once, and nothing is stored", async () => {
    const before = await api.readStatistics();
    // @ts-expect-error: it is wrong on purpose
    const refused = api.createBurger({ burger: { name: "", patty: "tofu", price: "cheap", cost: 1 } });
    expect(await problemOf(refused)).toMatchObject({
      status: 422,
      errors: [
        { loc: ["body", "name"], type: "minLength" },
        { loc: ["body", "patty"], type: "enum" },
        { loc: ["body", "price"], type: "type" },
        { loc: ["body", "grillSeconds"], type: "missing" },
      ],
    });
    expect(await api.readStatistics()).toEqual(before);
  });
});

describe("orders, with dependencies of every kind", () => {
  it("are placed by a customer, planned on an executor and streamed as they come off the grill", async () => {
    expect(await problemOf(api.readMe())).toMatchObject({ status: 401 });
    const { token } = await api.registerCustomer({ customer: { name: "Ada" } });
    const ada = createClient({ baseUrl: server.url, headers: { authorization: `Bearer ${token}` } });
    expect(await ada.readMe()).toEqual({ id: expect.any(Number), name: "Ada" });

    const placed = await ada.placeOrder.response({ order: { lines: [{ burgerId: 1, quantity: 2 }] } });
    expect(placed.status).toBe(201);
    const order = (await placed.json()) as { id: string; burgers: unknown[] };
    expect(order.burgers).toHaveLength(2);
    const unknown = ada.placeOrder({ order: { lines: [{ burgerId: 999, quantity: 1 }] } });
    expect(await problemOf(unknown)).toMatchObject({ status: 409 });

    const planned = await ada.readOrder({ orderId: order.id });
    expect(planned).toMatchObject({ ...order, plan: { readyAfter: expect.any(Number) } });
    expect(await Array.fromAsync(ada.followOrder({ orderId: order.id }))).toEqual(planned.plan.servings);

    // The audit trail is written when the response has gone out.
    await expect
      .poll(() => ada.listMyAuditEntries())
      .toMatchObject([{ outcome: "failed" }, { action: "POST /orders", outcome: "done" }]);
  });
});

describe("CPU work", () => {
  it("answers when it is done in time, and gives a ticket when the client would rather not wait", async () => {
    const product = { left: [[1, 2]], right: [[3], [4]] };
    expect(await api.multiply(product)).toEqual([[11]]);
    const ticket = await api.multiply.submit(product);
    expect(await ticket.result()).toEqual([[11]]);
    expect(await ticket.get()).toMatchObject({ status: "succeeded", progress: 1, attempt: 1 });
    const later = await api.multiply.response(product, { headers: { prefer: "wait=30" } });
    expect([later.status, later.headers.get("preference-applied")]).toEqual([200, "wait=30"]);
  });

  it("takes bytes and gives bytes, from a client and from an async handler", async () => {
    const png = Uint8Array.from(
      Buffer.from(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEklEQVR42mP4z8DAAMIM/4EAAB/uBfvxq7p3AAAAAElFTkSuQmCC",
        "base64",
      ),
    );
    const image: Bytes = new Blob([png], { type: "image/png" });
    const thumbnail = await api.thumbnail({ image });
    expect(thumbnail.type).toBe("image/webp");
    expect((await thumbnail.bytes()).subarray(8, 12)).toEqual(new TextEncoder().encode("WEBP"));
    await api.setBurgerPhoto({ burgerId: 1, photo: image });
    expect((await api.readBurgerPhoto({ burgerId: 1 })).type).toBe("image/webp");
    const noImage = api.thumbnail({ image: new Blob(["text"], { type: "image/png" }) });
    expect(await problemOf(noImage)).toMatchObject({
      status: 422,
      detail: "The body is not a PNG or JPEG image.",
    });
  });

  it("of 20 MB passes through the queue, both ways", async () => {
    // A row of 2 000 numbers with 17 digits takes some 40 kB: 300 of them, 12 MB.
    const row = Array.from({ length: 2000 }, (_, i) => Math.sin(i + 1));
    const tooWide = api.multiply({ left: Array.from({ length: 300 }, () => row), right: [[1]] });
    expect(await problemOf(tooWide)).toMatchObject({
      status: 422,
      detail: expect.stringContaining("2000 columns"),
    });
    const column = Array.from({ length: 1000 }, (_, i) => [Math.sin(i + 1)]);
    const outer = await api.multiply.response({ left: column, right: [row.slice(0, 1000)] });
    expect(outer.status).toBe(200);
    expect((await outer.arrayBuffer()).byteLength).toBeGreaterThan(18_000_000);
  });

  it("reports its progress while it trains, and ends when it is cancelled", async () => {
    const samples = Array.from({ length: 40 }, (_, i) => ({
      features: [i, i % 3],
      label: i < 20 ? "low" : "high",
    }));
    const trained = await api.trainClassifier({ samples, epochs: 20 });
    expect(trained).toMatchObject({ labels: ["high", "low"], accuracy: expect.any(Number) });

    const ticket = await api.trainClassifier.submit({ samples, epochs: 10_000 });
    const seen: Job[] = [];
    for await (const job of ticket.progress()) {
      seen.push(job);
      if (job.status === "running" && job.progress)
        expect(await ticket.cancel()).toMatchObject({ status: "cancelled" });
    }
    expect(seen.at(-1)).toMatchObject({ status: "cancelled" });
    expect(await problemOf(ticket.result())).toMatchObject({ status: 410 });
  });
});

describe("Hono's own client", () => {
  it("has the routes with their types", async () => {
    const hono = hc<AppType>(server.url.origin);
    const found = await hono.burgers[":burgerId"].$get({ param: { burgerId: "1" } });
    if (!found.ok) throw new Error((await found.json()).detail);
    expect((await found.json()).patty).toBe("beef");
    const product = await hono.matrices.product.$post({ json: { left: [[2]], right: [[3]] } });
    expect([product.status, await product.json()]).toEqual([200, [[6]]]);
    const refused = await hono.burgers.$get({ query: { patty: ["vegan"], limit: "0" } });
    expect(refused.status === 422 && (await refused.json()).errors).toMatchObject([
      { loc: ["query", "limit"] },
    ]);
  });
});

describe("CPU work in parts", () => {
  it("is done side by side and added up", async () => {
    const estimate = await api.estimatePi({ darts: 100_000 });
    expect(estimate.darts).toBe(100_000);
    expect(Math.abs(estimate.pi - Math.PI)).toBeLessThan(0.05);
    // The darts of each part fall where they fell before.
    expect(await api.estimatePi({ darts: 100_000 })).toEqual(estimate);
  });
});

describe("WebSockets", () => {
  const connect = (path: string) => new WebSocket(String(new URL(path, server.url)));
  const next = async (socket: WebSocket) =>
    JSON.parse(((await once(socket, "message")) as [MessageEvent])[0].data);

  it("are conversations, each with its client", async () => {
    const socket = connect("/menu/search");
    await once(socket, "open");
    socket.send(JSON.stringify("classic"));
    expect(await next(socket)).toMatchObject([{ name: "Classic" }]);
    socket.close();
    await once(socket, "close");
  });

  it("are rooms, where everybody hears what is said", async () => {
    const [ada, bob] = [connect("/radio/grill"), connect("/radio/grill")];
    await Promise.all([once(ada, "open"), once(bob, "open")]);
    const heard = next(bob);
    ada.send(JSON.stringify({ who: "Ada", text: "Two more." }));
    expect(await heard).toMatchObject({ channel: "grill", who: "Ada", text: "Two more." });
    ada.close();
    bob.close();
  });
});

describe("the documentation", () => {
  it("is a page of the Worker's own, around a document of every operation", async () => {
    const page = await (await request("/docs/")).text();
    expect(page).not.toMatch(/https?:\/\//);
    const bundle = /"(\S+swagger-ui-bundle\.js)"/.exec(page)?.[1] ?? "";
    expect((await request(bundle)).status).toBe(200);
    const document = (await (await request("/openapi.json")).json()) as {
      openapi: string;
      paths: Record<string, object>;
    };
    expect(document.openapi).toBe("3.1.1");
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(["/burgers/{burgerId}", "/matrices/product", "/jobs/{id}/events"]),
    );
  });
});
