/** Plain `wrangler dev` on a fresh checkout: one process, the same answers. */
import { copyFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "./free-port.ts";
import { copyProject, DevServer } from "./harness.ts";

let server: DevServer;
let base: string;
beforeAll(async () => {
  const port = await freePort();
  const flags = [
    "-c",
    "wrangler.toml",
    "-c",
    "wrangler.executor.toml",
    "--ip",
    "127.0.0.1",
    "--inspector-port",
    "0",
  ];
  const root = await copyProject();
  await copyFile(path.join(import.meta.dirname, "../../.dev.vars.example"), path.join(root, ".dev.vars"));
  await writeFile(
    path.join(root, "src/handlers/chores.ts"),
    "/** @schedule 0 3 * * * */\nexport function tidy(): void {}\n",
  );
  server = new DevServer(
    root,
    ["dev", ...flags, "--port", String(port)],
    "node_modules/wrangler/bin/wrangler.js",
  );
  await server.printed(/Ready on http:\/\/\S+/);
  base = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  server.signal("SIGTERM");
  await server.ended();
});

it("runs async handlers", async () => {
  expect(await (await fetch(`${base}/ping`)).json()).toEqual({ status: "ok" });
});

it("has the migrations applied", async () => {
  expect((await fetch(`${base}/burgers`)).status).toBe(200);
});

it("runs CPU work on the executor", async () => {
  const response = await fetch(`${base}/matrices/product`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ left: [[1, 2]], right: [[3], [4]] }),
  });
  expect(await response.json()).toEqual([[11]]);
});

it("lets operators in with the token of .dev.vars, and keeps the schedules", async () => {
  const schedules = (token: string) =>
    fetch(`${base}/jobs/schedules`, { headers: { authorization: `Bearer ${token}` } });
  expect((await schedules("dev")).status).toBe(401);
  expect(await (await schedules("change-me")).json()).toMatchObject({
    schedules: [{ name: "tidy", cron: "0 3 * * *", nextTick: expect.stringMatching(/T03:00:00.000Z$/) }],
  });
});

it("serves the docs", async () => {
  expect(await (await fetch(`${base}/openapi.json`)).json()).toMatchObject({ openapi: "3.1.1" });
});
