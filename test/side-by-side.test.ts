/** `node scripts/side-by-side.ts`, in a project of its own: a check that fails is heard of. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const SCRIPTS = {
  "check:loud": "echo loud",
  "check:broken": "echo why && exit 3",
  other: "echo other",
};

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "shortorder-checks-"));
  await writeFile(path.join(root, "package.json"), JSON.stringify({ type: "module", scripts: SCRIPTS }));
  const script = "scripts/side-by-side.ts";
  await cp(path.join(import.meta.dirname, "..", script), path.join(root, script));
});
afterAll(() => rm(root, { recursive: true }));

function run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [path.join(root, "scripts/side-by-side.ts"), ...args],
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

it("runs all of a prefix, and those named, to their end", async () => {
  const { code, stdout, stderr } = await run("other", "check:");
  expect({ code, stderr }).toEqual({ code: 1, stderr: "\nFailed: check:broken\n" });
  expect(stdout).toMatch(/^✓ check:loud \(.*\): echo loud\nloud$/m);
  expect(stdout).toMatch(/^✗ check:broken \(.*\): echo why && exit 3\nwhy$/m);
  expect(stdout).toMatch(/^✓ other \(.*\): echo other\nother$/m);
});

it("ends well when all do", async () => {
  expect(await run("other")).toMatchObject({ code: 0, stderr: "" });
});

it.each([[[]], [["other", "lint"]], [["typecheck:"]], [["othe"]]])("refuses %j", async (args) => {
  expect(await run(...args)).toMatchObject({ code: 2, stdout: "" });
});
