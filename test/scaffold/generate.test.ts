/** `npm run scaffold` as a person runs it, in a project folder of its own. */
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyProject } from "../end-to-end/harness.ts";

let root: string;
beforeEach(async () => {
  root = await copyProject("parameters");
});
afterEach(() => rm(root, { recursive: true }));

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

function run(command: string, ...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd: root, maxBuffer: 1e8 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

const scaffold = (...args: string[]) => run(process.execPath, "scripts/scaffold.ts", ...args);

/** Every generated file with its content and its time of change. */
async function generated(): Promise<Record<string, string>> {
  const folder = path.join(root, "src/generated");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const states = files.map(async (file) => {
    const { mtimeMs } = await stat(file);
    return [path.relative(folder, file), `${mtimeMs} ${await readFile(file, "utf8")}`] as const;
  });
  return Object.fromEntries(await Promise.all(states));
}

async function generatedCode(): Promise<string[]> {
  const names = await readdir(path.join(root, "src/generated"), { recursive: true });
  return names.filter((name) => name.endsWith(".ts")).map((name) => path.join("src/generated", name));
}

const handler = (name: string) => path.join(root, "src/handlers", name);

describe("the scaffolder", { timeout: 60_000 }, () => {
  it("writes code that type-checks, formatted as biome would, imports in order too", async () => {
    expect(await scaffold()).toMatchObject({ code: 0, stderr: "" });
    const tsc = path.join(root, "node_modules/typescript/bin/tsc");
    expect(await run(process.execPath, tsc, "-p", ".")).toMatchObject({ code: 0, stdout: "" });
    const biome = path.join(root, "node_modules/@biomejs/biome/bin/biome");
    // By its own settings biome leaves generated code alone: a project with another style has it in this one.
    const settings = path.join(root, "biome.json");
    const text = await readFile(settings, "utf8");
    await writeFile(settings, text.replace('"!src/generated",', ""));
    const check = ["check", "--vcs-enabled=false", "--linter-enabled=false", ...(await generatedCode())];
    expect(await run(process.execPath, biome, ...check)).toMatchObject({ code: 0, stderr: "" });
  });

  it("writes code that type-checks without jobs, rooms, dependencies, models and a database", async () => {
    for (const folder of ["handlers", "dependencies", "models"])
      await rm(path.join(root, "src", folder), { recursive: true });
    await mkdir(path.join(root, "src/handlers"));
    await writeFile(
      handler("greetings.ts"),
      "/** @get /greetings/{name} */\nexport async function greet(name: string) {\n  return { name };\n}\n",
    );
    // What `npm run types` makes of a wrangler.toml that binds none.
    const types = path.join(root, "worker-configuration.d.ts");
    await writeFile(types, (await readFile(types, "utf8")).replaceAll("DB: D1Database;", ""));
    expect(await scaffold()).toMatchObject({ code: 0, stderr: "" });
    const tsc = path.join(root, "node_modules/typescript/bin/tsc");
    expect(await run(process.execPath, tsc, "-p", ".")).toMatchObject({ code: 0, stdout: "" });
  });

  it("touches nothing at a second run", async () => {
    await scaffold();
    const first = await generated();
    const { stdout } = await scaffold();
    expect(stdout).toMatch(/0 created, 0 updated, 0 removed/);
    expect(await generated()).toEqual(first);
  });

  it("leaves no route of a stub that is gone", async () => {
    await scaffold();
    expect(Object.keys(await generated())).toContain("routes/cookie.ts");
    await rm(handler("cookie.ts"));
    await scaffold();
    const files = await generated();
    expect(Object.keys(files)).not.toContain("routes/cookie.ts");
    expect(files["routes.ts"]).not.toContain("cookie");
  });

  it("names every error, exits with 1 and leaves what was there", async () => {
    await scaffold();
    const before = await generated();
    await writeFile(
      handler("broken.ts"),
      "/** @get /broken/{id} */\nexport async function misread(when: Map<string, string>) {}\n",
    );
    const { code, stdout, stderr } = await scaffold();
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("src/handlers/broken.ts:1:");
    expect(stderr).toContain("src/handlers/broken.ts:2:");
    expect(stderr).toMatch(/2 errors: src\/generated stays as it was\.\n$/);
    expect(await generated()).toEqual(before);
  });

  it("may run several times at once", async () => {
    const runs = await Promise.all([scaffold(), scaffold(), scaffold()]);
    expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      runs.map(() => ({ code: 0, stderr: "" })),
    );
    const together = Object.values(await generated()).map((state) => state.replace(/^\S+ /, ""));
    await rm(path.join(root, "src/generated"), { recursive: true });
    await scaffold();
    expect(together).toEqual(Object.values(await generated()).map((state) => state.replace(/^\S+ /, "")));
  });

  it("says when there is nothing to serve, and how it is called", async () => {
    for (const name of await readdir(path.join(root, "src/handlers")))
      await rm(handler(name), { recursive: true });
    const empty = await scaffold();
    expect(empty).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There is no operation in src/handlers."),
    });
    expect(await scaffold("--help")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Usage: npm run scaffold"),
    });
    expect(await scaffold("--nope")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Usage: npm run scaffold"),
    });
  });
});
