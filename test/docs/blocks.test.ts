import { expect, it } from "vitest";
import { blocksOf } from "./blocks.ts";
import { isShown } from "./output.ts";

const page = (...lines: string[]) => blocksOf("docs/page.md", lines.join("\n"));

it("reads files, changes and commands, with where they stand", () => {
  const blocks = page(
    "Text.",
    "```ts src/a.ts",
    "export {};",
    "",
    "```",
    "- In a list:",
    "  ```diff src/index.ts",
    "   const app = createApp();",
    "  +app.use(more);",
    "  …",
    "  -gone",
    "  ```",
    "````text",
    "```ts",
    "```",
    "````",
    "```console",
    "$ curl \\",
    "    localhost:8787",
    "one",
    "two",
    "$ node -e '",
    "  1'",
    "```",
  );
  expect(blocks).toEqual([
    { kind: "file", page: "docs/page.md", line: 3, path: "src/a.ts", content: "export {};\n\n" },
    {
      kind: "change",
      page: "docs/page.md",
      line: 8,
      path: "src/index.ts",
      hunks: [
        { before: "const app = createApp();", after: "const app = createApp();\napp.use(more);" },
        { before: "gone", after: "" },
      ],
    },
    {
      kind: "console",
      page: "docs/page.md",
      line: 18,
      commands: [
        { line: 18, command: "curl \\\n    localhost:8787", output: "one\ntwo" },
        { line: 22, command: "node -e '\n  1'", output: "" },
      ],
    },
  ]);
});

it.each([
  [["```ts", "```"], "docs/page.md:1 does not say which file it is: `ts src/…`."],
  [["", "```console", "curl", "```"], "docs/page.md:3 begins with no command: `$ …`."],
  [["```ts src/a.ts", "export {};"], "docs/page.md:1 opens a block that nothing closes."],
])("refuses %j", (lines, message) => {
  expect(() => page(...lines)).toThrow(message);
});

it.each([
  ["", "", true],
  ["one", "one\r\n\n", true],
  ["one", "one\ntwo", false],
  ['{"id":"…"}', '{"id":"a.b"}', true],
  ['{"id":"…"}', '{"id":"a\nb"}', false],
  ["first\n…\nlast", "first\nlast", true],
  ["first\n…\nlast", "first\n\nmore\nlast", true],
  ["first\n…\nlast", "first\nmore", false],
  ["first\n…", "first", true],
  ["a.c", "abc", false],
])("%j shows %j: %s", (expected, actual, shown) => {
  expect(isShown(expected, actual)).toBe(shown);
});
