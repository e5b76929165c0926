import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { driftOf } from "../../scripts/deploy/drift.ts";
import { readTarget, TargetError } from "../../scripts/deploy/target.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const roots: string[] = [];
let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "shortorder-drift-"));
  roots.push(root);
  for (const file of ["wrangler.toml", "wrangler.executor.toml"])
    await cp(path.join(repository, file), path.join(root, file));
});
afterAll(() => Promise.all(roots.map((folder) => rm(folder, { recursive: true }))));

async function edit(file: string, change: (toml: string) => string): Promise<void> {
  const toml = await readFile(path.join(root, file), "utf8");
  const changed = change(toml);
  expect(changed).not.toBe(toml);
  await writeFile(path.join(root, file), changed);
}

describe("the environments of the template", () => {
  it.each(["staging", "production"])("have what the top level has: %s", (env) => {
    expect(driftOf(repository, env)).toEqual([]);
  });
});

describe("driftOf", () => {
  it("finds what was only added at the top", async () => {
    await edit("wrangler.toml", (toml) =>
      toml
        .replace("[vars]\n", '[vars]\nGREETING = "hello"\n')
        .replace(
          "# --- staging ---",
          '[[kv_namespaces]]\nbinding = "CACHE"\nid = "c"\n\n[[ratelimits]]\nname = "LIMIT"\nnamespace_id = "1"\nsimple = { limit = 1, period = 10 }\n',
        ),
    );
    expect(driftOf(root, "staging").sort()).toEqual([
      "wrangler.toml: [env.staging] lacks kv_namespaces CACHE, which the top level has.",
      "wrangler.toml: [env.staging] lacks ratelimits LIMIT, which the top level has.",
      "wrangler.toml: [env.staging] lacks vars GREETING, which the top level has.",
    ]);
  });

  it("finds what was only added in the environment", async () => {
    await edit("wrangler.toml", (toml) => toml.replace("[env.production.vars]\n", '$&EXTRA = "1"\n'));
    expect(driftOf(root, "production")).toEqual([
      "wrangler.toml: [env.production] has vars EXTRA, which the top level lacks.",
    ]);
  });

  it("finds an executor of another environment", async () => {
    await edit("wrangler.toml", (toml) =>
      toml.replace('"shortorder-executor-production"', '"shortorder-executor-staging"'),
    );
    expect(driftOf(root, "production")).toEqual([
      'wrangler.toml: JOB_EXECUTOR of [env.production] must be the class JobExecutor with script_name = "shortorder-executor-production": otherwise production would use the objects of another environment.',
    ]);
  });

  it("finds a database that two environments have", async () => {
    const id = "11111111-1111-4111-8111-111111111111";
    await edit("wrangler.toml", (toml) => toml.replaceAll(/(?<=database_id = ")0[\d-]+/g, id));
    expect(driftOf(root, "staging")).toEqual([
      "wrangler.toml: the database DB of [env.staging] is also that of the top level.",
      "wrangler.toml: the database DB of [env.staging] is also that of [env.production].",
    ]);
  });
});

describe("readTarget", () => {
  it("names the Workers and databases of an environment", () => {
    expect(readTarget(root, "staging")).toMatchObject({
      edge: { file: "wrangler.toml", name: "shortorder-staging" },
      executor: { file: "wrangler.executor.toml", name: "shortorder-executor-staging" },
      databases: [{ binding: "DB", name: "shortorder-staging" }],
    });
  });

  it("refuses an environment that there is not, and says which there are", () => {
    expect(() => readTarget(root, "prod")).toThrow(TargetError);
    expect(() => readTarget(root, "prod")).toThrow('["staging","production"]');
  });
});
