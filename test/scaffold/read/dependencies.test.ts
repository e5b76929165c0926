import { describe, expect, test } from "vitest";
import { readFiles, readStubs } from "./sample.ts";

describe("dependencies", () => {
  const { project, diagnostics } = readFiles({
    "src/dependencies/customer.ts": `
import type { Depends, Header } from "../operations";
export interface Customer { id: string; since: Date }
export async function token(authorization?: Header<string>): Promise<string> { return authorization ?? ""; }
/**
 * @throws {401} The token is not one of ours.
 * @throws {404} There is no such customer.
 * @security bearer
 */
export const currentCustomer = async (text: Depends<typeof token>): Promise<Customer> => { throw new Error(text); };
export type CurrentCustomer = Depends<typeof currentCustomer>;
`,
    "src/dependencies/work.ts": `
import type { CurrentCustomer } from "./customer";
export async function* connection(): AsyncGenerator<Map<string, string>> { yield new Map(); }
/** @retries 1 */
export function plan(customer: CurrentCustomer, burgerId: string, size = 3): number[] { return [size]; }
export async function check(): Promise<void> {}
`,
    "src/handlers/orders.ts": `
import type { CurrentCustomer } from "../dependencies/customer";
import { currentCustomer as me } from "../dependencies/customer";
import type { check, connection, plan } from "../dependencies/work";
import type { Depends } from "../operations";
/**
 * @get /burgers/{burgerId}
 * @throws {404} There is no such burger.
 */
export async function read(db: Depends<typeof connection>, made: Depends<typeof plan>, customer: CurrentCustomer): Promise<void> {}
/** @post /orders */
export function order(customer: Depends<typeof me>, _: Depends<typeof check>): void {}
`,
  });

  test("are read without diagnostics", () => {
    expect(diagnostics).toEqual([]);
  });

  test("each once, by name, with their kinds and modules", () => {
    expect(project.dependencies.map(({ name, kind, module }) => [name, kind, module])).toEqual([
      ["check", "async", "src/dependencies/work"],
      ["connection", "stream", "src/dependencies/work"],
      ["currentCustomer", "async", "src/dependencies/customer"],
      ["plan", "plain", "src/dependencies/work"],
      ["token", "async", "src/dependencies/customer"],
    ]);
  });

  const sourcesOf = (name: string) =>
    [...project.operations, ...project.dependencies]
      .find((callable) => callable.name === name)
      ?.parameters.map(({ source }) => source);

  test("have parameters by the same rules, and dependencies of their own", () => {
    expect(sourcesOf("token")).toMatchObject([{ in: "header", key: "authorization" }]);
    expect(sourcesOf("currentCustomer")).toEqual([{ in: "dependency", dependency: "token" }]);
  });

  test("take what is in the path of the operations that use them from there", () => {
    expect(sourcesOf("plan")).toMatchObject([
      { in: "dependency" },
      { in: "path", key: "burgerId" },
      { in: "query", key: "size" },
    ]);
  });

  test("give anything to a function on the edge, and JSON to a job", () => {
    expect(sourcesOf("read")).toEqual(
      ["connection", "plan", "currentCustomer"].map((dependency) => ({ in: "dependency", dependency })),
    );
    expect(sourcesOf("order")).toEqual([
      { in: "dependency", dependency: "currentCustomer", value: { $ref: "#/components/schemas/Customer" } },
      { in: "dependency", dependency: "check" },
    ]);
  });

  test("of plain kind say what crosses the queue", () => {
    const plan = project.dependencies.find(({ name }) => name === "plan");
    expect(plan?.returns).toEqual({ type: "json", schema: { type: "array", items: { type: "number" } } });
    expect(plan?.job).toEqual({ retries: 1 });
    expect(project.dependencies.find(({ name }) => name === "token")?.returns).toBeNull();
  });

  test("pass on what they throw and the security that they ask for", () => {
    const read = project.operations.find(({ name }) => name === "read");
    expect(read?.throws).toEqual([
      { status: 404, description: "There is no such burger." },
      { status: 401, description: "The token is not one of ours." },
    ]);
    expect(read?.security).toEqual([{ bearer: [] }]);
  });
});

test("the body of a dependency is always keyed, and so is that of the operation beside it", () => {
  const { project, diagnostics } = readStubs(`
export async function audit(entry: { note: string }): Promise<void> {}
/** @post /a */ export async function a(burger: { name: string }, _: Depends<typeof audit>): Promise<void> {}
/** @post /b */ export async function b(_: Depends<typeof audit>): Promise<void> {}
`);
  expect(diagnostics).toEqual([]);
  expect(project.dependencies[0]?.parameters[0]?.source).toMatchObject({ in: "body", key: "entry" });
  expect(project.operations[0]?.parameters[0]?.source).toMatchObject({ in: "body", key: "burger" });
});

test("an operation can be a dependency too", () => {
  const { project, diagnostics } = readStubs(`
/** @get /burgers/{burgerId} */ export async function burger(burgerId: string): Promise<string> { return burgerId; }
/** @get /burgers/{burgerId}/price */ export async function price(of: Depends<typeof burger>): Promise<number> { return 1; }
`);
  expect(diagnostics).toEqual([]);
  expect(project.dependencies.map(({ name }) => name)).toEqual(["burger"]);
  expect(project.dependencies[0]?.parameters[0]?.source).toMatchObject({ in: "path", key: "burgerId" });
});
