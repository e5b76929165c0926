/** Each type goes in and out again; what it does not declare gets lost on the way. */
import {
  Account,
  type Balance,
  type Branch,
  type Chain,
  type Code,
  type Color,
  type Days,
  type Inherited,
  type Item,
  type Json,
  type Page,
  type Point,
  type Shape,
  type Tree,
  type UserId,
} from "../models/shapes";
import type { Body, Cookie, Form, Header, Query, Resume, Steps, UploadedFile } from "../operations";

/** @post /types/page */
export async function page(page: Page<Item>): Promise<Page<Item>> {
  return page;
}

/** @post /types/chain */
export async function chain(chain: Chain<Date>): Promise<Chain<Date>> {
  return chain;
}

/** @post /types/shapes */
export async function shapes(shapes: Record<string, Shape | null>): Promise<Record<string, Shape | null>> {
  return shapes;
}

/** @post /types/tree */
export async function tree(tree: Tree): Promise<Tree> {
  return tree;
}

/** @post /types/branch */
export async function branch(branch: Branch): Promise<Branch> {
  return branch;
}

/** @post /types/json */
export async function json(value: Body<Json>): Promise<Json> {
  return value;
}

/** @post /types/anything */
export async function anything(value: Body<unknown>): Promise<unknown> {
  return value;
}

/** @post /types/partial */
export async function partial(changes: Partial<Item>): Promise<Partial<Omit<Item, "price">>> {
  return changes;
}

/** @post /types/tuples */
export async function tuples(
  path: readonly Point[],
  days: Days,
): Promise<{ path: readonly Point[]; days: Days }> {
  return { path, days };
}

/** @post /types/either */
export async function either(
  value: { a: string } | { b: number } | string[],
): Promise<{ a: string } | { b: number } | string[]> {
  return value;
}

/** @post /types/inherited */
export async function inherited(
  value: Inherited,
  // biome-ignore lint/suspicious/noShadowRestrictedNames: every object has a property of this name
  constructor?: Body<string>,
): Promise<{ value: Inherited; constructor: string | null }> {
  return { value, constructor: constructor ?? null };
}

/** @get /types/accounts/{id} */
export async function account(id: number): Promise<Account> {
  return new Account(id, 12n);
}

/** @get /types/brands/{id} */
export async function brand(
  id: UserId,
  code: Code,
  color: Color,
  session: Cookie<UserId>,
  tags: Header<string[]>,
  ids?: Query<UserId[]>,
  level?: number | "auto",
): Promise<unknown> {
  return { id, code, color, session, tags, ids, level };
}

/** @post /types/form */
export async function form(
  item: Form<{ name: string; price?: number; tags?: string[]; color: Color; when?: Date }>,
  photo?: UploadedFile,
): Promise<unknown> {
  return { item, photo: photo?.name ?? null };
}

/** @get /types/undeclared */
export async function undeclared(): Promise<{
  shape: Shape;
  record: Record<string, Item>;
  either: { a: string } | { b: number };
  both: { a: string } & { b: string };
  tuple: [Item, string];
  tree: Tree;
  empty: Pick<Item, never>;
}> {
  const item = { name: "n", price: 1, color: "red", secret: 1 } as const;
  const tuple: [Item, string] = [item, "x"];
  return {
    shape: { kind: "circle", radius: 1, ...{ secret: 1 } },
    record: { item },
    either: { a: "a", ...{ secret: 1 } },
    both: { a: "a", b: "b", ...{ secret: 1 } },
    tuple,
    tree: { value: 1, children: [{ value: 2, children: [], ...{ secret: 1 } }] },
    empty: { secret: 1 },
  };
}

/** @post /types/items */
export async function* items(items: Item[]): AsyncGenerator<Item | { done: true }> {
  yield* items;
  yield { done: true };
}

/** @post /types/cpu */
export function cpu(
  when: Date,
  item: Item,
  balance: Body<Balance>,
  list: Query<Date[]>,
  until?: Body<Date>,
): { when: Date; item: Item; balance: Balance; year: number; until: number | null } {
  const year = when.getUTCFullYear() + list.reduce((sum, day) => sum + day.getUTCFullYear(), 0);
  return { when, item, balance: balance + 1n, year, until: until?.getUTCFullYear() ?? null };
}

interface Mark {
  when: Date;
  balance: Balance;
}

/** @post /types/steps */
export function* marks(resume?: Resume<Mark>): Steps<Mark, Mark> {
  let mark = resume ?? { when: new Date(0), balance: 0n };
  for (; mark.balance < 3n; mark = { when: mark.when, balance: mark.balance + 1n })
    yield { checkpoint: mark };
  return mark;
}
