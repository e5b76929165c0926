import { join } from "node:path";
import { expect, test } from "vitest";
import { emitRoutes } from "../../../scripts/scaffold/emit/routes.ts";
import { readProject } from "../../../scripts/scaffold/read/index.ts";
import { readFiles } from "../read/sample.ts";

/** A dependency that takes nothing, and one whose parameter is waited for. */
const OTHERS = {
  "src/dependencies/till.ts": `
export async function till(): Promise<string> { return "1"; }
export async function receipt(scan: Uint8Array): Promise<number> { return scan.length; }
`,
  "src/handlers/till.ts": `
import type { receipt, till } from "../dependencies/till";
import type { Depends } from "../operations";
/** @get /till */
export async function readTill(drawer: Depends<typeof till>): Promise<Response> { return new Response(drawer); }
/** @post /receipts */
export async function addReceipt(size: Depends<typeof receipt>): Promise<number> { return size; }
`,
};

test.each([
  ["the examples", () => readProject({ root: join(import.meta.dirname, "../../..") })],
  ["others", () => readFiles(OTHERS)],
])("routes that tests can override are those that are deployed, but for their questions: %s", (_, read) => {
  const { project, diagnostics } = read();
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const texts = (overridable: boolean) =>
    new Map(emitRoutes(project, { overridable }).map((module) => [module.path, module.text()]));
  const deployed = texts(false);
  const tested = texts(true);
  expect([...tested.keys()]).toEqual([...deployed.keys()]);
  let questions = 0;
  for (const [path, text] of tested) {
    questions += text.match(/uses\.(parameter|dependency)\(/g)?.length ?? 0;
    expect(withoutQuestions(text)).toBe(withoutQuestions(deployed.get(path) ?? ""));
  }
  expect(questions).toBeGreaterThan(0);
});

function withoutQuestions(text: string): string {
  return (
    text
      .replace(/^import \{ overridable \}.*\n/m, "")
      .replace(/^const \w+Uses = overridable\(.*\);\n\n/gm, "")
      .replace(/^const uses = \w+Uses\(c\);\n/gm, "")
      .replace(/uses\.\w+\("\w+", \(\) => (.*)\)(;| : \w+;)$/gm, "$1$2")
      // A route that had no use for its context or input has one.
      .replace(/async function \([\w, ]*\)/g, "async function ()")
  );
}
