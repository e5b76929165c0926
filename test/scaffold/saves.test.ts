import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { Emitter } from "../../scripts/scaffold/emit/index.ts";
import { type Earlier, type ReadResult, readProject } from "../../scripts/scaffold/read/index.ts";
import { REPOSITORY } from "./read/sample.ts";

const OPERATIONS = `import type { Depends } from "../operations";\n`;

/** What each file may hold, one after the other; undefined: it is not there. */
const VARIANTS: Record<string, (string | undefined)[]> = {
  "src/handlers/burgers.ts": [
    `import type { Burger } from "../models/burger";
/** @get /burgers/{id} */
export async function readBurger(id: number, only: "done" | "all" = "all"): Promise<Burger> { throw new Error(); }`,
    `/** @get /burgers/{id} */
export async function readBurger(id: number): Promise<import("../models/burger").Burger> { throw new Error(); }`,
    `interface Topping { name: string }
/** @put /burgers */
export async function writeBurger(topping: Topping): Promise<Topping> { return topping; }`,
    `/** @get /burgers */
export async function readBurgers(): Promise<Burgerr[]> { return []; }`,
    `/** @get /burgers */
export async function readBurgers(: Promise<string[]> { return []; }`,
    undefined,
    `/** @post /grill
 * @queue kitchen
 * @concurrency 2 */
export function grill(): void {}`,
    `/** @post /grill
 * @queue kitchen */
export function grill(): void {}`,
  ],
  // Types whose members have no order but that in which TypeScript comes to them.
  "src/handlers/lists.ts": ["", "// Saved."].map(
    (comment) => `${comment}
const STATUSES = ["open", "done"] as const;
interface Kinds { small: 1; all: 2; done: 3 }
/** @get /lists/{status} */
export async function readList(status: (typeof STATUSES)[number], kind?: keyof Kinds) {
  return { kind, of: {} as Record<Exclude<keyof Kinds, "small">, string>, last: status === "open" ? "all" : "none" } as const;
}`,
  ),
  "src/handlers/menus.ts": [
    `import type { Burger, Topping } from "../models/burger";
import type { Page } from "../models/page";
/** @get /menus */
export async function readMenus(): Promise<Page<Burger>> { throw new Error(); }
/** @get /toppings */
export async function readToppings(size?: import("../models/size").Size): Promise<Page<Topping>> { throw new Error(); }`,
    `interface Topping { grams: number }
/** @post /menus */
export async function writeMenu(topping: Topping, count: number): Promise<void> {}`,
    `/** @get /menus/{id} */
export async function readMenu(id: string): Promise<Shared> { throw new Error(); }
/** @post /orders */
export async function placeAnother(): Promise<void> {}`,
  ],
  "src/handlers/orders.ts": [
    `${OPERATIONS}import type { user } from "../dependencies/user";
/** @post /shops/{shop}/orders */
export async function placeOrder(who: Depends<typeof user>, lines: string[]): Promise<string> { return ""; }
/** @get /shops/{shop} */
export async function readShop(shop: string, who: Depends<typeof user>): Promise<string> { return ""; }`,
    `${OPERATIONS}import type { user } from "../dependencies/user";
/**
 * @post /orders
 * @throws {404} Nobody.
 */
export async function placeOrder(who: Depends<typeof user>): Promise<string> { return ""; }`,
    `${OPERATIONS}import { total } from "../dependencies/user";
/** @get /orders/total
 * @queue kitchen */
export function addUp(sum: Depends<typeof total>): number { return 0; }
export { total };`,
  ],
  "src/dependencies/user.ts": [
    `import type { Topping } from "../models/burger";
/** @throws {401} Who? */
export async function user(shop: string): Promise<Topping> { throw new Error(); }
/** @retries 2 */
export function total(grams: number): { sum: number } { return { sum: grams }; }`,
    `/**
 * @throws {404} {@link Missing} No shop.
 * @security bearer
 */
export async function user(shop: string, token?: string): Promise<string> { return shop; }
interface Missing { shop: string }
export function total(topping: { grams: number }): number { return 0; }`,
    `export async function user(shop): Promise<string> { return shop; }
export async function total(): Promise<number> { return 0; }`,
    `import type { Topping } from "../models/burger";
/** @throws {401} Who? */
export async function user(shop: string, language?: string): Promise<Topping> { throw new Error(); }
/** @retries 2 */
export function total(grams: number): { sum: number } { return { sum: grams }; }`,
  ],
  "src/models/size.ts": [`export enum Size { Small, Large }`, `export enum Size { Small = "small" }`],
  "src/models/burger.ts": [
    `export interface Burger { name: string; toppings: Topping[] }
export interface Topping { name: string; of?: Burger }`,
    `import type { Page } from "./page";
export interface Burger { name: string; like?: Page<Burger> }
interface Own { name: string }
export { Own as Topping };`,
    `export type Burger = { name: string };
export interface Topping {
  /** @minimum 1 */
  grams: number;
}
declare global { interface Shared { topping: Topping } }`,
    `export type Burger = { name: string };
export interface Topping {}
declare global { interface Shared { burger: Burger } }`,
    `import * as jobs from "../generated/jobs";
export { Burger, type Burger as Topping } from "./page";`,
    undefined,
    `import type { Size } from "./size";
export type Burger = { name: string };
export interface Topping { name: string }
declare global { interface Shared { size: Size } }`,
  ],
  "src/models/page.ts": [
    `export interface Page<T> { items: T[]; next?: string }
export enum Burger { Small, Large }`,
    `/** A page. */
export type Page<T> = { items: T[]; first: T | null };
export class Burger { name = ""; }`,
  ],
  "src/models/page/index.ts": [undefined, `export interface Page<T> { item: T }`],
};

const files = Object.keys(VARIANTS);
const folder = mkdtempSync(join(tmpdir(), "memory-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What two files say of each other without one importing the other. */
const SEQUENCES: Record<string, [file: string, variant: number][]> = {
  "the global types of another": [
    ["src/models/burger.ts", 2],
    ["src/handlers/menus.ts", 2],
    ["src/models/burger.ts", 3],
  ],
  "what global types are made of": [
    ["src/models/burger.ts", 6],
    ["src/handlers/menus.ts", 2],
    ["src/models/size.ts", 1],
  ],
  "the order of what has none": [["src/handlers/lists.ts", 1]],
  "the limits of a queue": [
    ["src/handlers/orders.ts", 2],
    ["src/handlers/burgers.ts", 6],
    ["src/handlers/burgers.ts", 7],
  ],
  "what a dependency takes": [["src/dependencies/user.ts", 3]],
  "how a value is written": [["src/models/size.ts", 1]],
  "whose name comes first": [
    ["src/handlers/burgers.ts", 2],
    ["src/handlers/menus.ts", 1],
    ["src/handlers/burgers.ts", 1],
  ],
};

/** A project of its own, with the first variant of each file. */
let root = "";
let before: ReadResult | undefined;
let emitter = new Emitter();
beforeEach(() => {
  emitter = new Emitter();
  root = mkdtempSync(join(folder, "project-"));
  mkdirSync(join(root, "src"));
  for (const shared of ["node_modules", "src/operations", "src/security", "src/logs"])
    symlinkSync(join(REPOSITORY, shared), join(root, shared));
  for (const file of files) save(file, 0);
});

function save(file: string, variant: number): void {
  const text = VARIANTS[file]?.[variant];
  mkdirSync(dirname(join(root, file)), { recursive: true });
  if (text === undefined) rmSync(join(root, file), { force: true });
  else writeFileSync(join(root, file), text);
}

/** With everything that is known of the project, or with nothing but the files that are parsed. */
function read({ afresh = false } = {}): ReadResult {
  const earlier = before && afresh ? { program: before.program, memory: undefined } : before;
  return readProject({ root, tsconfig: join(REPOSITORY, "tsconfig.json"), before: earlier });
}

const shown = ({ project, diagnostics }: ReadResult) => JSON.stringify({ project, diagnostics }, null, 1);

const INFO = { title: "Burgers", version: "1.0.0" };
const texts = (from: Emitter, { project }: ReadResult) => [...from.emit(project, INFO)];

describe("a save", () => {
  /** Save, then read and write with and without what is known. */
  const expectTheSame = (saves: [string, number][]) => {
    for (const [file, variant] of saves) save(file, variant);
    const again = read();
    const afresh = read({ afresh: true });
    expect(shown(again)).toBe(shown(afresh));
    if (again.diagnostics.length === 0) expect(texts(emitter, again)).toEqual(texts(new Emitter(), afresh));
    before = again;
  };

  it.each(Object.entries(SEQUENCES))("comes to what a first run would: %s", (_, saves) => {
    expectTheSame([]);
    for (const saved of saves) {
      expectTheSame([saved]);
      expect(before?.diagnostics).toEqual([]);
    }
  });

  it("comes to what a first run would, whatever was saved before", () => {
    const edits = files.flatMap((file) =>
      (VARIANTS[file] ?? []).map((_, variant): [string, number] => [file, variant]),
    );
    const saves = fc.array(fc.constantFrom(...edits), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(saves, { minLength: 5, maxLength: 20 }), (rounds) => {
        expectTheSame([]);
        for (const saved of rounds) expectTheSame(saved);
      }),
      { numRuns: 6 },
    );
  });

  it("has no file read again that neither changed nor imports one that did", () => {
    before = read();
    expect(before.diagnostics).toEqual([]);
    const { files: first } = before.memory ?? {};
    const isKept = (file: string, { memory }: Earlier) =>
      memory?.files.get(join(root, file)) === first?.get(join(root, file));
    save("src/handlers/burgers.ts", 1);
    before = read();
    const handlers = ["src/handlers/burgers.ts", "src/handlers/menus.ts", "src/handlers/orders.ts"];
    expect(handlers.map((file) => isKept(file, read()))).toEqual([false, true, true]);
    // Nor does it forget the others while one can't be read.
    save("src/handlers/burgers.ts", 4);
    before = read();
    expect(new Set(before.diagnostics.map(({ code }) => code))).toEqual(new Set(["SO001"]));
    save("src/handlers/burgers.ts", 0);
    save("src/dependencies/user.ts", 1);
    before = read();
    expect(handlers.map((file) => isKept(file, read()))).toEqual([false, true, false]);
    save("src/models/page.ts", 1);
    before = read();
    expect(handlers.map((file) => isKept(file, read()))).toEqual([false, false, false]);
  });

  it("leaves nothing of the readings before the last in memory", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage: () => void = runInNewContext("gc");
    before = read();
    const programs: WeakRef<object>[] = [];
    for (let saves = 0; saves < 5; saves++) {
      save("src/handlers/burgers.ts", saves % 2);
      before = read();
      programs.push(new WeakRef(before.program));
    }
    // Within the turn that makes it, a weak reference holds on.
    await setImmediate();
    collectGarbage();
    expect(programs.filter((program) => program.deref()).length).toBe(1);
  });
});
