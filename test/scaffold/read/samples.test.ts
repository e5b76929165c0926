import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../../../scripts/scaffold/diagnostic.ts";
import { readProject } from "../../../scripts/scaffold/read/index.ts";
import { REPOSITORY } from "./sample.ts";

const SAMPLES = join(import.meta.dirname, "samples");

describe("sample folders", () => {
  test.each(readdirSync(SAMPLES))("%s", async (name) => {
    const root = join(SAMPLES, name);
    const { project, diagnostics } = readProject({
      root,
      handlers: "handlers",
      tsconfig: resolve(REPOSITORY, "tsconfig.json"),
    });
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    // The record is plain data: writing it as JSON loses nothing.
    expect(JSON.parse(JSON.stringify(project))).toStrictEqual(project);
    await expect(`${JSON.stringify(project, null, 2)}\n`).toMatchFileSnapshot(join(root, "expected.snap"));
  });

  test("the template's own handlers", () => {
    const { project, diagnostics } = readProject({ root: REPOSITORY });
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    expect(new Set(project.operations.map(({ kind }) => kind))).toEqual(
      new Set(["async", "stream", "plain", "steps"]),
    );
  });
});
