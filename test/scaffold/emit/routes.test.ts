import { expect, test } from "vitest";
import { emitRoutes } from "../../../scripts/scaffold/emit/routes.ts";
import { readFiles } from "../read/sample.ts";

test("only a request that may call twins is remembered, however far away they are imported", () => {
  const { project, diagnostics } = readFiles({
    "src/work.ts": `export { multiply } from "./generated/jobs";\n`,
    "src/dependencies/far.ts": `
import { multiply } from "../work";
export async function far(): Promise<string> { return String(multiply); }
`,
    "src/dependencies/plan.ts": "export function plan(): number { return 1; }\n",
    "src/handlers/far.ts": `
import type { far } from "../dependencies/far";
import type { plan } from "../dependencies/plan";
import type { Depends } from "../operations";
/** @get /dependency */
export async function onDependency(text: Depends<typeof far>): Promise<void> {}
/** @get /plan */
export async function onPlan(steps: Depends<typeof plan>): Promise<void> {}
/** @get /planned */
export function planned(steps: Depends<typeof plan>): void {}
`,
    "src/handlers/near.ts": `
import { multiply } from "../work";
/** @get /near */
export async function near(): Promise<string> { return String(multiply); }
`,
    "src/handlers/others.ts": `
/** @get /other */
export async function other(): Promise<void> {}
/** @get /work */
export function work(): void {}
`,
  });
  expect(diagnostics).toEqual([]);
  const code = emitRoutes(project)[0]?.text() ?? "";
  const remembered = [...code.matchAll(/app\.get\("(\S+)", rememberRequest,/g)].map(([, path]) => path);
  expect(remembered).toEqual(["/dependency", "/near", "/plan", "/planned"]);
});
