/** `npm run scaffold -- client` as a person runs it, and what another project has of it. */
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { copyProject } from "../end-to-end/harness.ts";

const OTHER_PROJECT = `
import { type Api, ApiError, type Burger, createClient, type Ticket } from "./api/api.js";

const api: Api = createClient({ baseUrl: "/api", headers: () => ({ authorization: "Bearer x" }) });

export async function menu(): Promise<Burger[]> {
  const { signal } = new AbortController();
  return await api.listBurgers({ patty: ["vegan"] }, { signal });
}

export async function train(file: File): Promise<string[]> {
  const ticket: Ticket<{ labels: string[] }> = await api.trainClassifier.submit({ samples: [] });
  for await (const { progress } of ticket.progress()) console.log(progress);
  try {
    await api.setBurgerPhoto({ burgerId: 1, photo: file });
  } catch (error) {
    if (error instanceof ApiError && error.status === 422) console.log(error.errors[0]?.loc);
  }
  // @ts-expect-error: an id is a number
  await api.readBurger({ burgerId: "1" });
  // @ts-expect-error: there is no such operation
  await api.eatBurger();
  const { labels } = await ticket.result();
  return labels;
}
`;

describe("the client for another project", { timeout: 60_000 }, () => {
  let root: string;
  let out: string;
  const node = (...args: string[]) =>
    new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(process.execPath, args, { cwd: root }, (_, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr }),
      );
    });
  const client = (...args: string[]) => node("scripts/scaffold.ts", "client", ...args);
  beforeAll(async () => {
    root = await copyProject();
    out = path.join(root, "web/api/api.js");
    expect(await client("--out", "web/api/api.js")).toMatchObject({
      code: 0,
      stdout: "  create  web/api/api.js\n  create  web/api/api.d.ts\n",
    });
  }, 60_000);

  it("is two files that need no others, where there is a browser and nothing else", async () => {
    expect((await readdir(path.dirname(out))).sort()).toEqual(["api.d.ts", "api.js"]);
    const texts = await Promise.all([out, out.replace(/js$/, "d.ts")].map((file) => readFile(file, "utf8")));
    for (const text of texts) {
      expect(text).toMatch(/^\/\/ The client of shortorder /);
      expect(text).not.toMatch(/\bfrom "|\bimport\(|cloudflare/);
    }
    await writeFile(path.join(root, "web/main.ts"), OTHER_PROJECT);
    const compilerOptions = {
      ...{ strict: true, noEmit: true, target: "es2022", module: "esnext", moduleResolution: "bundler" },
      ...{ lib: ["es2022", "dom"], types: [], verbatimModuleSyntax: true },
    };
    await mkdir(path.join(root, "web"), { recursive: true });
    await writeFile(path.join(root, "web/tsconfig.json"), JSON.stringify({ compilerOptions }));
    expect(await node("node_modules/typescript/bin/tsc", "-p", "web")).toMatchObject({ code: 0, stdout: "" });
  });

  it("is held against the stubs by --check, which touches nothing", async () => {
    await writeFile(out, "// mine");
    expect(await client("--out", out, "--check")).toMatchObject({
      code: 1,
      stdout: "  update  web/api/api.js\n  same    web/api/api.d.ts\n",
      stderr: expect.stringContaining("without --check"),
    });
    expect(await readFile(out, "utf8")).toBe("// mine");
  });

  it("says what kind of file it is", async () => {
    expect(await client("--out", "api.ts")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('.js or .mjs file, not "api.ts"'),
    });
  });

  it("is not made of stubs with an error", async () => {
    const broken = path.join(root, "src/handlers/broken.ts");
    await writeFile(broken, "/** @get /broken/{id} */\nexport async function broken(): Promise<void> {}\n");
    const { code, stderr } = await client("--out", "other/api.js");
    expect([code, stderr]).toEqual([1, expect.stringContaining("src/handlers/broken.ts:1:")]);
    expect(await readdir(root)).not.toContain("other");
  });
});
