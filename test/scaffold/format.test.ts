import { expect, it } from "vitest";
import { Formatter } from "../../scripts/scaffold/format.ts";

it("formats TypeScript, and leaves everything else as it is", async () => {
  const files = new Map([
    ["a.ts", "const a={b:1}"],
    ["a.json", "{}"],
  ]);
  expect([...(await new Formatter().format(files)).values()]).toEqual(["const a = { b: 1 };\n", "{}"]);
});

it("gives a file's new text also after a call that failed", async () => {
  const formatter = new Formatter();
  const long = "const a={b:1};".repeat(10_000);
  const failing = formatter.format(
    new Map([
      ["bad.ts", "const = 1"],
      ["b.ts", long],
    ]),
  );
  await expect(failing).rejects.toThrow(/bad\.ts:1:7[\s\S]*const = 1/);
  const files = await formatter.format(new Map([["b.ts", "const  c = 2"]]));
  expect(files.get("b.ts")).toBe("const c = 2;\n");
});
