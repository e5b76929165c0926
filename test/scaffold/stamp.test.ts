import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stampOf } from "../../scripts/scaffold/stamp.ts";
import { REPOSITORY } from "./read/sample.ts";

const folder = mkdtempSync(join(tmpdir(), "stamp-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the stamp of a file", () => {
  it("stays while the file does", () => {
    const file = join(REPOSITORY, "node_modules/typescript/package.json");
    expect(stampOf(file)).toEqual(expect.any(String));
    expect(stampOf(file)).toBe(stampOf(file));
    expect(stampOf(file)).not.toBe(stampOf(join(REPOSITORY, "node_modules/hono/package.json")));
  });

  it("says nothing of what was written just now, whatever time the file is given", () => {
    const file = join(folder, "file.ts");
    writeFileSync(file, "export {};");
    expect(stampOf(file)).toBeUndefined();
    utimesSync(file, 0, 0);
    expect(stampOf(file)).toBeUndefined();
  });

  it("says nothing of what is not there", () => {
    expect(stampOf(join(folder, "nothing"))).toBeUndefined();
  });
});
