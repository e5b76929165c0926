import { expect, test } from "vitest";
import { emitEdge } from "../../../scripts/scaffold/emit/edge.ts";
import { readStubs } from "../read/sample.ts";

test.each([
  ["/** @get /health */", true],
  ["/** @head /health */", true],
  ["/** @post /health */", false],
  ["/** @get /health/{part} */", false],
])("%s stands in place of the template's own: %s", (tag, hasOwnHealth) => {
  const part = tag.includes("part") ? "part: string" : "";
  const { project, diagnostics } = readStubs(
    `${tag}\nexport async function health(${part}): Promise<void> {}\n`,
  );
  expect(diagnostics).toEqual([]);
  expect(emitEdge(project).text()).toContain(`export const hasOwnHealth = ${hasOwnHealth};`);
});
