/** The example API, as its README shows it. */
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DevServer, startProject } from "./harness.ts";

let server: DevServer;
beforeAll(async () => {
  server = await startProject(["--executors", "2"]);
});
afterAll(() => server.stop());

const request = (path: string, init?: RequestInit) => fetch(new URL(path, server.url), init);

function sending(method: string, body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { method, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

async function statusAndBody(response: Response): Promise<[number, unknown]> {
  return [response.status, await response.json()];
}

describe("burgers, on a real database", () => {
  const burger = { name: "Double Trouble", patty: "beef", price: 1200, cost: 450, grillSeconds: 5 };

  it("are created, read, changed, listed and deleted; what they cost never leaves", async () => {
    const created = await request("/burgers", sending("POST", burger));
    expect(created.status).toBe(201);
    const { cost, ...shown } = burger;
    const { id, ...rest } = (await created.json()) as { id: number };
    expect(rest).toEqual(shown);

    expect(await statusAndBody(await request(`/burgers/${id}`))).toEqual([200, { id, ...shown }]);
    expect(await statusAndBody(await request("/burgers", sending("POST", burger)))).toMatchObject([
      409,
      { status: 409 },
    ]);
    const changed = await request(`/burgers/${id}`, sending("PATCH", { price: 1300 }));
    expect(await statusAndBody(changed)).toEqual([200, { id, ...shown, price: 1300 }]);

    const found = await request("/burgers?search=TROUBLE&patty=beef&patty=vegan&limit=1");
    expect(await found.json()).toEqual([{ id, ...shown, price: 1300 }]);
    expect((await request(`/burgers/${id}`, { method: "DELETE" })).status).toBe(204);
    expect(await statusAndBody(await request(`/burgers/${id}`))).toMatchObject([
      404,
      { detail: `No burger has the id ${id}.` },
    ]);
  });

  it("are refused with every issue at once, and nothing is stored", async () => {
    const before = await (await request("/statistics")).json();
    const refused = await request(
      "/burgers",
      sending("POST", { name: "", patty: "tofu", price: "cheap", cost: 1 }),
    );
    expect(await statusAndBody(refused)).toMatchObject([
      422,
      {
        errors: [
          { loc: ["body", "name"], type: "minLength" },
          { loc: ["body", "patty"], type: "enum" },
          { loc: ["body", "price"], type: "type" },
          { loc: ["body", "grillSeconds"], type: "missing" },
        ],
      },
    ]);
    expect(await (await request("/statistics")).json()).toEqual(before);
  });
});

describe("orders, with dependencies of every kind", () => {
  it("are placed by a customer, planned on an executor and streamed as they come off the grill", async () => {
    expect((await request("/customers/me")).status).toBe(401);
    const registered = await request("/customers", sending("POST", { name: "Ada" }));
    const { token } = (await registered.json()) as { token: string };
    const asAda = { authorization: `Bearer ${token}` };
    expect(await (await request("/customers/me", { headers: asAda })).json()).toEqual({
      id: expect.any(Number),
      name: "Ada",
    });

    const lines = [{ burgerId: 1, quantity: 2 }];
    const placed = await request("/orders", sending("POST", { lines }, asAda));
    expect(placed.status).toBe(201);
    const order = (await placed.json()) as { id: string; burgers: unknown[] };
    expect(order.burgers).toHaveLength(2);
    expect(
      (await request("/orders", sending("POST", { lines: [{ burgerId: 999, quantity: 1 }] }, asAda))).status,
    ).toBe(409);

    const planned = await request(`/orders/${order.id}`, { headers: asAda });
    expect(await planned.json()).toMatchObject({ ...order, plan: { readyAfter: expect.any(Number) } });
    const servings = await request(`/orders/${order.id}/servings`, {
      headers: { ...asAda, accept: "application/jsonl" },
    });
    expect((await servings.text()).trim().split("\n")).toHaveLength(2);

    // The audit trail is written when the response has gone out.
    await expect
      .poll(async () => (await request("/customers/me/audit-entries", { headers: asAda })).json())
      .toMatchObject([{ outcome: "failed" }, { action: "POST /orders", outcome: "done" }]);
  });
});

describe("CPU work", () => {
  it("answers when it is done in time, and gives a ticket when the client would rather not wait", async () => {
    const product = { left: [[1, 2]], right: [[3], [4]] };
    expect(await statusAndBody(await request("/matrices/product", sending("POST", product)))).toEqual([
      200,
      [[11]],
    ]);
    const later = await request("/matrices/product", sending("POST", product, { prefer: "respond-async" }));
    expect([later.status, later.headers.get("preference-applied")]).toEqual([202, "respond-async"]);
    const location = later.headers.get("location") ?? "";
    await expect.poll(async () => (await request(`${location}/result`)).status).toBe(200);
    expect(await (await request(`${location}/result`)).json()).toEqual([[11]]);
    expect(await (await request(location)).json()).toMatchObject({
      status: "succeeded",
      progress: 1,
      attempt: 1,
    });
  });

  it("takes bytes and gives bytes, from a client and from an async handler", async () => {
    const png = Uint8Array.from(
      Buffer.from(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEklEQVR42mP4z8DAAMIM/4EAAB/uBfvxq7p3AAAAAElFTkSuQmCC",
        "base64",
      ),
    );
    const image = { method: "POST", headers: { "content-type": "image/png" }, body: png };
    const thumbnail = await request("/images/thumbnail", image);
    expect([thumbnail.status, thumbnail.headers.get("content-type")]).toEqual([200, "image/webp"]);
    expect((await thumbnail.bytes()).subarray(8, 12)).toEqual(new TextEncoder().encode("WEBP"));
    expect((await request("/burgers/1/photo", { ...image, method: "PUT" })).status).toBe(204);
    expect((await request("/burgers/1/photo")).headers.get("content-type")).toBe("image/webp");
    const noImage = await request("/images/thumbnail", { ...image, body: "text" });
    expect(await statusAndBody(noImage)).toMatchObject([
      422,
      { detail: "The body is not a PNG or JPEG image." },
    ]);
  });

  it("of 20 MB passes through the queue, both ways", async () => {
    // A row of 2 000 numbers with 17 digits takes some 40 kB.
    const row = Array.from({ length: 2000 }, (_, i) => Math.sin(i + 1));
    const left = Array.from({ length: 300 }, () => row);
    const body = JSON.stringify({ left, right: [[1]] });
    const tooWide = await request("/matrices/product", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect(body.length).toBeGreaterThan(11_000_000);
    expect(await statusAndBody(tooWide)).toMatchObject([
      422,
      { detail: expect.stringContaining("2000 columns") },
    ]);
    const column = Array.from({ length: 1000 }, (_, i) => [Math.sin(i + 1)]);
    const outer = await request(
      "/matrices/product",
      sending("POST", { left: column, right: [row.slice(0, 1000)] }),
    );
    expect(outer.status).toBe(200);
    expect((await outer.arrayBuffer()).byteLength).toBeGreaterThan(18_000_000);
  });

  it("reports its progress while it trains, and ends when it is cancelled", async () => {
    const samples = Array.from({ length: 40 }, (_, i) => ({
      features: [i, i % 3],
      label: i < 20 ? "low" : "high",
    }));
    const trained = await request("/classifiers?epochs=20", sending("POST", samples, { prefer: "wait=30" }));
    expect(await statusAndBody(trained)).toMatchObject([
      200,
      { labels: ["high", "low"], accuracy: expect.any(Number) },
    ]);

    const long = await request("/classifiers?epochs=1000", sending("POST", samples));
    const location = long.headers.get("location") ?? "";
    const events = (await request(`${location}/events`)).body
      ?.pipeThrough(new TextDecoderStream())
      .getReader();
    let text = "";
    while (!/"progress":0\.\d/.test(text)) text += (await events?.read())?.value ?? "";
    const cancelled = await request(location, { method: "DELETE" });
    expect(await statusAndBody(cancelled)).toMatchObject([200, { status: "cancelled" }]);
    expect((await request(`${location}/result`)).status).toBe(410);
    for (let part = await events?.read(); part && !part.done; part = await events?.read()) text += part.value;
    expect(text.trimEnd()).toMatch(/"status":"cancelled".*$/);
  });
});

describe("CPU work in parts", () => {
  it("is done side by side and added up", async () => {
    const response = await request("/pi?darts=100000");
    const estimate = (await response.json()) as { pi: number; darts: number };
    expect(response.status).toBe(200);
    expect(estimate.darts).toBe(100_000);
    expect(Math.abs(estimate.pi - Math.PI)).toBeLessThan(0.05);
    // The darts of each part fall where they fell before.
    expect(await (await request("/pi?darts=100000")).json()).toEqual(estimate);
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
