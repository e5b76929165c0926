/** `GET /health` where something is missing: an edge Worker without its executor Worker. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { copyProject, DevServer } from "./harness.ts";

let server: DevServer;
let base: string;
beforeAll(async () => {
  const flags = ["-c", "wrangler.toml", "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"];
  server = new DevServer(await copyProject(), ["dev", ...flags], "node_modules/wrangler/bin/wrangler.js");
  const [, url = ""] = await server.printed(/Ready on (http:\/\/\S+)/);
  base = url;
});
afterAll(async () => {
  server.signal("SIGTERM");
  await server.ended();
});

/** A UUID, on this machine another at each start. */
const VERSION = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

it("says what fails, and nothing of why", async () => {
  const response = await fetch(`${base}/health`);
  expect(response.status).toBe(503);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("worker-version")).toMatch(VERSION);
  const ms = expect.any(Number);
  expect(await response.json()).toEqual({
    status: "failed",
    checks: {
      database: { status: "ok", ms },
      queue: { status: "ok", ms },
      executor: { status: "failed", ms },
    },
  });
  const head = await fetch(`${base}/health`, { method: "HEAD" });
  expect(head.status).toBe(503);
  expect(head.headers.get("worker-version")).toMatch(VERSION);
  expect((await fetch(`${base}/ping`)).status).toBe(200);
});
