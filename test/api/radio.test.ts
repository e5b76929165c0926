/** WebSockets: a conversation, and a room. */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { getCookie } from "hono/cookie";
import { expect, test, vi } from "vitest";
import { mountRoutes } from "../../src/generated/routes";
import type { talk } from "../../src/handlers/radio";
import type { Heard } from "../../src/models/radio";
import { applySettings, createApp } from "../../src/operations/app";
import { allowOrigins } from "../../src/operations/cors";
import { roomAt } from "../../src/sockets";
import { assertUpgrade } from "../../src/sockets/upgrade";
import { connect, request } from "./client";

test("the menu is searched as somebody types", async () => {
  const socket = await connect<{ name: string }[]>("/menu/search");
  socket.send("bee");
  expect((await socket.next()).map(({ name }) => name)).toEqual(["Beetroot"]);
  socket.send("beef tea");
  expect(await socket.next()).toEqual([]);
});

test("what is said on a channel, everybody on it hears, and nobody elsewhere", async () => {
  const ada = await connect<Heard>("/radio/grill");
  const bob = await connect<Heard>("/radio/grill");
  const eve = await connect<Heard>("/radio/bar");
  ada.send({ who: "Ada", text: "Two more." });
  const heard = { channel: "grill", who: "Ada", text: "Two more.", at: expect.any(String) };
  expect(await ada.next()).toEqual(heard);
  expect(await bob.next()).toEqual(heard);
  eve.send({ who: "Eve", text: "Anybody here?" });
  expect(await eve.next()).toMatchObject({ text: "Anybody here?" });
});

test("who comes later hears what was said, also when nobody was there in between", async () => {
  const early = await connect<Heard>("/radio/counter");
  early.send({ who: "Ada", text: "Open!" });
  await early.next();
  early.close();
  await early.closed;
  const late = await connect<Heard>("/radio/counter");
  expect(await late.next()).toMatchObject({ text: "Open!" });
});

test("connections outlast the object that serves them", async () => {
  const ada = await connect<Heard>("/radio/night");
  await evictDurableObject(env.SOCKET_ROOM.getByName("/radio/night"));
  ada.send({ who: "Ada", text: "Still there?" });
  expect(await ada.next()).toMatchObject({ channel: "night", text: "Still there?" });
});

test("a message from outside reaches everybody in the room", async () => {
  const room = roomAt<typeof talk>("/radio/hall");
  const news = { channel: "hall", who: "Till", text: "A queue!", at: new Date(0) };
  expect(await room.toAll(news)).toBe(0);
  const ada = await connect<Heard>("/radio/hall");
  expect(await room.toAll(news)).toBe(1);
  expect(await ada.next()).toEqual({ ...news, at: news.at.toISOString() });
});

test("whoever says too much at the door does not come in, and the room goes on", async () => {
  const channel = "中".repeat(9000);
  const headers = { upgrade: "websocket" };
  const refused = await request(`/radio/${channel}`, { headers });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("16 kB") });
  const news = { channel, who: "Till", text: "Hello?", at: new Date(0) };
  expect(await roomAt<typeof talk>(`/radio/${channel}`).toAll(news)).toBe(0);
});

test.each([
  ["/menu/search", '{"a":1}', 4422, "Must be a string."],
  ["/menu/search", "burger", 1007, "This is not JSON."],
  ["/menu/search", new Uint8Array(3), 1003, "Send text frames of JSON."],
  ["/radio/odd", '{"who":"","text":1}', 4422, /^who: .* text: Must be a string\.$/],
  ["/radio/odd", JSON.stringify("x".repeat(1024 * 1024)), 1009, "A message may have 1048576 bytes."],
])("%s ends when what comes does not fit, and says why: %#", async (path, frame, code, reason) => {
  const socket = await connect(path);
  socket.sendFrame(frame);
  const closed = await socket.closed;
  expect(closed.code).toBe(code);
  expect(closed.reason).toMatch(reason);
});

test("whoever does not ask for a WebSocket is told", async () => {
  const plain = await request("/menu/search");
  expect([plain.status, plain.headers.get("upgrade")]).toEqual([426, "websocket"]);
});

test("a page of another site may not connect", async () => {
  const headers = { upgrade: "websocket", origin: "https://elsewhere.example" };
  expect((await request("/menu/search", { headers })).status).toBe(403);
  expect((await request("/menu/search", { headers: { ...headers, origin: "http://api" } })).status).toBe(101);
});

test("pages of sites that are allowed may connect, and nothing that watches a request is in the way", async () => {
  const app = createApp();
  applySettings(
    app,
    { CORS_ORIGINS: "https://elsewhere.example", SERVER_TIMING: "on" },
    { CORS_ORIGINS: allowOrigins },
  );
  mountRoutes(app);
  using _ = vi.spyOn(env, "CORS_ORIGINS", "get").mockReturnValue("https://elsewhere.example");
  const upgraded = await app.request("/radio/far", {
    headers: { upgrade: "websocket", origin: "https://elsewhere.example" },
  });
  expect(upgraded.status).toBe(101);
  expect(upgraded.webSocket).not.toBeNull();
});

test("the cookies of who looks at another site's page stay out of it", async () => {
  using _ = vi.spyOn(env, "CORS_ORIGINS", "get").mockReturnValue("*");
  const app = createApp();
  app.get("/", (c) => {
    assertUpgrade(c);
    return c.text(getCookie(c, "session") ?? "nobody");
  });
  const from = async (origin: string) => {
    const headers = { upgrade: "websocket", cookie: "session=ada", origin };
    return (await app.request("http://api/", { headers })).text();
  };
  expect(await from("https://elsewhere.example")).toBe("nobody");
  expect(await from("http://api")).toBe("ada");
});

test.each(["/menu/search", "/radio/pings"])("a ping on %s is answered", async (path) => {
  const socket = await connect(path);
  socket.sendFrame("ping");
  expect(await socket.nextFrame()).toBe("pong");
});
