import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BundleError, bundle, bundleDirectory } from "../../scripts/dev/bundle.ts";
import { unbundler } from "../../scripts/dev/stack-trace.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "shortorder-test-"));
});
afterEach(() => rm(root, { recursive: true }));

const write = (files: Record<string, string | Uint8Array>) =>
  Promise.all(Object.entries(files).map(([name, contents]) => writeFile(path.join(root, name), contents)));
const bundled = () => bundle(path.join(root, "index.ts"), root, {});

describe("bundle", () => {
  it("keeps WebAssembly, text and data as modules of their own", async () => {
    await write({
      "index.ts": `import wasm from "./a.wasm?module"; import text from "./a.txt"; import data from "./a.bin"; console.log(wasm, text, data);`,
      "a.wasm": new Uint8Array([0, 97, 115, 109]),
      "a.txt": "text",
      "a.bin": new Uint8Array([1]),
    });
    const { modules } = await bundled();
    expect(
      modules.map(({ type, path, contents }) => [type, path.replace(/^[0-9a-f]{16}-/, ""), contents]),
    ).toEqual([
      ["ESModule", "index.js", expect.any(String)],
      ...[
        ["CompiledWasm", "a.wasm", Buffer.from([0, 97, 115, 109])],
        ["Text", "a.txt", "text"],
        ["Data", "a.bin", Buffer.from([1])],
      ].map(([type, name, contents]) => [type, name, contents]),
    ]);
  });

  it("leaves the platform's own modules to the platform", async () => {
    await write({
      "index.ts": `import { env } from "cloudflare:workers"; import "node:buffer"; console.log(env);`,
    });
    const [entry] = (await bundled()).modules;
    expect(entry?.contents).toMatch(/from "cloudflare:workers"[\s\S]*import "node:buffer"/);
  });

  it("shows where the source is wrong", async () => {
    await write({ "index.ts": `import "./missing";` });
    await expect(bundled()).rejects.toThrow(BundleError);
    await expect(bundled()).rejects.toThrow(/Could not resolve "\.\/missing"[\s\S]*index\.ts:1:7/);
  });

  it("is the same when only comments change", async () => {
    await write({ "index.ts": "console.log(1); // one" });
    const { modules } = await bundled();
    await write({ "index.ts": "console.log(1); // 1" });
    expect((await bundled()).modules).toEqual(modules);
  });
});

describe("unbundler", () => {
  it("rewrites the places of a stack trace to those in the sources", async () => {
    await write({ "index.ts": `import "./cause.ts";`, "cause.ts": `\n\n  throw new Error("cause");\n` });
    const { modules, sourceMap } = await bundled();
    const line = String(modules[0]?.contents)
      .split("\n")
      .findIndex((text) => text.startsWith("throw"));
    const unbundle = unbundler(sourceMap, path.join(root, bundleDirectory), root);
    expect(
      unbundle(`Error: cause\n    at f (file:///index.js:${line + 1}:7)\n    at index.js:${line + 1}:7`),
    ).toBe("Error: cause\n    at f (cause.ts:3:9)\n    at cause.ts:3:9");
  });

  it("leaves other places alone", () => {
    const text = "at node:internal/x:1:2, at other.js:1:2";
    expect(unbundler('{"version":3,"sources":[],"mappings":""}', "/", "/")(text)).toBe(text);
  });
});
