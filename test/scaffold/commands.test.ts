/** `npm run scaffold -- new`, `routes`, `--check` and `--watch` as a person runs them, in a project of its own. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { copyProject } from "../end-to-end/harness.ts";

const repository = path.resolve(import.meta.dirname, "../..");

let root: string;
const inCopy = async () => {
  root = await copyProject();
};
const removeCopy = () => rm(root, { recursive: true });

function run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: root }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

const scaffold = (...args: string[]) => run("scripts/scaffold.ts", ...args);
const create = (...args: string[]) => scaffold("new", ...args);
const read = (file: string) => readFile(path.join(root, file), "utf8");
const tool = (name: string, ...args: string[]) => run(path.join(root, "node_modules", name), ...args);

/** Where an operation would be written, and how it would begin. */
async function drafted(...args: string[]): Promise<string> {
  const { stdout } = await create(...args, "--dry-run");
  return stdout;
}

describe("new", { timeout: 120_000 }, () => {
  beforeEach(inCopy);
  afterEach(removeCopy);

  it("writes what generates, type-checks, lints, and passes its test at once", async () => {
    const configuration = [
      "tsconfig.json",
      "vitest.node.config.ts",
      "cloudflare-workers.ts",
      "longest-first.ts",
    ];
    for (const name of configuration.map((name) => `test/${name}`)) {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await cp(path.join(repository, name), path.join(root, name));
    }
    await cp(path.join(repository, "vitest.config.ts"), path.join(root, "vitest.config.ts"));
    const wishes = [
      ["GET", "/burgers/{burgerId}/toppings", "--returns", "Topping[]", "--query", "limit:Limit=10"],
      ["POST", "/toppings", "--body", "NewTopping", "--returns", "Topping", "--header", "ifMatch"],
      ["PATCH", "/toppings/{toppingId}", "--body", "Partial<NewTopping>", "--path", "toppingId:Uuid"],
      ["DELETE", "/toppings/{toppingId}", "--query", "tag?:string[]"],
      ["POST", "/images/blur", "--cpu", "--body", "image:Uint8Array", "--returns", "Uint8Array"],
      ["GET", "/orders/{orderId}/events", "--stream", "--query", "sort=name"],
      ["POST", "/simulations", "--steps", "--body", "NewBurger", "--checkpoint", "Weights"],
    ];
    for (const wish of wishes) expect(await create(...wish)).toMatchObject({ code: 0, stderr: "" });

    expect(await scaffold()).toMatchObject({ code: 0, stderr: "" });
    for (const project of [".", "test"])
      expect(await tool("typescript/bin/tsc", "-p", project)).toMatchObject({ code: 0, stdout: "" });
    const biome = ["check", "--vcs-enabled=false", "src/handlers", "src/models", "test/handlers"];
    expect(await tool("@biomejs/biome/bin/biome", ...biome)).toMatchObject({ code: 0 });
    const tests = await tool("vitest/vitest.mjs", "run", "--project", "node");
    expect(tests).toMatchObject({ code: 0, stdout: expect.stringMatching(/Tests .*7 passed/) });
  });

  it("leaves every line of a file as it was, and gives parameters the types they have elsewhere", async () => {
    // Not as the formatter would have it.
    const before = `${await read("src/handlers/burgers.ts")}export const   odd = {a:1}\n`;
    await writeFile(path.join(root, "src/handlers/burgers.ts"), before);
    await create("GET", "/burgers/{burgerId}/patty", "--returns", "Matrix");
    const after = await read("src/handlers/burgers.ts");
    const added = 'import type { Matrix } from "../models/matrix";\n';
    expect(after).toContain(added);
    expect(after.replace(added, "").startsWith(before)).toBe(true);
    expect(after).toContain("readBurgerPatty(burgerId: PositiveInteger): Promise<Matrix>");
  });
});

describe("new, when nothing is to be written", { timeout: 120_000 }, () => {
  beforeAll(inCopy);
  afterAll(removeCopy);

  it.each([
    [["GET", "/burgers"], 1, "GET /burgers is there already: listBurgers in src/handlers/burgers.ts:"],
    [["GET", "/burgers/{id}"], 1, "GET /burgers/{burgerId} is there already: readBurger in"],
    [["GET", "/x", "--name", "readBurger"], 1, "choose another name with --name"],
    [["GET", "/x", "--query", "a:Limitt"], 1, "Did you mean Limit?"],
    [["GET", "/x", "--query", "a:Burger"], 1, "a can't be Burger"],
    [["GET", "/x", "--body", "Burger"], 1, "GET has no body"],
    [["GET", "x"], 1, "does not start with /"],
    [["GET", "/jobs/x"], 1, "belongs to the template itself"],
    [["POST", "/x", "--body", "Burger["], 1, "is no TypeScript type"],
    [["FETCH", "/x"], 2, 'There is no method "FETCH".'],
    [["GET", "/x", "--cpu", "--steps"], 2, "exclude each other"],
    [[], 2, "There is no terminal to ask at."],
  ])("refuses %j", async (args, code, message) => {
    const result = await create(...args);
    expect(result).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(message) });
    expect(await readdir(path.join(root, "src/handlers"))).not.toContain("x.ts");
  });

  it("writes nothing with --dry-run", async () => {
    const text = await drafted("GET", "/toppings", "--returns", "Topping[]");
    expect(text).toContain("create  src/models/topping.ts");
    expect(text).toContain("export async function listToppings(): Promise<Topping[]> {");
    expect(await readdir(path.join(root, "src/handlers"))).not.toContain("toppings.ts");
    expect(await readdir(path.join(root, "src/models"))).not.toContain("topping.ts");
  });

  it("does not write when npm has kept --dry-run to itself", async () => {
    process.env.npm_config_dry_run = "true";
    try {
      const result = await create("GET", "/toppings");
      expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining("npm took --dry-run") });
    } finally {
      delete process.env.npm_config_dry_run;
    }
  });
});

describe("routes", { timeout: 60_000 }, () => {
  beforeAll(inCopy);
  afterAll(removeCopy);

  it("is a table, or JSON", async () => {
    const { stdout } = await scaffold("routes");
    expect(stdout).toMatch(/^METHOD +PATH +OPERATION +KIND +RUNS ON +STUB$/m);
    expect(stdout).toMatch(
      /^POST +\/matrices\/product +multiply +function +executor +src\/handlers\/matrices\.ts:\d+$/m,
    );
    const json = await scaffold("routes", "--format", "json");
    expect(JSON.parse(json.stdout)).toContainEqual({
      method: "GET",
      path: "/orders/{orderId}/servings",
      operation: "followOrder",
      kind: "async function*",
      runs: "edge",
      schedules: [],
      file: "src/handlers/orders.ts",
      line: expect.any(Number),
    });
  });
});

describe("generate", { timeout: 60_000 }, () => {
  beforeEach(inCopy);
  afterEach(removeCopy);

  it("--check says what is missing, stale and left over, and writes nothing", async () => {
    const missing = await scaffold("--check");
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining("create  src/generated/") });
    expect(await readdir(path.join(root, "src"))).not.toContain("generated");
    await scaffold();
    expect(await scaffold("--check")).toMatchObject({ code: 0, stderr: "" });
    await writeFile(path.join(root, "src/generated/stale.ts"), "");
    const routes = await read("src/generated/routes.ts");
    await writeFile(path.join(root, "src/generated/routes.ts"), routes.replace(/^import.*$/m, "// gone"));
    const { code, stderr } = await scaffold("--check");
    expect(code).toBe(1);
    expect(stderr).toMatch(/ {2}update {2}src\/generated\/routes\.ts:\d+\n +- \/\/ gone\n +\+ import .*/);
    expect(stderr).toContain("  remove  src/generated/stale.ts");
    expect(stderr).toContain("0 created, 1 updated, 1 removed");
  });

  it("--check says when wrangler.toml or .dev.vars switches on what is not built in", async () => {
    await scaffold();
    await writeFile(path.join(root, ".dev.vars"), 'CORS_ORIGINS="http://localhost:5173"\n');
    const { code, stderr } = await scaffold("--check");
    expect(code).toBe(1);
    expect(stderr).toMatch(/ {2}update {2}src\/generated\/edge\.ts:\d+/);
    expect(stderr).toContain("0 created, 1 updated, 0 removed");
  });

  it("--format json gives the diagnostics to a machine", async () => {
    expect(await scaffold("--format", "json")).toMatchObject({ code: 0, stdout: "[]\n", stderr: "" });
    await writeFile(
      path.join(root, "src/handlers/broken.ts"),
      "/** @get /broken/{id} */\nexport async function broken(): Promise<void> {}\n",
    );
    const { code, stdout, stderr } = await scaffold("--format", "json");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ code: "SO205", severity: "error", file: "src/handlers/broken.ts", line: 1 }),
    ]);
  });

  it("--watch follows what is saved, and outlives an error", async () => {
    const child = spawn(process.execPath, ["scripts/scaffold.ts", "--watch"], { cwd: root });
    const ended = once(child, "exit");
    let output = "";
    let wake = () => {};
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        wake();
      });
    const printed = async (pattern: RegExp) => {
      while (!pattern.test(output))
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      output = "";
    };
    await printed(/Watching src/);
    const stub = path.join(root, "src/handlers/greetings.ts");
    const text =
      "/** @get /greetings/{name} */\nexport async function greet(name: string): Promise<string> {\n  return name;\n}\n";
    await writeFile(stub, text);
    await printed(/operations; 1 created/);
    await writeFile(stub, text.replace("{name}", "{nome}"));
    await printed(/stays as it was/);
    await writeFile(stub, text.replace("greetings", "hellos"));
    await printed(/operations; 0 created/);
    expect(await read("src/generated/routes.ts")).toContain("/hellos/:name");
    await writeFile(
      path.join(root, "wrangler.toml"),
      (await read("wrangler.toml")).replace('CORS_ORIGINS = ""', 'CORS_ORIGINS = "*"'),
    );
    await printed(/operations; 0 created, 1 updated/);
    expect(await read("src/generated/edge.ts")).toContain("{ CORS_ORIGINS: allowOrigins }");
    await writeFile(stub, text.replace("{name}", "{nome}"));
    await printed(/stays as it was/);
    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
  });
});
