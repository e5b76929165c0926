import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Module } from "../../../scripts/scaffold/emit/module.ts";

const MODULES = 200;
const repository = path.resolve(import.meta.dirname, "../../..");

const part = fc.constantFrom(
  "a",
  "B",
  "b",
  "ab",
  "Ab",
  "aB",
  "7",
  "07",
  "10",
  "_",
  "-",
  "$",
  ".",
  "ü",
  "über",
);
const word = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
const name = word.map((word) => `x${word.replace(/[-.]/g, "")}`);
const folder = fc.constantFrom(
  "src",
  "src/generated",
  "src/generated/routes",
  "src/generated/routes/x",
  "src/x",
);
const from = fc.oneof(
  fc.constantFrom("cloudflare:workers", "hono", "hono/types", "jose"),
  fc.tuple(folder, word).map(([folder, word]) => `${folder}/x${word}`),
);
const use = fc.record({ from, name: fc.oneof(name, fc.constant("*")), as: name, type: fc.boolean() });

it("has its imports in the order of the project's formatter", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "shortorder-"));
  try {
    const modules = fc.sample(fc.array(use, { minLength: 2, maxLength: 12 }), MODULES).map((uses, index) => {
      const module = new Module(`src/generated/routes/${index}.ts`);
      for (const { from, name, as, type } of uses) module.use(from, name, { as, type: type && name !== "*" });
      return [module.path, module.text()] as const;
    });
    await mkdir(path.join(folder, "src/generated/routes"), { recursive: true });
    for (const [file, text] of modules) await writeFile(path.join(folder, file), text);
    const args = ["check", "--linter-enabled=false", "--formatter-enabled=false", "--vcs-enabled=false"];
    const biome = path.join(repository, "node_modules/@biomejs/biome/bin/biome");
    const config = ["--config-path", repository, "--max-diagnostics=2"];
    const checked = promisify(execFile)(process.execPath, [biome, ...args, ...config, folder]);
    expect(await checked.catch(({ stderr }) => stderr)).toMatchObject({ stderr: "" });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
