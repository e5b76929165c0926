/** `npm run dev` as the person at the terminal has it. */
import { rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyProject, DevServer, startProject } from "./harness.ts";

describe("a running project", () => {
  let server: DevServer;
  beforeAll(async () => {
    server = await startProject(["--executors", "2"]);
  });
  afterAll(() => server.stop());

  const get = (route: string, headers: Record<string, string> = {}) =>
    fetch(new URL(route, server.url), { headers });
  const multiply = () =>
    fetch(new URL("/matrices/product", server.url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ left: [[1, 2]], right: [[3], [4]] }),
    });
  const edit = async (file: string, change: (source: string) => string) => {
    const place = path.join(server.root, file);
    await writeFile(place, change(await readFile(place, "utf8")));
  };

  it("says where the API, the docs and the processes are", async () => {
    expect(server.output).toContain(`Docs      ${server.url.origin}/docs`);
    expect(server.output).toContain(`OpenAPI   ${server.url.origin}/openapi.json`);
    expect(server.executors).toEqual(["executor 1", "executor 2"]);
    expect((await get("/ping")).status).toBe(200);
  });

  it("applies the migrations by itself", async () => {
    expect(server.output).toContain("0001_burgers.sql");
    expect((await get("/burgers")).status).toBe(200);
  });

  it("serves a new stub as soon as it is saved", async () => {
    await writeFile(
      path.join(server.root, "src/handlers/greetings.ts"),
      "/** @get /greetings/{name} */\nexport async function greet(name: string): Promise<string> {\n  return name;\n}\n",
    );
    await server.printed(/src\/handlers\/greetings\.ts changed: restarted edge \(pid \d+\) in \d+ ms/);
    expect(await (await get("/greetings/Ada")).json()).toBe("Ada");
  });

  it("restarts the executors when CPU code changes", async () => {
    await edit("src/handlers/matrices.ts", (source) => `${source}\nexport const marker = Math.random();\n`);
    await server.printed(/matrices\.ts changed: restarted .*in \d+ ms/);
    expect(await (await multiply()).json()).toEqual([[11]]);
  });

  it("builds in what .dev.vars and wrangler.toml switch on", async () => {
    const origin = "https://example.com";
    const ask = () => get("/ping", { origin });
    expect((await ask()).headers.get("access-control-allow-origin")).toBeNull();
    await writeFile(path.join(server.root, ".dev.vars"), `CORS_ORIGINS="${origin}"\n`);
    await server.printed(/\.dev\.vars changed: restarted edge/);
    expect((await ask()).headers.get("access-control-allow-origin")).toBe(origin);

    const sound = await readFile(path.join(server.root, "wrangler.toml"), "utf8");
    const limit =
      '[[ratelimits]]\nname = "RATE_LIMIT"\nnamespace_id = "1"\nsimple = { limit = 1, period = 60 }';
    await edit("wrangler.toml", () => sound.replace(/^\[version_metadata\]$/m, `${limit}\n\n$&`));
    await server.printed(/wrangler\.toml changed: restarted edge/);
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 429]);
    await edit("wrangler.toml", () => sound);
    await server.printed(/wrangler\.toml changed: restarted edge/);
  });

  it("keeps serving the last good version while a stub has an error", async () => {
    const stub = path.join(server.root, "src/handlers/broken.ts");
    await writeFile(
      stub,
      "/** @get /broken */\nexport async function broken(f: () => void): Promise<void> {}\n",
    );
    await server.printed(/src\/handlers\/broken\.ts:2:\d+[\s\S]*The last good version keeps serving/);
    expect((await get("/ping")).status).toBe(200);
    rmSync(stub);
    await server.printed(/broken\.ts changed nothing that is served/);
  });

  it("keeps serving the last good version while a Worker does not start", async () => {
    const sound = await readFile(path.join(server.root, "src/index.ts"), "utf8");
    await edit("src/index.ts", (source) => `${source}\nthrow new Error("no start");\n`);
    await server.printed(/\[edge\].*no start[\s\S]*The new edge does not start.*\n.*keeps serving/);
    expect((await get("/ping")).status).toBe(200);
    await edit("src/index.ts", () => sound);
    await server.printed(/changed nothing that is served/);
  });

  it.each(["executor 1", "executor 2", "edge"])("starts the %s again when it is killed", async (name) => {
    const pid = server.pid(name);
    server.kill(name);
    await server.printed(new RegExp(`${name} \\(pid ${pid}\\) was killed by SIGKILL`));
    await server.printed(new RegExp(`${name} is back as pid \\d+`));
    expect(server.pid(name)).not.toBe(pid);
    expect(await (await multiply()).json()).toEqual([[11]]);
  });
});

describe("an end", () => {
  it("by Ctrl-C in the middle of the start leaves nothing behind", async () => {
    const server = new DevServer(await copyProject(), ["--port", "0"]);
    await server.printed(/Applied to the local database/);
    await server.stop();
    expect(server.output).not.toContain("Ctrl-C ends it");
  });

  it("by SIGTERM is clean", async () => {
    const server = await startProject();
    server.signal("SIGTERM");
    expect(await server.ended()).toBe(0);
    await server.leftNothing();
  });

  it("by kill -9 takes the processes along", async () => {
    const server = await startProject();
    await server.killItself();
    await server.leftNothing();
  });
});

describe("a start that cannot be", () => {
  it("names the port that is taken, who has it, and the way out", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    const server = new DevServer(await copyProject(), ["--port", String(port)]);
    expect(await server.ended()).toBe(1);
    expect(server.output).toMatch(
      new RegExp(
        `^Port ${port} is taken by "node .*" \\(pid ${process.pid}\\)\\. Stop it, or choose another port: npm run dev -- --port ${port + 1}\n$`,
      ),
    );
    await server.leftNothing();
    other.close();
  });

  it("names who serves the same state already", async () => {
    const first = await startProject();
    const second = new DevServer(first.root, ["--port", "0"]);
    expect(await second.ended()).toBe(1);
    expect(second.output).toMatch(
      /^Another npm run dev \(pid \d+\) serves .*\.wrangler\/state\. Stop it, or/,
    );
    await first.stop();
  });

  it("explains the flags", async () => {
    const server = new DevServer(await copyProject(), ["--executors", "none"]);
    expect(await server.ended()).toBe(2);
    expect(server.output).toContain('--executors takes a whole number from 1 to 64, not "none"');
    expect(server.output).toContain("Usage: npm run dev -- [options]");
  });
});
