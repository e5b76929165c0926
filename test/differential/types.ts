/** One type a line of the comparison; what the scaffolder, typia and ajv think of values is held side by side. */
import type { Schema as DiffSchema } from "../../scripts/scaffold/operation.ts";
import type { Aged, Doneness, Money, Named } from "./elsewhere.ts";

// Scalars and literals
export type Text = string;
export type Figure = number;
export type Flag = boolean;
export type Nothing = null;
export type Whatever = unknown;
export type Literal = "a" | "b";
export type MixedLiterals = "a" | 1 | true | null;
export type BigLiteral = 1 | 2.5 | -3;
export type OnlyTrue = true;

// Unions
export type TextOrFigure = string | number;
export type NullableText = string | null;
export type ListOrOne = string | string[];
export type ObjectOrList = { a: number } | number[];
export type Overlapping = { a: string } | { a: string; b: number } | { c: boolean };
export type NestedUnion = (string | number[])[] | { either: string | null } | null;
export type OptionalInUnion = { a?: string } | { b: number };
export type ListsOfEither = string[] | number[];

// Discriminated unions
export type Shape =
  | { kind: "circle"; radius: number }
  | { kind: "square"; side: number }
  | { kind: "rectangle"; width: number; height: number };
export type Result = { ok: true; value: string } | { ok: false; error: { code: number } };
export type ByNumber = { version: 1; old: string } | { version: 2; new: string[] };
export type TwoTags = { kind: "a" | "b"; x: number } | { kind: "c"; y: string };
export type OptionalTag = { kind?: "a"; x: number } | { kind: "b"; y: string };

// Objects
export interface Plain {
  id: number;
  name: string;
  note?: string;
}
export type OptionalNullable = { a?: string | null; b: number | null; c: string | undefined };
export type Empty = Record<never, never>;
export type Nested = { outer: { inner: { deep: boolean[] } } };
export type OddNames = { "content-type": string; constructor: string; 0: number; größe: number };
export interface Extended extends Plain {
  extra: boolean;
}
export interface Overridden extends Omit<Plain, "id"> {
  id: string;
}
export type ReadOnly = { readonly a: string; readonly list: readonly number[] };

// Intersections
export type Both = Named & Aged;
export type BothNarrow = { a: string | number } & { a: string; b: number };
export type UnionAndBase = { id: number } & ({ kind: "x"; x: string } | { kind: "y"; y: number });
export type OpenAndClosed = { id: number } & Record<string, unknown>;

// Generics
export interface Page<Item> {
  items: Item[];
  next?: string;
}
export type PageOfPlain = Page<Plain>;
export type PageOfText = Page<string>;
export type PageOfPages = Page<Page<number>>;
export interface Box<Content, Label extends string = "none"> {
  content: Content;
  label: Label;
}
export type Boxed = Box<Named>;
export type BoxedTwice = Box<Box<number, "in">, "out" | "side">;
export type Either<Left, Right> = { left: Left } | { right: Right };
export type EitherOne = Either<string, number[]>;

// Recursion
export interface Tree {
  value: number;
  children: Tree[];
}
export interface Linked {
  value: string;
  next?: Linked | null;
}
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Expression = { literal: number } | { add: [Expression, Expression] } | { negate: Expression };
export type NullableTree = { left?: NullableTree; right?: NullableTree } | null;
export interface Ping {
  pong?: Pong;
}
export interface Pong {
  ping: Ping | null;
}
export interface GenericTree<Leaf> {
  leaf: Leaf;
  branches: GenericTree<Leaf>[];
}
export type TreeOfText = GenericTree<string>;

// Lists and tuples
export type Texts = string[];
export type Matrix = number[][];
export type Pair = [string, number];
export type OptionalTail = [string, number?, boolean?];
export type RestTail = [string, ...number[]];
export type EmptyTuple = [];
export type NamedTuple = [x: number, y: number];
export type TuplesInside = { range: [from: number, to: number]; more: [string, ...Named[]] };
export type ReadonlyPair = readonly [string, boolean];

// Records
export type Counts = Record<string, number>;
export type ByLiteral = Record<"small" | "large", number>;
export type PartialByLiteral = Partial<Record<"small" | "large", number>>;
export type Indexed = { [key: string]: { a: string } };
export type IndexedBeside = { total: number; [key: string]: number };
export type RecordOfUnion = Record<string, string | number[]>;
export type ByEnum = Record<Doneness, boolean>;

// Template literals
export type Prefixed = `id-${number}`;
export type Coordinates = `${number},${number}`;
export type Greeting = `hello ${"world" | "moon"}`;
export type Versioned = `v${bigint}`;
export type AnyBetween = `<${string}>`;
export type YesNo = `is-${boolean}`;

// Enums
export enum Size {
  Small = "small",
  Large = "large",
}
export enum Level {
  Low,
  Middle,
  High = 10,
}
export enum Mixed {
  Zero,
  Word = "word",
}
export type Sizes = { size: Size; level: Level; mixed?: Mixed };
export type OneMember = Level.High;
export type Done = Doneness;

// Utilities
export type PartialPlain = Partial<Plain>;
export type RequiredPlain = Required<Plain>;
export type Picked = Pick<Plain, "id" | "note">;
export type Omitted = Omit<Plain, "note">;
export type Extracted = Extract<string | number | boolean, number | boolean>;
export type Excluded = Exclude<"a" | "b" | "c", "b">;
export type NotNull = NonNullable<string | null | undefined>;
export type Property = Plain["name"];
export type KeyNames = keyof Plain;
export type Mapped = { [Key in "a" | "b"]: Key };
export type Conditional = string extends string ? { yes: true } : { no: true };
export type Deep = Partial<Pick<Extended, "id" | "extra">> & Required<Pick<Plain, "note">>;
export type Returned = Awaited<Promise<Named>>;
export type Upper = Uppercase<"abc" | "def">;

// Branded
export type UserId = string & { readonly __brand: "UserId" };
export type HasBranded = { id: UserId; amount: number & { readonly __unit: "EUR" } };

// What JSON has no word for
export type When = Date;
export type HasDates = { at: Date; until?: Date | null; all: Date[] };

// Classes, other files, packages
export class Point {
  x: number;
  y: number;
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
  get length(): number {
    return Math.hypot(this.x, this.y);
  }
}
export type ClassData = { at: Point; price: Money };
export type FromElsewhere = Named & Aged<string>;
export type FromPackage = Pick<DiffSchema, "type" | "minimum" | "required" | "items">;

// Constraints
export interface Constrained {
  /** @minimum 1
   *  @maximum 10 */
  figure: number;
  /** @exclusiveMinimum 0
   *  @multipleOf 2 */
  even: number;
  /** @minLength 2
   *  @maxLength 4 */
  text: string;
  /** @pattern ^[a-c]+$ */
  letters: string;
  /** @minItems 1
   *  @maxItems 3
   *  @uniqueItems */
  list: number[];
  /** @format uuid */
  id?: string;
  /** @format date */
  day?: string;
  /** @format ipv4 */
  address?: string;
}
