import type { Kind } from "../operation.ts";
import type { Addition, Import } from "./extend.ts";
import type { Signature } from "./signature.ts";
import { namesIn, type Types } from "./types.ts";
import type { Wish } from "./wish.ts";

/** The four kinds: how the function begins, and what it returns. */
const KINDS: Record<Kind, { keyword: string; returns: (type: string, checkpoint: string) => string }> = {
  async: { keyword: "async function", returns: (type) => `Promise<${type}>` },
  stream: { keyword: "async function*", returns: (type) => `AsyncGenerator<${type}>` },
  plain: { keyword: "function", returns: (type) => type },
  steps: { keyword: "function*", returns: (type, checkpoint) => `Steps<${checkpoint}, ${type}>` },
};

/** A path operation that answers 501 until somebody writes it. */
export function stubOf(
  wish: Wish,
  name: string,
  summary: string,
  signature: Signature,
  types: Types,
): Addition {
  const { keyword, returns } = KINDS[wish.kind];
  const isGenerator = keyword.endsWith("*");
  const type = returns(signature.returns, wish.checkpoint ?? "never");
  const code = [
    "/**",
    ...summary.split("\n").map((line) => ` * ${line}`.trimEnd()),
    " *",
    ` * @${wish.method} ${wish.path}`,
    ...(wish.status === undefined ? [] : [` * @status ${wish.status}`]),
    " */",
    ...(isGenerator ? ["// biome-ignore lint/correctness/useYield: it will, once it is written"] : []),
    `export ${keyword} ${name}(${signature.parameters.map(({ text }) => text).join(", ")}): ${type} {`,
    `  throw new HTTPException(501, { message: "${name} is still to be written." });`,
    "}",
  ].join("\n");
  const texts = [type, ...signature.parameters.map((one) => /:\s*([^=]+)/.exec(one.text)?.[1] ?? one.type)];
  const imports = [
    { module: "hono/http-exception", name: "HTTPException", type: false },
    ...importsOf(texts, types),
  ];
  return { code, imports };
}

/** The test that goes with it: the function is called as any other. */
export function testOf(
  wish: Wish,
  name: string,
  module: string,
  signature: Signature,
  types: Types,
): Addition {
  const required = signature.parameters.filter(({ optional }) => !optional);
  const samples = required.map(({ type }) => types.sampleOf(type));
  const call = `${name}(${samples.join(", ")})${wish.kind === "stream" || wish.kind === "steps" ? ".next()" : ""}`;
  const isAsync = wish.kind === "async" || wish.kind === "stream";
  const code = [
    `test("${name} is still to be written", ${isAsync ? "async " : ""}() => {`,
    isAsync
      ? `  await expect(${call}).rejects.toMatchObject({ status: 501 });`
      : `  expect(() => ${call}).toThrow(expect.objectContaining({ status: 501 }));`,
    "});",
  ].join("\n");
  const mentioned = samples.flatMap((sample) => / as (?:unknown as )?(.+)$/s.exec(sample)?.[1] ?? []);
  const imports = [
    { module: "vitest", name: "expect", type: false },
    { module: "vitest", name: "test", type: false },
    { module: `${module}.ts`, name, type: false },
    ...importsOf(mentioned, types).map((one) => ({
      ...one,
      module: one.module === "src/operations" ? "src/operations/index.ts" : `${one.module}.ts`,
    })),
  ];
  return { code, imports };
}

function importsOf(texts: string[], types: Types): Import[] {
  const names = new Set(texts.flatMap((text) => namesIn(text) ?? []));
  return [...names].flatMap((name) => {
    const module = types.moduleOf(name);
    return module === undefined ? [] : [{ module, name, type: true }];
  });
}
